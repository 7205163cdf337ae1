import { ask } from "../chain/ask.js";
import { txHash, type TxResponse } from "../chain/tx-response.js";
import { applicationOf } from "../chain/grpc.js";
import { nodeOf, NodeError } from "../chain/node.js";
import { CliError } from "../errors.js";
import type { Invocation } from "../invocation.js";
import type { QueuedTransactionJson } from "./queue.js";
import { base64 } from "./document.js";

/**
 * Sends signed bytes and prints the SDK's TxResponse.
 * @throws CliError after printing, when the node's first check refused it
 */
export async function broadcast(call: Invocation, bytes: Uint8Array): Promise<void> {
  const mode = call.string("broadcast-mode") ?? "sync";
  const answer = mode === "queue" ? await submit(call, bytes) : await send(call, mode, bytes);
  const { code = 0, codespace = "", log = "", info = "" } = answer;
  const response: Omit<TxResponse, "tx"> & { tx: null } = {
    height: "0",
    txhash: txHash(bytes),
    codespace,
    code,
    data: "",
    raw_log: log,
    logs: [],
    info,
    gas_wanted: "0",
    gas_used: "0",
    tx: null,
    timestamp: "",
    events: [],
  };
  call.result(response);
  if (code !== 0) throw new CliError(`the transaction was refused: ${log}`, { hint: refusalHint(codespace, code) });
}

interface Answer {
  readonly code?: number;
  readonly codespace?: string;
  readonly log?: string;
  readonly info?: string;
}

/** Through the node's queue: what waits there is no refusal, and `info` says for what it waits. */
async function submit(call: Invocation, bytes: Uint8Array): Promise<Answer> {
  const path = "/echoin.node.v1.Queue/Submit";
  const question = { path, request: { tx_bytes: base64(bytes) } };
  const { transaction } = await ask<{ transaction: QueuedTransactionJson }>(applicationOf(call), question);
  const { state, hash, log, expires_at: until } = transaction;
  if (state !== "QUEUE_STATE_WAITING") return transaction;
  call.note(`the node keeps it until ${until}; see what becomes of it: echoind query queue tx ${hash}`);
  return { info: `kept until ${until}: ${log}` };
}

async function send(call: Invocation, mode: string, bytes: Uint8Array): Promise<Answer> {
  try {
    return await nodeOf(call).call(`broadcast_tx_${mode}`, { tx: base64(bytes) });
  } catch (error) {
    if (!(error instanceof NodeError)) throw error;
    if (/already exists in cache/.test(error.details)) {
      throw new CliError("the node has this transaction already", { hint: `echoind query wait-tx ${txHash(bytes)}` });
    }
    throw error;
  }
}

/** The next step for the refusals that people meet first. */
function refusalHint(codespace: string, code: number): string {
  const hints: Readonly<Record<string, string>> = {
    "sdk/4": "the signature fits another chain id, account number or key: check --chain-id and --account-number",
    "sdk/5": "the account holds too little: echoind query bank balances <address>",
    "sdk/11": "give more gas: --gas auto, or a larger number",
    "sdk/13": "the fee is below the chain's base fee or this node's minimum: --gas-prices auto, or a higher price",
    "sdk/32": "another transaction came before: send it again, or give the expected number as --sequence",
  };
  return hints[`${codespace}/${code}`] ?? `codespace ${codespace}, code ${code}`;
}
