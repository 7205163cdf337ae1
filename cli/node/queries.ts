import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import type { Logger } from "../../abci/app/logger.js";
import { SharedSenders } from "../../abci/app/signatures/senders.js";
import {
  type ApiConfig,
  type DevConfig,
  defaultEthereum,
  type EthereumConfig,
  type GrpcConfig,
  parseListen,
  type QueueConfig,
  type RestConfig,
} from "../../api/config.js";
import { type ApiHost, startApi } from "../../api/host.js";
import { entryFile } from "../bundle/entries.js";
import { commitOf } from "../commit.js";
import { bytesOfHex } from "../../modules/evm/hex.js";
import { lookUpSenders } from "../../modules/evm/transaction.js";
import type { Settings } from "../config/schema.js";
import { CliError } from "../errors.js";
import type { Home } from "../home.js";
import type { StartOptions } from "../seams.js";
import { ethereumIndexFile, logSettings, pruningOf, queueFile, storeFile } from "./settings.js";

export interface QueriesOptions extends StartOptions {
  readonly logger: Logger;
  /** What the mempool's transactions did to a key. */
  readonly pendingValue: (store: string, key: string) => Uint8Array | undefined;
}

/** Starts the thread that answers everything but consensus: abci_query, gRPC, REST, metrics. */
export function startQueries(options: QueriesOptions): Promise<ApiHost> {
  const { root, logger, pendingValue, settings } = options;
  const senders = new SharedSenders();
  lookUpSenders(senders);
  return startApi({
    senders,
    entry: entryFile(root, "api/worker"),
    config: apiConfig(options),
    logger: logger.child({ part: "api" }),
    pendingValue,
    limits: { maxPending: settings.get("query.max-waiting") as number },
  });
}

function apiConfig({ root, home, settings, version, cometArguments }: QueriesOptions): ApiConfig {
  const { keepRecent, interval } = pruningOf(settings);
  const text = (key: string): string => settings.get(key) as string;
  return {
    storeFile: storeFile(home),
    cometRpc: cometRpc(home, cometArguments),
    ...(settings.get("api.enable") === true && { rest: restConfig(settings) }),
    ...(settings.get("grpc.enable") === true && { grpc: grpcConfig(settings) }),
    ...(settings.get("telemetry.enabled") === true && { metrics: { listen: parseListen(text("telemetry.address")) } }),
    ...(settings.get("json-rpc.enable") === true && { ethereum: ethereumConfig(home, settings) }),
    ...(settings.get("queue.enable") === true && { queue: queueConfig(home, settings) }),
    queries: {
      maxRunning: settings.get("query.max-running") as number,
      maxWaiting: settings.get("query.max-waiting") as number,
      timeoutMs: settings.get("query.timeout-ms") as number,
      gas: BigInt(settings.get("query.gas-limit") as number),
    },
    node: {
      version,
      gitCommit: commitOf(root),
      minimumGasPrices: text("minimum-gas-prices"),
      pruning: text("pruning"),
      pruningKeepRecent: keepRecent.toString(),
      pruningInterval: interval.toString(),
      haltHeight: BigInt(settings.get("halt-height") as number),
      readyMaxAgeSeconds: settings.get("telemetry.ready-max-age") as number,
    },
    log: logSettings(settings),
  };
}

const MIB = 1024 * 1024;

function restConfig(settings: Settings): RestConfig {
  const number = (key: string): number => settings.get(key) as number;
  const everyone = settings.get("api.enabled-unsafe-cors") === true;
  return {
    listen: parseListen(settings.get("api.address") as string),
    maxConnections: number("api.max-open-connections"),
    readTimeoutMs: number("api.rpc-read-timeout") * 1000,
    writeTimeoutMs: number("api.rpc-write-timeout") * 1000,
    maxBodyBytes: number("api.rpc-max-body-bytes"),
    maxUnsentBytes: number("api.max-unsent-mib") * MIB,
    corsOrigins: everyone ? ["*"] : (settings.get("api.cors-origins") as readonly string[]),
    allowedHosts: settings.get("api.allowed-hosts") as readonly string[],
    openapi: settings.get("api.swagger") === true,
  };
}

function grpcConfig(settings: Settings): GrpcConfig {
  const number = (key: string): number => settings.get(key) as number;
  return {
    listen: parseListen(settings.get("grpc.address") as string),
    maxConnections: number("grpc.max-open-connections"),
    maxRecvBytes: number("grpc.max-recv-msg-size"),
    maxSendBytes: number("grpc.max-send-msg-size"),
    writeTimeoutMs: number("grpc.write-timeout") * 1000,
    maxUnsentBytes: number("grpc.max-unsent-mib") * MIB,
  };
}

function ethereumConfig(home: Home, settings: Settings): EthereumConfig {
  const number = (key: string): number => settings.get(`json-rpc.${key}`) as number;
  return {
    listen: parseListen(settings.get("json-rpc.address") as string),
    indexFile: ethereumIndexFile(home),
    keepBlocks: number("index-keep-blocks"),
    maxConnections: number("max-open-connections"),
    readTimeoutMs: defaultEthereum.readTimeoutMs,
    maxBodyBytes: number("max-body-bytes"),
    maxBatch: number("max-batch"),
    maxResponseBytes: number("max-response-bytes"),
    gasCap: BigInt(number("gas-cap")),
    maxLogBlocks: number("max-log-blocks"),
    maxLogs: number("max-logs"),
    maxFilters: number("max-filters"),
    maxSubscriptions: number("max-subscriptions"),
    maxUnsentBytes: number("max-unsent-mib") * MIB,
    corsOrigins: settings.get("json-rpc.cors-origins") as readonly string[],
    allowedHosts: settings.get("json-rpc.allowed-hosts") as readonly string[],
    ...(settings.get("json-rpc.dev") === true && { dev: devConfig(settings) }),
  };
}

function queueConfig(home: Home, settings: Settings): QueueConfig {
  const number = (key: string): number => settings.get(`queue.${key}`) as number;
  return {
    file: queueFile(home),
    keep: settings.get("queue.keep") as QueueConfig["keep"],
    maxTransactions: number("max-transactions"),
    maxPerSender: number("max-per-sender"),
    maxBytes: number("max-mib") * MIB,
    ttlMs: number("ttl") * 1000,
    offerAgainBlocks: number("offer-again"),
  };
}

function devConfig(settings: Settings): DevConfig {
  const accounts = (settings.get("json-rpc.dev-accounts") as readonly string[]).map((text) => {
    const address = bytesOfHex(text);
    if (address?.length !== 20) throw new CliError(`json-rpc.dev-accounts: "${text}" is no 0x address of 20 bytes`);
    return address;
  });
  return { accounts, unlimitedCode: settings.get("json-rpc.dev-unlimited-code") === true };
}

/** Where this node's CometBFT answers RPC: by the arguments that it is given, or its own configuration. */
function cometRpc(home: Home, cometArguments: readonly string[]): string {
  const given = cometArguments.map((argument) => /^--rpc\.laddr=(.+)$/.exec(argument)?.[1]).find(Boolean);
  const { rpc } = parse(readFileSync(home.cometConfig, "utf8")) as { rpc?: { laddr?: unknown } };
  const configured = typeof rpc?.laddr === "string" ? rpc.laddr : "tcp://127.0.0.1:26657";
  // What listens on every interface is reached over the loopback one.
  return (given ?? configured).replace("//0.0.0.0:", "//127.0.0.1:");
}
