import type { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import type { QueryService, ServiceBinding } from "../../abci/state/module.js";
import type { AddressCodec } from "../../abci/state/addresses.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import {
  type CancelRequest,
  type Queue,
  type QueuedTransaction,
  QueueState,
  type SubmitRequest,
  type TransactionsRequest,
} from "../../proto/generated/echoin/node/v1/queue.js";
import type { QueueConfig } from "../config.js";
import { RpcError } from "../status.js";
import { requireCancellation } from "./cancel.js";
import { type Entry, hashText, isOpen, stateLabel, type Verdict } from "./entry.js";
import type { Intake } from "./intake.js";
import { outcomeOf } from "./outcome.js";
import type { TransactionQueue } from "./queue.js";
import type { Ending } from "./store.js";

/** Entries of a page when the request does not say, and at most. */
const PAGE = 100n;

export interface QueueServiceParts {
  readonly queue: TransactionQueue;
  readonly intake: Intake;
  readonly config: QueueConfig;
  readonly clock: () => number;
}

/** `echoin.node.v1.Queue` of a node; undefined parts are those of one that keeps no queue. */
export const queueService = (parts: QueueServiceParts | undefined): ServiceBinding<QueryService<Queue>> => {
  const on = (): QueueServiceParts => {
    if (parts !== undefined) return parts;
    throw new RpcError("UNAVAILABLE", "this node keeps no transactions: queue.enable is false in its app.toml");
  };
  return {
    service: "echoin.node.v1.Queue",
    handlers: {
      Submit: async (ctx, request) => submit(on(), request, ctx.addresses),
      Transaction: async (ctx, { hash }) => {
        const entry = await on().queue.find(parseHash(hash));
        if (entry === undefined) throw unknown(hash);
        return { transaction: toMessage(entry, ctx.addresses) };
      },
      Transactions: async (ctx, request) => list(on(), request, ctx.addresses),
      Cancel: async (ctx, request) => cancel(on(), request, ctx),
      Info: async () => info(on()),
    },
  };
};

async function submit(
  { intake, clock }: QueueServiceParts,
  { txBytes, ttlSeconds }: SubmitRequest,
  addresses: AddressCodec,
) {
  if (txBytes.length === 0) throw invalid("invalid empty tx");
  const ttlMs = ttlSeconds === 0n ? undefined : Number(ttlSeconds) * 1000;
  const { verdict, entry, committed, notKept, hash } = await intake.take(txBytes, { keep: true, ttlMs, addresses });
  if (notKept !== undefined) throw notKept;
  if (entry !== undefined) return { transaction: toMessage(entry, addresses) };
  return { transaction: unkept(hash, committed ?? endingOf(verdict, clock())) };
}

/** In the mempool without room to be watched, or refused. */
function endingOf(verdict: Verdict, at: number): Ending {
  const { kind } = outcomeOf(verdict);
  const { QUEUE_STATE_OFFERED, QUEUE_STATE_REFUSED } = QueueState;
  const state = kind === "taken" || kind === "known" ? QUEUE_STATE_OFFERED : QUEUE_STATE_REFUSED;
  return { state, verdict, height: 0n, at };
}

/** A record of what is not in the queue. */
function unkept(hash: string, { state, verdict, height, at }: Ending): QueuedTransaction {
  return {
    ...{ hash, sender: "", sequence: 0n, unordered: false, reason: 0, timeoutHeight: 0n, attempts: 1 },
    ...verdict,
    ...{ state, height },
    endedAt: isOpen({ state }) ? undefined : timestamp(at),
  };
}

async function list(
  { queue }: QueueServiceParts,
  { sender: text, open, pagination }: TransactionsRequest,
  addresses: AddressCodec,
) {
  const sender = addresses.parse(text);
  const { limit, after, offset, reverse, countTotal } = pageOf(pagination);
  const found = await queue.list({ sender, open, after, offset, limit: limit + 1, reverse });
  const page = found.slice(0, limit);
  const nextKey = found.length > limit ? keyOf(page.at(-1)!.id) : new Uint8Array(0);
  const total = countTotal ? BigInt(await queue.countOf(sender, open)) : 0n;
  return { transactions: page.map((entry) => toMessage(entry, addresses)), pagination: { nextKey, total } };
}

