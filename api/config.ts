import type { LogSettings } from "../abci/app/json-logger.js";

/** A TCP address to listen on; port 0 takes a free one. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** REST, its OpenAPI document and its page. */
export interface RestConfig {
  readonly listen: Listen;
  readonly maxConnections: number;
  /** In which a request must have arrived. */
  readonly readTimeoutMs: number;
  /** In which an answer must have been taken; 0 is no limit. */
  readonly writeTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** Bytes of answers that clients have not taken yet, all together; more are refused. */
  readonly maxUnsentBytes: number;
  /** Pages that browsers may call from; `*` is every page. */
  readonly corsOrigins: readonly string[];
  /** Names that the Host header may have; empty allows every name. */
  readonly allowedHosts: readonly string[];
  /** Whether /openapi.json and /docs are there. */
  readonly openapi: boolean;
}

export interface GrpcConfig {
  readonly listen: Listen;
  readonly maxConnections: number;
  readonly maxRecvBytes: number;
  readonly maxSendBytes: number;
  /** In which an answer must have been taken; 0 is no limit. */
  readonly writeTimeoutMs: number;
  /** Bytes of answers that one connection has not taken yet; more are refused. */
  readonly maxUnsentBytes: number;
}

export interface MetricsConfig {
  readonly listen: Listen;
}

/** Ethereum's JSON-RPC over HTTP and WebSocket, and the index behind it. */
export interface EthereumConfig {
  readonly listen: Listen;
  /** The index's SQLite file; it is made when it is not there. */
  readonly indexFile: string;
  /** Blocks that the index keeps; 0 keeps all. */
  readonly keepBlocks: number;
  readonly maxConnections: number;
  /** In which a request must have arrived. */
  readonly readTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** Requests in one batch. */
  readonly maxBatch: number;
  /** Bytes of answers to one batch. */
  readonly maxResponseBytes: number;
  /** The most gas of eth_call and eth_estimateGas. */
  readonly gasCap: bigint;
  /** Blocks that one log query may be over, and logs that it may find. */
  readonly maxLogBlocks: number;
  readonly maxLogs: number;
  /** Filters of all clients; one that is not asked for five minutes is forgotten. */
  readonly maxFilters: number;
  /** Subscriptions of one connection. */
  readonly maxSubscriptions: number;
  /** Bytes that one WebSocket connection has not taken yet; with more it is closed. */
  readonly maxUnsentBytes: number;
  readonly corsOrigins: readonly string[];
  readonly allowedHosts: readonly string[];
  /** What a dev node has beside; undefined for every other one. */
  readonly dev?: DevConfig | undefined;
}

/** What the owner of a dev node may do: rule time, state and blocks, and send in anyone's name. */
export interface DevConfig {
  /** Accounts that eth_accounts tells. */
  readonly accounts: readonly Uint8Array[];
  readonly unlimitedCode: boolean;
}

/** Transactions that are kept and offered again, in a file of their own. */
export interface QueueConfig {
  /** The queue's SQLite file; it is made when it is not there. */
  readonly file: string;
  /** Which of the transactions that BroadcastTx is refused are kept: those whose client asks for it, or all. */
  readonly keep: "asked" | "all";
  readonly maxTransactions: number;
  readonly maxPerSender: number;
  /** Bytes of all of them. */
  readonly maxBytes: number;
  /** How long one is kept at most. */
  readonly ttlMs: number;
  /** Blocks after which what was offered and is in none is offered again. */
  readonly offerAgainBlocks: number;
}

export interface QueryLimits {
  /** Queries under way at once. */
  readonly maxRunning: number;
  /** Queries that wait for one of those to end; more are refused. */
  readonly maxWaiting: number;
  readonly timeoutMs: number;
  /** The most gas of one query, so that none walks the whole state; 0n is no limit. */
  readonly gas: bigint;
}

/** What a node says of itself and its settings. */
export interface NodeFacts {
  readonly version: string;
  readonly gitCommit: string;
  /** As app.toml has them, such as `0.025aec`. */
  readonly minimumGasPrices: string;
  /** default, nothing, everything or custom. */
  readonly pruning: string;
  readonly pruningKeepRecent: string;
  readonly pruningInterval: string;
  readonly haltHeight: bigint;
  /** A last block older than this makes the node not ready; 0 is no limit. */
  readonly readyMaxAgeSeconds: number;
}

/** Everything that the API's worker thread is told at its start; a part that is left out does not listen. */
export interface ApiConfig {
  /** The store's SQLite file, which the consensus thread has opened before. */
  readonly storeFile: string;
  /** CometBFT's RPC, such as `http://127.0.0.1:26657` or `tcp://127.0.0.1:26657`. */
  readonly cometRpc: string;
  readonly rest?: RestConfig;
  readonly grpc?: GrpcConfig;
  readonly metrics?: MetricsConfig;
  readonly ethereum?: EthereumConfig;
  readonly queue?: QueueConfig;
  readonly queries: QueryLimits;
  readonly node: NodeFacts;
  readonly log: LogSettings;
}

/** The limits that app.toml has unless it says otherwise. */
export const defaultRest: Omit<RestConfig, "listen"> = {
  maxConnections: 1000,
  readTimeoutMs: 10_000,
  writeTimeoutMs: 30_000,
  maxBodyBytes: 1_000_000,
  maxUnsentBytes: 128 * 1024 * 1024,
  corsOrigins: [],
  allowedHosts: [],
  openapi: true,
};

export const defaultGrpc: Omit<GrpcConfig, "listen"> = {
  maxConnections: 1000,
  maxRecvBytes: 10 * 1024 * 1024,
  maxSendBytes: 100 * 1024 * 1024,
  writeTimeoutMs: 30_000,
  maxUnsentBytes: 32 * 1024 * 1024,
};

export const defaultEthereum: Omit<EthereumConfig, "listen" | "indexFile"> = {
  keepBlocks: 0,
  maxConnections: 1000,
  readTimeoutMs: 10_000,
  maxBodyBytes: 5 * 1024 * 1024,
  maxBatch: 1000,
  maxResponseBytes: 25_000_000,
  gasCap: 25_000_000n,
  maxLogBlocks: 10_000,
  maxLogs: 20_000,
  maxFilters: 1000,
  maxSubscriptions: 100,
  maxUnsentBytes: 16 * 1024 * 1024,
  corsOrigins: [],
  allowedHosts: [],
};

export const defaultQueue: Omit<QueueConfig, "file"> = {
  keep: "asked",
  maxTransactions: 10_000,
  maxPerSender: 64,
  maxBytes: 64 * 1024 * 1024,
  ttlMs: 3 * 60 * 60 * 1000,
  offerAgainBlocks: 10,
};

export const defaultQueryLimits: QueryLimits = {
  maxRunning: 32,
  maxWaiting: 1024,
  timeoutMs: 10_000,
  gas: 3_000_000_000n,
};

/**
 * Reads `host:port` or `tcp://host:port`; an empty host is every interface.
 * @throws RangeError that says what is wrong with it
 */
export function parseListen(address: string): Listen {
  const match = /^(?:tcp:\/\/)?(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]*)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new RangeError(`"${address}" is no address to listen on: write host:port, such as 127.0.0.1:1317`);
  }
  const host = match[1] ?? match[2] ?? "";
  return { host: host === "" ? "0.0.0.0" : host, port };
}

/** An address as people write it. */
export const formatListen = ({ host, port }: Listen): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;
