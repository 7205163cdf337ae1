import type { Option } from "commander";
import { CliError } from "../errors.js";
import { decimal, flag, unsigned } from "../flags.js";
import type { Invocation } from "../invocation.js";
import type { PublicKeyJson } from "../keys/public-key.js";
import { parseCoin } from "./coins.js";
import type { MessageJson } from "./document.js";

/** What an operator says of a new validator; the names are those of simd's file for create-validator. */
export interface ValidatorFile {
  readonly pubkey?: PublicKeyJson;
  readonly amount?: string;
  readonly moniker?: string;
  readonly identity?: string;
  readonly website?: string;
  readonly security?: string;
  readonly details?: string;
  readonly "commission-rate"?: string;
  readonly "commission-max-rate"?: string;
  readonly "commission-max-change-rate"?: string;
  readonly "min-self-delegation"?: string;
}

const DEFAULTS = {
  "commission-rate": "0.1",
  "commission-max-rate": "0.2",
  "commission-max-change-rate": "0.01",
  "min-self-delegation": "1",
} as const;

/** Flags of what `ValidatorFile` holds, but for key and amount. */
export const validatorFlags = (): Option[] => [
  flag("--moniker <name>", "the validator's name"),
  flag("--identity <text>", "a signature of who it is, such as of Keybase"),
  flag("--website <url>", "the validator's website"),
  flag("--security-contact <text>", "whom to tell of weaknesses"),
  flag("--details <text>", "other details"),
  flag(
    "--commission-rate <rate>",
    `part of the awards that the operator keeps (default: ${DEFAULTS["commission-rate"]})`,
    {
      parse: decimal,
    },
  ),
  flag("--commission-max-rate <rate>", `never more than this (default: ${DEFAULTS["commission-max-rate"]})`, {
    parse: decimal,
  }),
  flag(
    "--commission-max-change-rate <rate>",
    `most that it rises in a day (default: ${DEFAULTS["commission-max-change-rate"]})`,
    { parse: decimal },
  ),
  flag("--min-self-delegation <amount>", "base units that the operator keeps staked itself (default: 1)", {
    parse: unsigned,
  }),
];

/** The flags' values, where they are given. */
export function validatorFromFlags(call: Invocation): ValidatorFile {
  const names = { security: "security-contact" } as const;
  const fields = ["moniker", "identity", "website", "security", "details", ...Object.keys(DEFAULTS)];
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = call.string(field === "security" ? names.security : field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** The message that enters a validator. @throws CliError when something is missing */
export function createValidatorMessage(operator: string, file: ValidatorFile): MessageJson {
  const { pubkey, amount, moniker = "", identity = "", website = "", security = "", details = "" } = file;
  if (pubkey === undefined) throw new CliError("the validator's public key is missing", { hint: "pubkey" });
  if (amount === undefined) throw new CliError("the amount to stake is missing", { hint: 'amount, such as "5000aec"' });
  if (moniker === "") throw new CliError("the validator's name is missing", { hint: "moniker" });
  return {
    "@type": "/cosmos.staking.v1beta1.MsgCreateValidator",
    description: { moniker, identity, website, security_contact: security, details },
    commission: {
      rate: file["commission-rate"] ?? DEFAULTS["commission-rate"],
      max_rate: file["commission-max-rate"] ?? DEFAULTS["commission-max-rate"],
      max_change_rate: file["commission-max-change-rate"] ?? DEFAULTS["commission-max-change-rate"],
    },
    min_self_delegation: file["min-self-delegation"] ?? DEFAULTS["min-self-delegation"],
    delegator_address: "",
    validator_address: operator,
    pubkey,
    value: parseCoin(amount),
  };
}
