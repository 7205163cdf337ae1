import { parseJson } from "../files.js";
import { flag, unsigned } from "../flags.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress } from "../keys/open.js";
import { neededCoins, parseCoins } from "../tx/coins.js";
import { type MessageJson, readInput } from "../tx/document.js";
import { fromAddress } from "../tx/from.js";
import { registerDraftProposal } from "./draft-proposal.js";
import {
  govAddress,
  proposalId,
  roleName,
  ROLES,
  SEAT_OPTIONS,
  seatOption,
  VOTE_OPTIONS,
  voteOption,
} from "./gov-words.js";
import type { TxCommand, TxGroup } from "./tx-messages.js";

const PROPOSAL_HINT =
  '{"messages":[{"@type":"/cosmos.bank.v1beta1.MsgSend",…}],"metadata":"","deposit":"10000000000000000000aec","title":"…","summary":"…","expedited":false}';

/** What simd's proposal file holds. */
interface ProposalFile {
  readonly messages?: unknown;
  readonly metadata?: unknown;
  readonly deposit?: unknown;
  readonly title?: unknown;
  readonly summary?: unknown;
  readonly expedited?: unknown;
}

async function submitProposal(call: Invocation, file = ""): Promise<MessageJson[]> {
  const value = parseJson(await readInput(call, file), file) as ProposalFile | null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CliError(`${file} is no proposal`, { hint: PROPOSAL_HINT });
  }
  const { messages = [], expedited = false } = value;
  if (!Array.isArray(messages)) throw new CliError(`${file}: messages is no list`, { hint: PROPOSAL_HINT });
  return [
    {
      "@type": "/cosmos.gov.v1.MsgSubmitProposal",
      messages,
      initial_deposit: parseCoins(textOf(value, "deposit", file)),
      proposer: await fromAddress(call),
      metadata: textOf(value, "metadata", file),
      title: textOf(value, "title", file),
      summary: textOf(value, "summary", file),
      expedited: expedited === true,
    },
  ];
}

function textOf(file: ProposalFile, field: keyof ProposalFile, name: string): string {
  const value = file[field] ?? "";
  if (typeof value !== "string") throw new CliError(`${name}: ${field} is no text`, { hint: PROPOSAL_HINT });
  return value;
}

/** `yes=0.6,no=0.4` as weighted options. @throws CliError */
function weightedOptions(text: string): { option: string; weight: string }[] {
  return text.split(",").map((part) => {
    const [option = "", weight] = part.trim().split("=");
    if (weight === undefined || !/^\d+(\.\d{1,18})?$/.test(weight)) {
      throw new CliError(`"${part}" is no option with its weight`, { hint: "for example yes=0.6,no=0.4" });
    }
    return { option: voteOption(option), weight };
  });
}

async function legacyText(call: Invocation): Promise<MessageJson[]> {
  const type = call.string("type") ?? "text";
  if (type.toLowerCase() !== "text") throw new CliError(`there is no legacy proposal "${type}" here`, { hint: "text" });
  return [
    {
      "@type": "/cosmos.gov.v1beta1.MsgSubmitProposal",
      content: {
        "@type": "/cosmos.gov.v1beta1.TextProposal",
        title: call.needed("title", "Title"),
        description: call.needed("description", "What it says"),
      },
      initial_deposit: parseCoins(call.string("deposit") ?? ""),
      proposer: await fromAddress(call),
    },
  ];
}

export const gov: TxGroup = {
  name: "gov",
  description: "propose, deposit and vote",
  register: registerDraftProposal,
  commands: [
    {
      usage: "submit-proposal <proposal_json_file>",
      description: "submit what a file proposes; gov draft-proposal prints one to fill in",
      messages: submitProposal,
    },
    {
      usage: "deposit <id> <amount>",
      description: "add a deposit to a proposal",
      messages: async (call, id = "", amount = "") => [
        {
          "@type": "/cosmos.gov.v1.MsgDeposit",
          proposal_id: proposalId(id),
          depositor: await fromAddress(call),
          amount: neededCoins(amount),
        },
      ],
    },
    {
      usage: "vote <id> <option>",
      description: `vote: ${VOTE_OPTIONS.join(", ")}`,
      flags: () => [flag("--metadata <text>", "your reason")],
      messages: async (call, id = "", option = "") => [
        {
          "@type": "/cosmos.gov.v1.MsgVote",
          proposal_id: proposalId(id),
          voter: await fromAddress(call),
          option: voteOption(option),
          metadata: call.string("metadata") ?? "",
        },
      ],
    },
    {
      usage: "weighted-vote <id> <options>",
      description: "split your vote: yes=0.6,no=0.4",
      flags: () => [flag("--metadata <text>", "your reason")],
      messages: async (call, id = "", options = "") => [
        {
          "@type": "/cosmos.gov.v1.MsgVoteWeighted",
          proposal_id: proposalId(id),
          voter: await fromAddress(call),
          options: weightedOptions(options),
          metadata: call.string("metadata") ?? "",
        },
      ],
    },
    {
      usage: "cancel-proposal <id>",
      description: "take your proposal back; a part of the deposits is charged",
      messages: async (call, id = "") => [
        { "@type": "/cosmos.gov.v1.MsgCancelProposal", proposal_id: proposalId(id), proposer: await fromAddress(call) },
      ],
    },
    {
      usage: "submit-legacy-proposal",
      description: "submit a text in the older form (v1beta1)",
      flags: () => [
        flag("--type <kind>", "text"),
        flag("--title <text>", "title"),
        flag("--description <text>", "what it says"),
        flag("--deposit <coins>", "first deposit"),
      ],
      messages: legacyText,
    },
  ],
};