/** A page goes on after the entry whose id is its key. */
function pageOf(request: PageRequest | undefined) {
  const {
    key = new Uint8Array(0),
    offset = 0n,
    limit: asked = 0n,
    countTotal = false,
    reverse = false,
  } = request ?? {};
  if (key.length > 0 && (offset > 0n || key.length !== 8)) {
    throw invalid("a page is asked for by the next_key of the one before, or by an offset");
  }
  const limit = asked === 0n || asked > PAGE ? PAGE : asked;
  const after = key.length === 0 ? undefined : Number(Buffer.from(key).readBigUInt64BE() & 0x1f_ffff_ffff_ffffn);
  return {
    limit: Number(limit),
    after,
    offset: Number(offset > 1_000_000n ? 1_000_000n : offset),
    reverse,
    countTotal,
  };
}

function keyOf(id: number): Uint8Array {
  const key = Buffer.alloc(8);
  key.writeBigUInt64BE(BigInt(id));
  return Uint8Array.from(key);
}

async function cancel(
  { queue, clock }: QueueServiceParts,
  { hash: text, until, publicKey, signature }: CancelRequest,
  { addresses, block }: { readonly addresses: AddressCodec; readonly block: { readonly chainId: string } },
) {
  const hash = parseHash(text);
  const entry = await queue.find(hash);
  if (entry === undefined) throw unknown(text);
  const signer = addresses.format(entry.sender);
  requireCancellation(
    { chainId: block.chainId, hash: hashText(hash), until, signer },
    { sender: entry.sender, publicKey, signature, nowMs: clock() },
  );
  const after = (await queue.cancel(hash)) ?? entry;
  if (after.state !== QueueState.QUEUE_STATE_CANCELLED) {
    throw new RpcError("FAILED_PRECONDITION", `${hashText(hash)} is ${stateLabel(after.state)} already`);
  }
  return { transaction: toMessage(after, addresses) };
}

function info({ queue, config }: QueueServiceParts) {
  const { waiting, offered, bytes } = queue.totals;
  return {
    waiting: BigInt(waiting),
    offered: BigInt(offered),
    bytes: BigInt(bytes),
    maxTransactions: BigInt(config.maxTransactions),
    maxPerSender: BigInt(config.maxPerSender),
    maxBytes: BigInt(config.maxBytes),
    ttlSeconds: BigInt(Math.floor(config.ttlMs / 1000)),
    keep: config.keep,
  };
}

function toMessage(entry: Entry, addresses: AddressCodec): QueuedTransaction {
  const { sequence, state, reason, timeoutHeight, attempts, height, verdict } = entry;
  return {
    hash: hashText(entry.hash),
    sender: addresses.format(entry.sender),
    sequence: sequence ?? 0n,
    unordered: sequence === undefined,
    ...verdict,
    ...{ state, reason, timeoutHeight, attempts, height },
    keptAt: timestamp(entry.keptAt),
    expiresAt: timestamp(entry.expiresAt),
    endedAt: entry.endedAt === undefined ? undefined : timestamp(entry.endedAt),
  };
}

const timestamp = (ms: number) => nanosToTimestamp(BigInt(ms) * 1_000_000n);

function parseHash(text: string): Uint8Array {
  if (!/^[0-9a-fA-F]{64}$/.test(text))
    throw invalid(`${JSON.stringify(text.slice(0, 80))} is no transaction hash: 64 hex digits`);
  return Uint8Array.from(Buffer.from(text, "hex"));
}

const unknown = (hash: string): RpcError =>
  new RpcError("NOT_FOUND", `this node keeps no transaction ${hash}: what ended is forgotten after a day`);

const invalid = (message: string): RpcError => new RpcError("INVALID_ARGUMENT", message);
