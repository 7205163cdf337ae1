import { randomBytes } from "node:crypto";
import type { Logger } from "../../abci/app/logger.js";
import type { EthereumTransaction } from "../../modules/evm/transaction.js";
import { failed, invalidParams, JsonRpcError } from "./errors.js";
import { headerJson, logJson, pendingJson } from "./json.js";
import { receiptsOf } from "./methods/blocks.js";
import { type LogQuery, passes, readLogQuery } from "./methods/log-query.js";
import type { MethodParts } from "./methods/types.js";
import type { ConnectionMethods } from "./dispatch.js";
import type { BlockRecord, FoundLog } from "./store/reader.js";
import { data, type Params, readBoolean, readHash, readList, readObject } from "./values.js";

/** Hands a client one message. */
export type Send = (text: string) => void;

type Subscription = { readonly id: string } & (
  | { readonly kind: "newHeads" }
  | { readonly kind: "logs"; readonly query: LogQuery }
  | { readonly kind: "newPendingTransactions"; readonly full: boolean }
  /** Of these transactions; of all where there are none. */
  | { readonly kind: "transactionReceipts"; readonly hashes: ReadonlySet<string> }
  | { readonly kind: "syncing" }
);

/** What one connection is subscribed to. */
interface Client {
  readonly send: Send;
  readonly subscriptions: Map<string, Subscription>;
}

/** Tells connections of blocks, logs and pending transactions as they come. */
export class Subscriptions {
  private readonly clients = new Set<Client>();
  /** Blocks are told one after the other, in their order. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly parts: MethodParts) {
    parts.chain.index.onBlock((block) => this.onBlock(block, parts.logger));
    parts.pool.onTransaction((tx) => this.onTransaction(tx));
  }

  /** Methods of a new connection, and what to call when it has ended. */
  connect(send: Send): { readonly methods: ConnectionMethods; readonly end: () => void } {
    const client: Client = { send, subscriptions: new Map() };
    this.clients.add(client);
    return {
      methods: {
        eth_subscribe: async (params) => this.subscribe(client, params),
        async eth_unsubscribe(params) {
          const id = params.required(0, String);
          if (!client.subscriptions.delete(id)) throw failed("subscription not found");
          return true;
        },
      },
      end: () => this.clients.delete(client),
    };
  }

  private subscribe(client: Client, params: Params): string {
    const { maxSubscriptions } = this.parts.config;
    if (client.subscriptions.size >= maxSubscriptions) {
      throw failed(`too many subscriptions: a connection may have ${maxSubscriptions}`);
    }
    const id = data(randomBytes(16));
    client.subscriptions.set(id, { id, ...readSubscription(params) });
    return id;
  }

  private onBlock(block: BlockRecord, logger: Logger): void {
    this.last = this.last
      .then(() => this.tell(block))
      .catch((error: unknown) => logger.error("subscribers were not told of a block", { error: String(error) }));
  }

  private async tell(block: BlockRecord): Promise<void> {
    const wanted = this.kinds();
    const header = wanted.has("newHeads") ? headerJson(block) : undefined;
    const logs = wanted.has("logs") ? await this.logsOf(block) : [];
    const { reader } = this.parts.chain.index;
    const receipts = wanted.has("transactionReceipts") ? await receiptsOf(reader, block) : [];
    this.each((client, subscription) => {
      if (subscription.kind === "newHeads") notify(client, subscription, header);
      else if (subscription.kind === "logs") {
        for (const log of logs) if (passes(subscription.query, log)) notify(client, subscription, logJson(log));
      } else if (subscription.kind === "transactionReceipts") {
        const { hashes } = subscription;
        const own = receipts.filter(({ transactionHash }) => hashes.size === 0 || hashes.has(transactionHash));
        // All of a block in one message, as with go-ethereum.
        if (own.length > 0) notify(client, subscription, own);
      }
    });
  }

  private async logsOf(block: BlockRecord): Promise<FoundLog[]> {
    const { reader } = this.parts.chain.index;
    const logs = await reader.logsOf(block.height);
    if (logs.length === 0) return [];
    const hashes = await reader.transactionHashes(block.height);
    const at = { hash: block.hash, timestamp: block.header.timestamp };
    return logs.map((log) => ({ ...log, transactionHash: hashes[log.position]!, block: at }));
  }

  private onTransaction(tx: EthereumTransaction): void {
    this.each((client, subscription) => {
      if (subscription.kind !== "newPendingTransactions") return;
      notify(client, subscription, subscription.full ? pendingJson(tx) : data(tx.hash));
    });
  }

  private kinds(): Set<Subscription["kind"]> {
    const kinds = new Set<Subscription["kind"]>();
    this.each((_, { kind }) => kinds.add(kind));
    return kinds;
  }

  private each(work: (client: Client, subscription: Subscription) => void): void {
    for (const client of this.clients) for (const each of client.subscriptions.values()) work(client, each);
  }
}

function notify({ send }: Client, { id: subscription }: Subscription, result: unknown): void {
  send(JSON.stringify({ jsonrpc: "2.0", method: "eth_subscription", params: { subscription, result } }));
}

/** Transactions that one subscription may name, as with go-ethereum. */
const MAX_HASHES = 200;

/** @throws JsonRpcError, Misfit */
function readReceiptQuery(value: unknown): ReadonlySet<string> {
  const { transactionHashes: hashes } = readObject(value);
  const read = hashes === undefined || hashes === null ? [] : readList(hashes, (each) => data(readHash(each)));
  if (read.length <= MAX_HASHES) return new Set(read);
  throw failed("exceed max number of transaction hashes allowed per transactionReceipts subscription");
}

type Wanted = Subscription extends infer Each ? (Each extends unknown ? Omit<Each, "id"> : never) : never;

function readSubscription(params: Params): Wanted {
  const kind = params.required(0, (value) => value);
  switch (kind) {
    case "newHeads":
    // A block is executed as soon as it is decided, so there is never news of a state in between.
    case "syncing":
      return { kind };
    case "logs":
      return { kind, query: params.optional(1, readLogQuery) ?? readLogQuery({}) };
    case "newPendingTransactions":
      return { kind, full: params.optional(1, readBoolean) ?? false };
    case "transactionReceipts":
      return { kind, hashes: params.optional(1, readReceiptQuery) ?? new Set() };
    default:
      if (typeof kind !== "string") throw invalidParams("expected subscription name as first argument");
      throw new JsonRpcError(-32601, `no "${kind}" subscription in eth namespace`);
  }
}
