import type { Command, Option } from "commander";
import { CliError } from "../errors.js";
import { parseJson } from "../files.js";
import { commaList, flag } from "../flags.js";
import type { Host, Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { neededCoins, parseCoins } from "../tx/coins.js";
import { checkTx, readInput, type MessageJson } from "../tx/document.js";
import { fromAddress } from "../tx/from.js";
import { parseDuration, parseTime } from "../tx/time.js";
import { distribution } from "./tx-distribution.js";
import { queueTx } from "./queue.js";
import { slashing } from "./tx-slashing.js";
import { sponsor } from "./tx-sponsor.js";
import { staking } from "./tx-staking.js";
import { council, gov, upgrade } from "./tx-gov.js";

/** One command that sends messages of a module. */
export interface TxCommand {
  readonly usage: string;
  readonly description: string;
  readonly flags?: () => Option[];
  /** When the first argument names the sender, it stands for --from, as in simd. */
  readonly senderFirst?: true;
  readonly messages: (call: Invocation, ...args: string[]) => Promise<MessageJson[]>;
}

export interface TxGroup {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly TxCommand[];
  /** Adds commands that send nothing. */
  readonly register?: (parent: Command, host: Host) => void;
}

const bank: TxGroup = {
  name: "bank",
  description: "send coins",
  commands: [
    {
      usage: "send <from> <to> <amount>",
      description: "send coins to an address",
      senderFirst: true,
      messages: async (call, _from, to = "", amount = "") => [
        {
          "@type": "/cosmos.bank.v1beta1.MsgSend",
          from_address: await fromAddress(call),
          to_address: await addressOfNameOrAddress(call, to),
          amount: neededCoins(amount),
        },
      ],
    },
    {
      usage: "multi-send <from> <to_and_amount...>",
      description: "send the same amount to several addresses; the amount comes last",
      senderFirst: true,
      flags: () => [flag("--split", "divide the amount between the addresses")],
      messages: multiSend,
    },
  ],
};

async function multiSend(call: Invocation, _from?: string, ...rest: string[]): Promise<MessageJson[]> {
  const amount = rest.pop() ?? "";
  if (rest.length === 0) throw new CliError("an address to send to is needed before the amount");
  const coins = neededCoins(amount);
  const count = BigInt(rest.length);
  const each = coins.map(({ denom, amount: total }) => {
    const share = call.boolean("split") ? BigInt(total) / count : BigInt(total);
    return { denom, amount: share.toString() };
  });
  const outputs: { address: string; coins: typeof each }[] = [];
  for (const to of rest) outputs.push({ address: await addressOfNameOrAddress(call, to), coins: each });
  const sum = each.map(({ denom, amount: share }) => ({ denom, amount: (BigInt(share) * count).toString() }));
  const inputs = [{ address: await fromAddress(call), coins: sum }];
  return [{ "@type": "/cosmos.bank.v1beta1.MsgMultiSend", inputs, outputs }];
}

const authz: TxGroup = {
  name: "authz",
  description: "let another account act for you",
  commands: [
    {
      usage: "grant <grantee> <kind>",
      description: "grant an authorization: send or generic",
      flags: () => [
        flag("--msg-type <url>", "message type of a generic authorization"),
        flag("--spend-limit <coins>", "most that may be sent"),
        flag("--allow-list <addresses>", "only to these", { parse: commaList }),
        flag("--expiration <time>", "Unix seconds or RFC 3339; none without it"),
      ],
      messages: async (call, grantee = "", kind = "") => [
        {
          "@type": "/cosmos.authz.v1beta1.MsgGrant",
          granter: await fromAddress(call),
          grantee: await addressOfNameOrAddress(call, grantee),
          grant: { authorization: await authorization(call, kind), expiration: expiration(call) },
        },
      ],
    },
    {
      usage: "exec <tx_json_file>",
      description: "run another account's messages, which it granted; the file is what --generate-only prints",
      messages: async (call, file = "") => {
        const tx = checkTx(parseJson(await readInput(call, file), file), file);
        return [{ "@type": "/cosmos.authz.v1beta1.MsgExec", grantee: await fromAddress(call), msgs: tx.body.messages }];
      },
    },
    {
      usage: "revoke <grantee> <msg_type_url>",
      description: "take a grant back",
      messages: async (call, grantee = "", type = "") => [
        {
          "@type": "/cosmos.authz.v1beta1.MsgRevoke",
          granter: await fromAddress(call),
          grantee: await addressOfNameOrAddress(call, grantee),
          msg_type_url: type,
        },
      ],
    },
  ],
};

async function authorization(call: Invocation, kind: string): Promise<MessageJson> {
  if (kind === "send") {
    const allowed: string[] = [];
    for (const address of call.list("allow-list")) allowed.push(await addressOfNameOrAddress(call, address));
    return {
      "@type": "/cosmos.bank.v1beta1.SendAuthorization",
      spend_limit: neededCoins(call.needed("spend-limit", "1000aec")),
      allow_list: allowed,
    };
  }
  if (kind === "generic") {
    const msg = call.needed("msg-type", "/cosmos.bank.v1beta1.MsgSend");
    return { "@type": "/cosmos.authz.v1beta1.GenericAuthorization", msg };
  }
  throw new CliError(`there is no authorization "${kind}" here`, { hint: "send or generic" });
}

function expiration(call: Invocation): string | null {
  const text = call.string("expiration");
  return text === undefined || text === "" || text === "0" ? null : parseTime(text);
}

const feegrant: TxGroup = {
  name: "feegrant",
  description: "pay another account's fees",
  commands: [
    {
      usage: "grant <granter> <grantee>",
      description: "let an account pay its fees from yours",
      senderFirst: true,
      flags: () => [
        flag("--spend-limit <coins>", "most that may be spent; no limit without it"),
        flag("--expiration <time>", "Unix seconds or RFC 3339; none without it"),
        flag("--period <seconds>", "length of a period, in seconds"),
        flag("--period-limit <coins>", "most that may be spent in a period"),
        flag("--allowed-messages <urls>", "only for these message types", { parse: commaList }),
      ],
      messages: async (call, _granter, grantee = "") => [
        {
          "@type": "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
          granter: await fromAddress(call),
          grantee: await addressOfNameOrAddress(call, grantee),
          allowance: allowance(call),
        },
      ],
    },
    {
      usage: "revoke <granter> <grantee>",
      description: "take an allowance back",
      senderFirst: true,
      messages: async (call, _granter, grantee = "") => [
        {
          "@type": "/cosmos.feegrant.v1beta1.MsgRevokeAllowance",
          granter: await fromAddress(call),
          grantee: await addressOfNameOrAddress(call, grantee),
        },
      ],
    },
  ],
};

function allowance(call: Invocation): MessageJson {
  const basic = { spend_limit: parseCoins(call.string("spend-limit") ?? ""), expiration: expiration(call) };
  const period = call.string("period");
  const limit = call.string("period-limit");
  if ((period === undefined) !== (limit === undefined)) throw new CliError("--period and --period-limit go together");
  const base: MessageJson =
    period === undefined || limit === undefined
      ? { "@type": "/cosmos.feegrant.v1beta1.BasicAllowance", ...basic }
      : {
          "@type": "/cosmos.feegrant.v1beta1.PeriodicAllowance",
          basic,
          period: `${Math.floor(parseDuration(/^\d+$/.test(period) ? `${period}s` : period) / 1000)}s`,
          period_spend_limit: neededCoins(limit),
          period_can_spend: neededCoins(limit),
          period_reset: new Date().toISOString(),
        };
  const messages = call.list("allowed-messages");
  if (messages.length === 0) return base;
  return { "@type": "/cosmos.feegrant.v1beta1.AllowedMsgAllowance", allowance: base, allowed_messages: messages };
}

const vesting: TxGroup = {
  name: "vesting",
  description: "open accounts whose coins are released over time",
  commands: [
    {
      usage: "create-vesting-account <to> <amount> <end_time>",
      description: "coins released evenly until a time (Unix seconds), or all at that time with --delayed",
      flags: () => [flag("--delayed", "release everything at the end")],
      messages: async (call, to = "", amount = "", end = "") => [
        {
          "@type": "/cosmos.vesting.v1beta1.MsgCreateVestingAccount",
          from_address: await fromAddress(call),
          to_address: await addressOfNameOrAddress(call, to),
          amount: neededCoins(amount),
          end_time: unixSeconds(end),
          delayed: call.boolean("delayed"),
        },
      ],
    },
    {
      usage: "create-permanent-locked-account <to> <amount>",
      description: "coins that never can be sent",
      messages: async (call, to = "", amount = "") => [
        {
          "@type": "/cosmos.vesting.v1beta1.MsgCreatePermanentLockedAccount",
          from_address: await fromAddress(call),
          to_address: await addressOfNameOrAddress(call, to),
          amount: neededCoins(amount),
        },
      ],
    },
    {
      usage: "create-periodic-vesting-account <to> <periods_json_file>",
      description: 'coins released by periods: {"start_time":0,"periods":[{"coins":"10aec","length_seconds":86400}]}',
      messages: periodicVesting,
    },
  ],
};

async function periodicVesting(call: Invocation, to = "", file = ""): Promise<MessageJson[]> {
  const json = parseJson(await readInput(call, file), file) as {
    start_time?: unknown;
    periods?: { coins?: unknown; length_seconds?: unknown }[];
  };
  if (!Number.isInteger(json.start_time) || !Array.isArray(json.periods)) {
    throw new CliError(`${file} has no start_time and periods`, {
      hint: '{"start_time":1767225600,"periods":[{"coins":"10aec","length_seconds":86400}]}',
    });
  }
  return [
    {
      "@type": "/cosmos.vesting.v1beta1.MsgCreatePeriodicVestingAccount",
      from_address: await fromAddress(call),
      to_address: await addressOfNameOrAddress(call, to),
      start_time: String(json.start_time),
      vesting_periods: json.periods.map(({ coins, length_seconds }) => ({
        length: String(length_seconds as number),
        amount: neededCoins(String(coins as string)),
      })),
    },
  ];
}

function unixSeconds(text: string): string {
  return String(Math.floor(new Date(parseTime(text)).getTime() / 1000));
}

/** The modules that take transactions, in the order of help. */
export const txGroups: readonly TxGroup[] = [
  bank,
  staking,
  slashing,
  distribution,
  gov,
  council,
  upgrade,
  authz,
  feegrant,
  sponsor,
  vesting,
  queueTx,
];
