import { createHash } from "node:crypto";
import { RpcError } from "../status.js";
import { type CometClient, CometError } from "./client.js";
import type { BroadcastResult } from "./json.js";

/** What a node says of a transaction that it was handed: CheckTx's verdict, or the mempool's own. */
export interface BroadcastVerdict {
  readonly code: number;
  readonly codespace: string;
  readonly data: string;
  readonly log: string;
  /** Upper-case hex. */
  readonly hash: string;
}

/** CometBFT's refusals before the application is asked, and the codes that the Cosmos SDK gives them. */
const refusals = [
  ["tx already exists in cache", 19, ""],
  ["mempool is full", 20, ""],
  ["tx too large", 21, ""],
] as const;

/**
 * Hands a transaction to the mempool; `sync` waits for CheckTx, `async` does not.
 * @throws RpcError UNAVAILABLE when CometBFT does not answer, UNKNOWN with its words when it fails
 */
export async function broadcastTx(
  comet: Pick<CometClient, "call">,
  bytes: Uint8Array,
  mode: "sync" | "async",
): Promise<BroadcastVerdict> {
  try {
    const tx = Buffer.from(bytes).toString("base64");
    const answer = await comet.call<BroadcastResult>(`broadcast_tx_${mode}`, { tx });
    const { code = 0, data = "", log = "", codespace = "", hash } = answer;
    return { code, codespace, data, log, hash: hash.toUpperCase() };
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    const refusal = refusals.find(([words]) => error.message.toLowerCase().includes(words));
    if (refusal === undefined) throw new RpcError("UNKNOWN", error.message);
    const [, code, log] = refusal;
    const hash = createHash("sha256").update(bytes).digest("hex").toUpperCase();
    return { code, codespace: "sdk", data: "", log, hash };
  }
}