/** A command whose message is put into a proposal: what it does is up to the votes. */
function proposing(
  command: Omit<TxCommand, "messages"> & {
    readonly title: (...args: string[]) => string;
    readonly message: (call: Invocation, authority: string, ...args: string[]) => Promise<MessageJson>;
  },
): TxCommand {
  const { title, message, ...rest } = command;
  return {
    ...rest,
    flags: () => [
      ...(rest.flags?.() ?? []),
      flag("--title <text>", "title of the proposal"),
      flag("--summary <text>", "what it does and why; the title without it"),
      flag("--metadata <text>", "where more is said"),
      flag("--deposit <coins>", "first deposit"),
      flag("--expedited", "a shorter vote, for a larger deposit"),
    ],
    messages: async (call, ...args) => [
      {
        "@type": "/cosmos.gov.v1.MsgSubmitProposal",
        messages: [await message(call, await govAddress(call), ...args)],
        initial_deposit: parseCoins(call.needed("deposit", "10000000000000000000aec")),
        proposer: await fromAddress(call),
        metadata: call.string("metadata") ?? "",
        title: call.string("title") ?? title(...args),
        summary: call.string("summary") ?? title(...args),
        expedited: call.boolean("expedited"),
      },
    ],
  };
}

export const council: TxGroup = {
  name: "council",
  description: "sit in the council: declare, vote; propose challenges and roles",
  commands: [
    {
      usage: "declare <organisation> <region>",
      description:
        "say whom your validator belongs to (a domain name or LEI) and where that is at home (a country's code)",
      messages: async (call, organisation = "", region = "") => [
        { "@type": "/echoin.council.v1.MsgDeclare", operator: await fromAddress(call), organisation, region },
      ],
    },
    {
      usage: "vote <id> <option>",
      description: `vote for your seat: ${SEAT_OPTIONS.join(", ")}`,
      messages: async (call, id = "", option = "") => [
        {
          "@type": "/echoin.council.v1.MsgVote",
          proposal_id: proposalId(id),
          operator: await fromAddress(call),
          option: seatOption(option),
        },
      ],
    },
    proposing({
      usage: "challenge <operator> <organisation> <region>",
      description: "propose that the council puts a candidate's declaration right",
      flags: () => [flag("--reason <text>", "what is wrong with it")],
      title: (operator = "") => `Challenge the declaration of ${operator}`,
      message: async (call, authority, operator = "", organisation = "", region = "") => ({
        "@type": "/echoin.council.v1.MsgRuleDeclaration",
        authority,
        operator: await addressOfNameOrAddress(call, operator),
        organisation,
        region,
        reason: call.needed("reason", '"belongs to another.example"'),
      }),
    }),
    ...(["grant", "revoke"] as const).map((verb) =>
      proposing({
        usage: `${verb}-role <role> <address>`,
        description: `propose to ${verb} a role: ${ROLES.join(", ")}`,
        title: (role = "", address = "") => `${verb === "grant" ? "Grant" : "Revoke"} ${role}: ${address}`,
        message: async (call, authority, role = "", address = "") => ({
          "@type": `/echoin.council.v1.${verb === "grant" ? "MsgGrantRole" : "MsgRevokeRole"}`,
          authority,
          role: roleName(role),
          address: await addressOfNameOrAddress(call, address),
        }),
      }),
    ),
  ],
};

export const upgrade: TxGroup = {
  name: "upgrade",
  description: "propose another program at a height",
  commands: [
    proposing({
      usage: "software-upgrade <name>",
      description: "propose that every node changes to another program at a height",
      flags: () => [
        flag("--upgrade-height <n>", "the first block of the new program", { parse: unsigned }),
        flag("--upgrade-info <text>", "where the program is, as cosmovisor reads it"),
      ],
      title: (name = "") => `Upgrade to ${name}`,
      message: async (call, authority, name = "") => ({
        "@type": "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade",
        authority,
        plan: { name, height: call.needed("upgrade-height", "100000"), info: call.string("upgrade-info") ?? "" },
      }),
    }),
    proposing({
      usage: "cancel-software-upgrade",
      description: "propose to drop the planned upgrade",
      title: () => "Cancel the planned upgrade",
      message: async (_, authority) => ({ "@type": "/cosmos.upgrade.v1beta1.MsgCancelUpgrade", authority }),
    }),
  ],
};
