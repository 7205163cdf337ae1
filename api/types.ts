import type { ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import type { TxResult } from "../abci/app/execute.js";
import type { QueryResult } from "../abci/app/query.js";

export type { QueryResult } from "../abci/app/query.js";

/** What answers gRPC queries at committed heights; `QueryExecutor` of abci/app is one. */
export interface QueryBackend {
  /** `/package.Service/Method` of each method that can be called. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The answer at `height` (0n: the latest). @throws QueryError, AppError, RpcError */
  execute(path: string, request: Uint8Array, height: bigint): Promise<QueryResult>;
}

/** A key's raw value at a height, and its two proof operations when they were asked for. */
export interface RawValue {
  readonly height: bigint;
  readonly value: Uint8Array;
  readonly proofOps: ResponseQuery["proofOps"];
}

/** A key and its value, raw. */
export type RawPair = readonly [key: Uint8Array, value: Uint8Array];

/** Raw committed state, for `/store/<name>/key` and `/subspace`, and which heights there are. */
export interface RawState {
  latestHeight(): Promise<bigint>;
  earliestHeight(): Promise<bigint>;
  /** The app hash after the block of `height`. */
  appHash(height: bigint): Promise<Uint8Array>;
  /** @throws RpcError when the store, the height or the proof does not exist */
  get(store: string, key: Uint8Array, height: bigint, prove: boolean): Promise<RawValue>;
  /** At most `limit` pairs whose keys start with `prefix`. @throws RpcError */
  scan(store: string, prefix: Uint8Array, height: bigint, limit: number): Promise<readonly RawPair[]>;
}

/** Runs a transaction without keeping what it does; an outcome with a code other than 0 says why it would fail. */
export type Simulate = (txBytes: Uint8Array) => Promise<TxResult>;

/** `abci_query` as CometBFT asks it. */
export interface AbciQuery {
  readonly path: string;
  readonly data: Uint8Array;
  /** 0n: the latest. */
  readonly height: bigint;
  readonly prove: boolean;
}
