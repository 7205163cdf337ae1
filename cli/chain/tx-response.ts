import { createHash } from "node:crypto";
import { CliError } from "../errors.js";
import type { JsonValue } from "../../proto/json.js";
import { NodeError, type Node } from "./node.js";

/** A committed transaction as CometBFT's RPC tells it. */
export interface CometTx {
  readonly hash: string;
  readonly height: string;
  readonly tx: string;
  readonly tx_result: TxResult;
}

/** The outcome of a transaction in CometBFT's JSON. */
export interface TxResult {
  readonly code?: number;
  readonly data?: string | null;
  readonly log?: string;
  readonly info?: string;
  readonly gas_wanted?: string;
  readonly gas_used?: string;
  readonly codespace?: string;
  readonly events?: readonly unknown[];
}

/** The SDK's TxResponse. */
export interface TxResponse {
  readonly height: string;
  readonly txhash: string;
  readonly codespace: string;
  readonly code: number;
  readonly data: string;
  readonly raw_log: string;
  readonly logs: readonly unknown[];
  readonly info: string;
  readonly gas_wanted: string;
  readonly gas_used: string;
  readonly tx: JsonValue;
  readonly timestamp: string;
  readonly events: readonly unknown[];
}

/** What names a transaction: SHA-256 of its bytes, in upper-case hex. */
export const txHash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex").toUpperCase();

/** The TxResponse of a committed transaction; `time` is its block's. */
export async function toTxResponse(found: CometTx, time: string): Promise<TxResponse> {
  const { decodeJson } = await import("./json.js");
  const result = found.tx_result;
  const tx = decodeJson<Record<string, JsonValue>>("/cosmos.tx.v1beta1.Tx", Buffer.from(found.tx, "base64"));
  return {
    height: found.height,
    txhash: found.hash.toUpperCase(),
    codespace: result.codespace ?? "",
    code: result.code ?? 0,
    data: Buffer.from(result.data ?? "", "base64")
      .toString("hex")
      .toUpperCase(),
    raw_log: result.log ?? "",
    logs: [],
    info: result.info ?? "",
    gas_wanted: result.gas_wanted ?? "0",
    gas_used: result.gas_used ?? "0",
    tx: { "@type": "/cosmos.tx.v1beta1.Tx", ...tx },
    timestamp: time,
    events: result.events ?? [],
  };
}

/** A transaction by its hash. @throws CliError when the node does not know it */
export async function txByHash(node: Node, hash: string): Promise<CometTx> {
  const hex = hash.replace(/^0x/i, "");
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) {
    throw new CliError(`"${hash}" is not a transaction's hash`, { hint: "64 hex digits, as txhash shows them" });
  }
  try {
    return await node.call<CometTx>("tx", { hash: Buffer.from(hex, "hex").toString("base64"), prove: false });
  } catch (error) {
    if (!(error instanceof NodeError) || !/not found/i.test(error.details)) throw error;
    throw new CliError(`tx (${hash}) not found`, {
      hint: "it may not be in a block yet, or be older than what this node keeps: echoind query wait-tx <hash> waits for it",
    });
  }
}

/** A block's time in RFC 3339, to the second. */
export async function blockTime(node: Node, height: string): Promise<string> {
  const { block } = await node.call<{ block: { header: { time: string } } }>("block", { height });
  return block.header.time.replace(/\.\d+Z$/, "Z");
}
