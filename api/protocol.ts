import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import type { StoreKey } from "../abci/store/types.js";
import type { ApiConfig } from "./config.js";
import type { PackedBlock, PackedChecks } from "./packed.js";
import type { AbciQuery } from "./types.js";

/** Numbers that the consensus thread counts, as it counts them: plain, so that they cost little to hand over. */
export interface ConsensusSample {
  readonly height: number;
  /** Seconds that the parts of the last block took, such as `execute`, `stage` and `commit`. */
  readonly blockSeconds: Readonly<Record<string, number>>;
  /** Transactions of the last block by `codespace/code`; `/0` are those that took effect. */
  readonly txs: Readonly<Record<string, number>>;
  /** CheckTx calls since the last sample, by `new/0`, `recheck/0` and so on: the kind and the code. */
  readonly checks: Readonly<Record<string, number>>;
  /** The base fee of the next block, and the gas that this one used. */
  readonly feeMarket?: { readonly baseFee: number; readonly gasUsed: number };
  readonly storeCache?: { readonly hits: number; readonly misses: number; readonly nodes: number };
}

/** What the API's thread is given at its start. */
export interface ThreadData {
  readonly config: ApiConfig;
  /** The memory of a SharedHeight. */
  readonly height: SharedArrayBuffer;
  /** The memory of SharedSenders, which this thread alone writes. */
  readonly senders: SharedArrayBuffer;
}

/** What the consensus thread tells the API's thread. */
export type ToWorker =
  | { readonly kind: "query"; readonly id: number; readonly query: AbciQuery }
  | { readonly kind: "version"; readonly height: bigint }
  | { readonly kind: "sample"; readonly sample: ConsensusSample }
  | { readonly kind: "ethereum-block"; readonly block: PackedBlock }
  | { readonly kind: "ethereum-checks"; readonly checks: PackedChecks }
  | { readonly kind: "pending"; readonly id: number; readonly values: readonly (Uint8Array | undefined)[] }
  | { readonly kind: "ping" }
  | { readonly kind: "close" };

/** Ports that the API's thread listens on; undefined for what is not served. */
export interface OpenPorts {
  readonly rest: number | undefined;
  readonly grpc: number | undefined;
  readonly metrics: number | undefined;
  readonly ethereum: number | undefined;
}

/** What the API's thread tells the consensus thread. */
export type FromWorker =
  | { readonly kind: "open"; readonly ports: OpenPorts }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "answer"; readonly id: number; readonly response: ResponseQuery }
  /** Asks what the check state has of these keys, for a simulation. */
  | { readonly kind: "pending"; readonly id: number; readonly keys: readonly StoreKey[] }
  /** An Ethereum block that it was sent is dealt with. */
  | { readonly kind: "indexed" }
  | { readonly kind: "pong" };
