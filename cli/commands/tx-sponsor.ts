import type { Option } from "commander";
import { CliError } from "../errors.js";
import { commaList, flag, unsigned, wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { parseCoin } from "../tx/coins.js";
import type { MessageJson } from "../tx/document.js";
import { fromAddress } from "../tx/from.js";
import { parseTime } from "../tx/time.js";
import { eitherAddress } from "./query-evm.js";
import { base64OfHex } from "./query-sponsor.js";
import type { TxGroup } from "./tx-messages.js";

/** The flags of terms; amounts are in base units of the chain's coin. */
const termsFlags = (): Option[] => [
  flag("--selectors <list>", "only calls with these selectors, 0x and 8 digits each; any without it", {
    parse: commaList,
  }),
  flag("--voucher-signer <address>", "the Ethereum key that signs vouchers"),
  flag("--gas-limit <n>", "most gas of one transaction", { parse: unsigned }),
  flag("--max-price <n>", "most that a unit of gas may cost", { parse: unsigned }),
  flag("--user-daily-fee <amount>", "most that one user may cost in a day"),
  flag("--user-daily-calls <n>", "most calls of one user in a day", { parse: unsigned }),
  flag("--daily-fee <amount>", "most that all users may cost in a day"),
  flag("--block-gas <n>", "most gas of all users in a block", { parse: unsigned }),
  flag("--tip <n>", "tip for each unit of gas", { parse: unsigned }),
  flag("--expiration <time>", "Unix seconds or RFC 3339; none without it"),
  flag("--paused", "pay for nothing for the time being"),
];

async function termsOf(call: Invocation): Promise<Readonly<Record<string, unknown>>> {
  const signer = call.string("voucher-signer");
  const expiration = call.string("expiration");
  return {
    selectors: call.list("selectors").map(selectorOf),
    voucher_signer: signer === undefined ? "" : await eitherAddress(call, signer),
    limits: {
      gas: call.string("gas-limit") ?? "0",
      price: call.string("max-price") ?? "",
      user_daily_fee: amountOf(call, "user-daily-fee"),
      user_daily_calls: call.string("user-daily-calls") ?? "0",
      daily_fee: amountOf(call, "daily-fee"),
      block_gas: call.string("block-gas") ?? "0",
    },
    tip: call.string("tip") ?? "",
    expiration: expiration === undefined ? null : parseTime(expiration),
    paused: call.boolean("paused"),
  };
}

function selectorOf(text: string): string {
  if (/^0x[0-9a-fA-F]{8}$/.test(text)) return base64OfHex(text, "--selectors");
  throw new CliError(`--selectors: "${text}" is no selector`, { hint: "0x and 8 digits, such as 0xa9059cbb" });
}

/** An amount with its denomination, as flags of other commands have it; terms carry the number alone. */
function amountOf(call: Invocation, name: string): string {
  const text = call.string(name);
  return text === undefined ? "" : parseCoin(text).amount;
}

async function usersOf(call: Invocation, users: readonly string[]): Promise<string[]> {
  const addresses: string[] = [];
  for (const user of users) addresses.push(await eitherAddress(call, user));
  return addresses;
}

const message = (name: string, fields: Readonly<Record<string, unknown>>): MessageJson => ({
  "@type": `/echoin.sponsor.v1.Msg${name}`,
  ...fields,
});

export const sponsor: TxGroup = {
  name: "sponsor",
  description: "pay for the gas of your users' calls",
  commands: [
    {
      usage: "create <contract> <deposit>",
      description:
        "open a sponsorship of a contract: for everybody, or with --members for those whom you list or sign for",
      flags: () => [flag("--members", "only for listed users, and those with vouchers"), ...termsFlags()],
      messages: async (call, contract = "", deposit = "") => [
        message("CreateSponsorship", {
          sponsor: await fromAddress(call),
          contract: await eitherAddress(call, contract),
          scope: call.boolean("members") ? "USER_SCOPE_MEMBERS" : "USER_SCOPE_ALL",
          terms: await termsOf(call),
          deposit: parseCoin(deposit),
        }),
      ],
    },
    {
      usage: "update <id>",
      description: "replace all terms of a sponsorship by those of the flags",
      flags: termsFlags,
      messages: async (call, id = "") => [
        message("UpdateSponsorship", {
          sponsor: await fromAddress(call),
          id: wholeNumber(id),
          terms: await termsOf(call),
        }),
      ],
    },
    {
      usage: "close <id>",
      description: "end a sponsorship and get its deposit back",
      messages: async (call, id = "") => [
        message("CloseSponsorship", { sponsor: await fromAddress(call), id: wholeNumber(id) }),
      ],
    },
    {
      usage: "deposit <id> <amount>",
      description: "add to a deposit, yours or another's",
      messages: async (call, id = "", amount = "") => [
        message("Deposit", { depositor: await fromAddress(call), id: wholeNumber(id), amount: parseCoin(amount) }),
      ],
    },
    {
      usage: "withdraw <id> <amount>",
      description: "take from your deposit",
      messages: async (call, id = "", amount = "") => [
        message("Withdraw", { sponsor: await fromAddress(call), id: wholeNumber(id), amount: parseCoin(amount) }),
      ],
    },
    {
      usage: "add-users <id> <users...>",
      description: "list users, 500 at most in a transaction",
      messages: async (call, id = "", ...users) => [
        message("AddUsers", {
          sponsor: await fromAddress(call),
          id: wholeNumber(id),
          users: await usersOf(call, users),
        }),
      ],
    },
    {
      usage: "remove-users <id> <users...>",
      description: "remove users, listed or with vouchers",
      messages: async (call, id = "", ...users) => [
        message("RemoveUsers", {
          sponsor: await fromAddress(call),
          id: wholeNumber(id),
          users: await usersOf(call, users),
        }),
      ],
    },
    {
      usage: "redeem <id> <expires> <signature>",
      description: "become a member by a voucher for you: its expiry in Unix seconds, its signature as 0x text",
      messages: async (call, id = "", expires = "", signature = "") => [
        message("RedeemVoucher", {
          user: await fromAddress(call),
          id: wholeNumber(id),
          expires: wholeNumber(expires),
          signature: base64OfHex(signature, "signature"),
        }),
      ],
    },
  ],
};
