import type { Command } from "commander";
import { askNode } from "../chain/ask.js";
import { CliError } from "../errors.js";
import { nodeFlag, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { govAddress } from "./gov-words.js";

/** `echoind tx gov draft-proposal`: prints a proposal to fill in. */
export function registerDraftProposal(parent: Command, host: Host): void {
  const draft = parent
    .command("draft-proposal [message-type]")
    .description(
      "print a proposal to fill in: a text, or one with a message such as /cosmos.bank.v1beta1.MsgUpdateParams",
    );
  withFlags(draft, nodeFlag());
  action(draft, host, async (call, typeUrl) => {
    const messages = typeUrl === undefined ? [] : [await draftMessage(call, typeUrl)];
    const deposit = await minimumDeposit(call);
    const proposal = { messages, metadata: "", deposit, title: "", summary: "", expedited: false };
    host.terminal.stdout.write(`${JSON.stringify(proposal, null, 2)}\n`);
  });
}

interface GovParams {
  readonly params: { readonly min_deposit: readonly { readonly denom: string; readonly amount: string }[] };
}

async function minimumDeposit(call: Invocation): Promise<string> {
  const { params } = await askNode<GovParams>(call, { path: "/cosmos.gov.v1.Query/Params", request: {} });
  return params.min_deposit.map(({ denom, amount }) => `${amount}${denom}`).join(",");
}

/** An empty message in gov's name; new parameters start from those that are in force. */
async function draftMessage(call: Invocation, typeUrl: string): Promise<Record<string, unknown>> {
  const { emptyJson } = await import("../chain/json.js");
  const name = typeUrl.startsWith("/") ? typeUrl : `/${typeUrl}`;
  const empty = emptyJson(name);
  if (empty === undefined) {
    throw new CliError(`there is no message ${name}`, { hint: "for example /cosmos.bank.v1beta1.MsgUpdateParams" });
  }
  const message = { "@type": name, ...empty };
  const authority = "authority" in empty ? { authority: await govAddress(call) } : {};
  return { ...message, ...authority, ...(await currentParams(call, name)) };
}

async function currentParams(call: Invocation, typeUrl: string): Promise<Record<string, unknown>> {
  const service = /^\/(.*)\.MsgUpdateParams$/.exec(typeUrl)?.[1];
  if (service === undefined) return {};
  const { params } = await askNode<{ params: Record<string, unknown> }>(call, {
    path: `/${service}.Query/Params`,
    request: {},
  });
  if (!typeUrl.startsWith("/cosmos.consensus.")) return { params };
  // Consensus parameters stand in the message by themselves, without the version.
  const { version: _, ...parts } = params;
  return parts;
}
