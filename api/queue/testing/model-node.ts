import { hash as digest } from "node:crypto";
import { type BroadcastVerdict } from "../../comet/broadcast.js";
import { CometError } from "../../comet/client.js";
import { RpcError } from "../../status.js";
import type { Candidate } from "../entry.js";
import type { ChainView } from "../offering.js";

/** A transaction of the model: whose it is, its place, and what it pays. */
export interface ModelTx {
  readonly sender: number;
  readonly sequence: bigint;
  readonly price: number;
}

export const senderBytes = (sender: number): Uint8Array => new Uint8Array(20).fill(sender + 1);

export function candidateOf(
  tx: ModelTx,
  timeouts: Partial<Pick<Candidate, "timeoutHeight" | "timeoutMs">> = {},
): Candidate {
  const bytes = bytesOf(tx);
  return {
    hash: Uint8Array.from(digest("sha256", bytes, "buffer")),
    bytes,
    sender: senderBytes(tx.sender),
    sequence: tx.sequence,
    timeoutHeight: 0n,
    timeoutMs: undefined,
    ...timeouts,
  };
}

const bytesOf = ({ sender, sequence, price }: ModelTx): Uint8Array => Buffer.from(`${sender}/${sequence}/${price}`);

function parse(bytes: Uint8Array): ModelTx {
  const [sender, sequence, price] = Buffer.from(bytes).toString().split("/");
  return { sender: Number(sender), sequence: BigInt(sequence ?? ""), price: Number(price) };
}

const nameOf = (bytes: Uint8Array): string => digest("sha256", bytes, "hex").toUpperCase();

/**
 * A mempool and a chain in memory with CometBFT's and the application's verdicts: sequences, a price floor, room for so
 * many transactions, a cache of hashes.
 */
export class ModelNode implements ChainView {
  /** Transactions of each block, the first at height 1. */
  readonly blocks: Uint8Array[][] = [];
  mempool: Uint8Array[] = [];
  room = Infinity;
  floor = 0;
  answers = true;
  private readonly cache = new Set<string>();

  async height(): Promise<bigint> {
    return BigInt(this.blocks.length);
  }

  async nextSequences(senders: readonly Uint8Array[]): Promise<bigint[]> {
    return senders.map((sender) => this.next(this.blocks.flat(), sender));
  }

  async broadcast(bytes: Uint8Array): Promise<BroadcastVerdict> {
    if (!this.answers) throw new RpcError("UNAVAILABLE", "CometBFT cannot be asked");
    const verdict = (code: number, log: string) => ({
      code,
      codespace: code === 0 ? "" : "sdk",
      data: "",
      log,
      hash: nameOf(bytes),
    });
    if (this.mempool.length >= this.room) return verdict(20, "");
    if (this.cache.has(nameOf(bytes))) return verdict(19, "");
    const { sender, sequence, price } = parse(bytes);
    if (price < this.floor)
      return verdict(13, `insufficient fees; got: ${price}aec required: ${this.floor}aec: insufficient fee`);
    const expected = this.next([...this.blocks.flat(), ...this.mempool], senderBytes(sender));
    if (sequence !== expected)
      return verdict(
        32,
        `account sequence mismatch, expected ${expected}, got ${sequence}: incorrect account sequence`,
      );
    this.mempool.push(bytes);
    this.cache.add(nameOf(bytes));
    return verdict(0, "");
  }

  /** Commits up to `count` transactions of the mempool. */
  commit(count = Infinity): void {
    this.blocks.push(this.mempool.splice(0, count));
  }

  /** Forgets the mempool, as a restart does. */
  evict(): void {
    for (const bytes of this.mempool.splice(0)) this.cache.delete(nameOf(bytes));
  }

  /** CometBFT's RPC, as far as the queue calls it. */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    if (!this.answers) throw new RpcError("UNAVAILABLE", "CometBFT cannot be asked");
    return this.answer(method, params) as T;
  }

  private answer(method: string, params: Readonly<Record<string, unknown>>): unknown {
    const block = this.blocks[Number(params["height"]) - 1];
    if (method === "block" && block !== undefined)
      return { block: { data: { txs: block.map((tx) => Buffer.from(tx).toString("base64")) } } };
    if (method === "block_results" && block !== undefined) return { txs_results: block.map(() => ({ code: 0 })) };
    const height = this.blocks.findIndex((each) =>
      each.some((tx) => digest("sha256", tx, "base64") === params["hash"]),
    );
    if (method === "tx" && height >= 0) return { height: String(height + 1), tx_result: { code: 0 } };
    throw new CometError(-32603, "not found");
  }

  private next(transactions: readonly Uint8Array[], sender: Uint8Array): bigint {
    return BigInt(transactions.filter((tx) => senderBytes(parse(tx).sender)[0] === sender[0]).length);
  }
}
