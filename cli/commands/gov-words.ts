import { CliError } from "../errors.js";
import { wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressPrefix } from "../keys/open.js";
import { toBech32 } from "../keys/public-key.js";

/** What a holder can vote, as it is typed. */
export const VOTE_OPTIONS = ["yes", "abstain", "no", "no-with-veto"] as const;
/** What a seat can vote. */
export const SEAT_OPTIONS = ["yes", "no", "abstain"] as const;
/** The council's roles. */
export const ROLES = ["auditor", "oracle-operator", "secretary"] as const;

/** A proposal's number. @throws CliError for what is none */
export function proposalId(text: string): string {
  const id = wholeNumber(text);
  if (id === "0") throw new CliError("proposals are counted from 1");
  return id;
}

/** One of the words that are known; underscores are as good as dashes. @throws CliError that lists them */
export function choice<Word extends string>(kind: string, words: readonly Word[], text: string): Word {
  const wanted = text.toLowerCase().replaceAll("_", "-");
  const found = words.find((word) => word === wanted);
  if (found === undefined) throw new CliError(`"${text}" is no ${kind}`, { hint: words.join(", ") });
  return found;
}

const enumName = (prefix: string, word: string): string => `${prefix}_${word.replaceAll("-", "_").toUpperCase()}`;

/** `no-with-veto` → `VOTE_OPTION_NO_WITH_VETO`. @throws CliError */
export const voteOption = (text: string): string => enumName("VOTE_OPTION", choice("vote option", VOTE_OPTIONS, text));

/** `yes` → `SEAT_OPTION_YES`. @throws CliError */
export const seatOption = (text: string): string =>
  enumName("SEAT_OPTION", choice("vote of a seat", SEAT_OPTIONS, text));

/** `oracle-operator` → `ROLE_ORACLE_OPERATOR`. @throws CliError */
export const roleName = (text: string): string => enumName("ROLE", choice("role", ROLES, text));

/** The account in whose name passed proposals act. */
export async function govAddress(call: Invocation): Promise<string> {
  const { addressOfModule } = await import("../../modules/auth/pubkey-addresses.js");
  return toBech32(addressPrefix(call), addressOfModule("gov"));
}
