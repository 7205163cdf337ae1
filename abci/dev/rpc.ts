import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { APP_NAME } from "../app/application.js";
import { transactionHash } from "../app/transaction.js";
import { type DevBlock, type DevChain, DevError } from "./chain.js";
import type { DevWrite, DevWrites } from "./writes.js";

export interface DevRpcParts {
  readonly chain: DevChain;
  readonly writes: DevWrites;
  readonly chainId: string;
  readonly version: string;
  readonly validator: { readonly address: Uint8Array; readonly power: bigint };
  readonly listen: { readonly host: string; readonly port: number };
}

type Params = Readonly<Record<string, string | number | boolean | undefined>>;
type Handler = (params: Params) => Promise<unknown>;

const MAX_BODY_BYTES = 16 * 1024 * 1024;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const timeOf = (nanos: bigint): string => new Date(Number(nanos / 1_000_000n)).toISOString();

/**
 * What of CometBFT's RPC the node's own parts ask, in its JSON, and beside it what makes blocks and sets state:
 * `dev_*`. Anyone who reaches it rules the chain, so it listens on loopback.
 */
export async function startDevRpc(parts: DevRpcParts): Promise<{ readonly port: number; close(): Promise<void> }> {
  const handlers: Readonly<Record<string, Handler>> = { ...cometHandlers(parts), ...devHandlers(parts) };
  const server = createServer((request, response) => {
    void answer(request, handlers).then((text) => response.end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(parts.listen.port, parts.listen.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => end(server) };
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(request: IncomingMessage, handlers: Readonly<Record<string, Handler>>): Promise<string> {
  const respond = (id: unknown, outcome: object): string => JSON.stringify({ jsonrpc: "2.0", id, ...outcome });
  const fault = (id: unknown, code: number, message: string, data: string): string =>
    respond(id, { error: { code, message, data } });
  let id: unknown = -1;
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) return fault(id, -32600, "Invalid Request", "the request is too large");
      chunks.push(chunk);
    }
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as { id?: unknown; method?: string; params?: Params };
    id = asked.id ?? -1;
    const handler = Object.hasOwn(handlers, asked.method ?? "") ? handlers[asked.method!] : undefined;
    if (handler === undefined) return fault(id, -32601, "Method not found", `a dev node has no ${asked.method}`);
    return respond(id, { result: await handler(asked.params ?? {}) });
  } catch (error) {
    return fault(id, -32603, "Internal error", error instanceof Error ? error.message : String(error));
  }
}

function cometHandlers({ chain, chainId, version, validator }: DevRpcParts): Readonly<Record<string, Handler>> {
  const blockAt = (params: Params): DevBlock => {
    const height = params["height"] === undefined ? chain.height : BigInt(String(params["height"]));
    const block = chain.block(height);
    if (block === undefined) throw new DevError(`height ${height} is not available`);
    return block;
  };
  const idOf = (hash: Uint8Array): object => ({ hash: hex(hash), parts: { total: 1, hash: hex(hash) } });
  const validators = [{ address: hex(validator.address), voting_power: `${validator.power}`, proposer_priority: "0" }];
  return {
    async status() {
      const { height, seconds } = chain;
      return {
        node_info: { network: chainId, version, moniker: "dev", id: "", listen_addr: "", channels: "", other: {} },
        sync_info: {
          latest_block_height: `${height}`,
          latest_block_time: timeOf(seconds * 1_000_000_000n),
          catching_up: false,
        },
        validator_info: { address: hex(validator.address), voting_power: `${validator.power}` },
      };
    },
    async health() {
      return {};
    },
    async net_info() {
      return { listening: false, listeners: [], n_peers: "0", peers: [] };
    },
    async abci_info() {
      return { response: { data: APP_NAME, version, last_block_height: `${chain.height}` } };
    },
    async broadcast_tx_sync(params) {
      const tx = Buffer.from(String(params["tx"]), "base64");
      const { code, codespace, log } = await chain.broadcast(tx);
      return { code, data: "", log, codespace, hash: Buffer.from(transactionHash(tx), "latin1").toString("hex") };
    },
    async abci_query({ path, data, height, prove }) {
      const asked = {
        path: String(path),
        data: Buffer.from(String(data ?? ""), "hex"),
        height: BigInt(String(height ?? 0)),
        prove: prove === true,
      };
      const { key, value, ...response } = await chain.application.query(asked);
      return {
        response: {
          ...response,
          key: base64(key),
          value: base64(value),
          height: `${response.height}`,
          index: `${response.index}`,
          proofOps: null,
        },
      };
    },
    async block(params) {
      const { height, timeNanos, hash, appHash, txs } = blockAt(params);
      const isFirst = chain.block(height - 1n) === undefined;
      const header = {
        chain_id: chainId,
        height: `${height}`,
        time: timeOf(timeNanos),
        app_hash: hex(appHash),
        proposer_address: hex(validator.address),
        next_validators_hash: hex(new Uint8Array(32)),
      };
      const signatures = isFirst ? [] : [{ block_id_flag: 2, validator_address: hex(validator.address) }];
      const commit = { height: `${height - 1n}`, round: 0, signatures };
      return {
        block_id: idOf(hash),
        block: { header, data: { txs: txs.map(base64) }, evidence: { evidence: [] }, last_commit: commit },
      };
    },
    async block_results(params) {
      const { height, results } = blockAt(params);
      return {
        height: `${height}`,
        txs_results: results.txResults.map(({ code, data }) => ({ code, data: base64(data) })),
        finalize_block_events: results.events,
      };
    },
    async validators() {
      return { validators, count: "1", total: "1" };
    },
  };
}

function devHandlers({ chain, writes }: DevRpcParts): Readonly<Record<string, Handler>> {
  const here = (): object => ({ height: `${chain.height}`, seconds: `${chain.seconds}` });
  const whole = (value: unknown): bigint => BigInt(String(value));
  return {
    async dev_state() {
      return here();
    },
    async dev_mine({ seconds }) {
      await chain.mine(seconds === undefined ? undefined : whole(seconds));
      return here();
    },
    async dev_set(params) {
      const written = writes.add(writeOf(params));
      // Whatever the block comes to, what became of the write is told.
      const [, outcome] = await Promise.allSettled([chain.mine(), written]);
      if (outcome.status === "rejected") throw outcome.reason;
      return here();
    },
    async dev_nextTime({ seconds }) {
      chain.setNextTime(whole(seconds));
      return here();
    },
    async dev_increaseTime({ seconds }) {
      return { offset: `${chain.increaseTime(whole(seconds))}` };
    },
    async dev_automine({ enabled }) {
      if (enabled !== undefined) chain.automine = enabled === true;
      return { enabled: chain.automine };
    },
    async dev_interval({ milliseconds }) {
      chain.setInterval(Number(milliseconds));
      return here();
    },
    async dev_snapshot() {
      return { id: await chain.snapshot() };
    },
    async dev_revert({ id }) {
      return { reverted: await chain.revert(Number(id)), ...here() };
    },
    async dev_reset() {
      await chain.reset();
      return here();
    },
  };
}

function writeOf(params: Params): DevWrite {
  const bytes = (name: string): Uint8Array => Buffer.from(String(params[name] ?? ""), "hex");
  const address = bytes("address");
  switch (params["kind"]) {
    case "balance":
    case "nonce":
      return { kind: params["kind"], address, value: BigInt(String(params["value"])) };
    case "code":
      return { kind: "code", address, code: bytes("code") };
    case "storage":
      return { kind: "storage", address, slot: bytes("slot"), value: bytes("value") };
    default:
      throw new DevError(`nothing of kind ${String(params["kind"])} can be set`);
  }
}
