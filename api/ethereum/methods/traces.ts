import { RLP } from "@ethereumjs/rlp";
import type { Echoin } from "../../../abci/app/echoin.js";
import type { BlockReplayer, ReplayedTransaction } from "../../../abci/app/replay.js";
import type { StateContext } from "../../../abci/state/context.js";
import { bytesEqual } from "../../../abci/store/bytes.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import { environmentOf } from "../../../modules/evm/environment.js";
import { failed } from "../errors.js";
import { jsonText, RawJson } from "../raw-json.js";
import type { BlockRecord, TransactionRecord } from "../store/reader.js";
import { defaultTraceConfig, readTraceConfig, type TraceConfig } from "../tracers/all.js";
import { Budget } from "../tracers/budget.js";
import { fieldOf } from "../tracers/config.js";
import { trace } from "../tracers/run.js";
import {
  type BlockReference,
  data,
  type Params,
  readBlock,
  readBytes,
  readHash,
  readNumber,
  readObject,
  readQuantity,
} from "../values.js";
import { type AskedCall, readCall } from "./call-request.js";
import { named, type Overrides, prepareState } from "./calls.js";
import { readBlockOverride, readStateOverride } from "./overrides.js";
import type { Call, MethodParts, Methods } from "./types.js";

/** Traces of what is in blocks: they are replayed from the state before, Cosmos transactions too. */
export const traceMethods = (parts: MethodParts): Methods => {
  const { chain, replays, config: limits } = parts;
  const { reader } = chain.index;
  const configOf = (params: Params): TraceConfig => params.optional(1, readTraceConfig) ?? defaultTraceConfig;
  const budgetOf = ({ deadline }: Call): Budget => new Budget(deadline, limits.maxResponseBytes);

  const block = async (reference: BlockReference, params: Params, call: Call): Promise<unknown> => {
    const config = configOf(params);
    const found = await blockOf(parts, reference);
    const records = await reader.transactions(found.height);
    if (records.length === 0) return [];
    const budget = budgetOf(call);
    const traces = await replays.of(found.height, async (transactions, replayer) => {
      const texts: string[] = [];
      for await (const replayed of transactions) {
        const record = records[texts.length]!;
        const result = await traceOne(replayed, { replayer, record, config, budget });
        if (result === undefined) continue;
        texts.push(`{"txHash":"${data(record.hash)}","result":${jsonText(result)}}`);
        if (texts.length === records.length) break;
      }
      return texts;
    });
    if (traces.length !== records.length) throw differs(found.height);
    return new RawJson(`[${traces.join(",")}]`);
  };

  return {
    async debug_traceTransaction(params, call) {
      const hash = params.required(0, readHash);
      const config = configOf(params);
      const record = await reader.transactionByHash(hash);
      if (record === undefined) throw failed("transaction not found");
      const budget = budgetOf(call);
      return replays.of(record.height, async (transactions, replayer) => {
        for await (const replayed of transactions) {
          if (!bytesEqual(replayed.tx.hash, hash)) continue;
          const result = await traceOne(replayed, { replayer, record, config, budget });
          // The block refused it here, and took it at a later place.
          if (result !== undefined) return result;
        }
        throw differs(record.height);
      });
    },
    async debug_traceCall(params, call) {
      const request = params.required(0, readCall);
      const reference = params.required(1, readBlock);
      const config = params.optional(2, readCallConfig) ?? { trace: defaultTraceConfig };
      if (reference.kind === "pending") throw failed("tracing on top of pending is not supported");
      const found = await blockOf(parts, reference);
      const asked = { request, config, budget: budgetOf(call) };
      if (config.txIndex === undefined) return traceCall(parts, chain.echoin, await chain.stateOf(found.height), asked);
      return replays.of(found.height, async (transactions, { chain: echoin }) =>
        traceCall(parts, echoin, await stateBefore(transactions, config.txIndex!, found), asked),
      );
    },
    debug_traceBlockByNumber: async (params, call) => block(params.required(0, readNumber), params, call),
    debug_traceBlockByHash: async (params, call) =>
      block({ kind: "hash", hash: params.required(0, readHash) }, params, call),
    debug_traceBlock: async (params, call) =>
      block({ kind: "hash", hash: hashOf(params.required(0, readBytes)) }, params, call),
  };
};

interface TraceCallConfig extends Partial<Overrides> {
  readonly trace: TraceConfig;
  /** Before which of the block's transactions the call runs; after all of them where there is none. */
  readonly txIndex?: number | undefined;
}

/** What `debug_traceCall` takes beside the call and the block. @throws Misfit */
function readCallConfig(value: unknown): TraceCallConfig {
  const fields = readObject(value);
  const read = <T>(name: string, reader: (field: unknown) => T): T | undefined => {
    const field = fieldOf(fields, name);
    return field === undefined ? undefined : reader(field);
  };
  return {
    trace: readTraceConfig(fields),
    accounts: read("stateOverrides", readStateOverride),
    block: read("blockOverrides", readBlockOverride),
    txIndex: read("txIndex", (index) => Number(readQuantity(index, 53))),
  };
}

/** The block that a trace is asked for. @throws JsonRpcError, in go-ethereum's words */
async function blockOf({ chain }: MethodParts, reference: BlockReference): Promise<BlockRecord> {
  const block = await chain.block(reference);
  if (block !== undefined) return block;
  if (reference.kind === "hash") throw failed(`block ${data(reference.hash)} not found`);
  if (reference.kind !== "number") throw failed("block not found");
  throw failed(reference.number === 0 ? "genesis is not traceable" : `block #${reference.number} not found`);
}

/** The hash of a block in RLP. @throws JsonRpcError */
function hashOf(rlp: Uint8Array): Uint8Array {
  try {
    const [header] = RLP.decode(rlp) as [Uint8Array[]];
    if (Array.isArray(header)) return keccak256(RLP.encode(header));
  } catch (error) {
    throw failed(`could not decode block: ${error instanceof Error ? error.message : "malformed"}`);
  }
  throw failed("could not decode block: it does not begin with a header");
}

/** The state that a block's transaction of this number begins with. @throws JsonRpcError when there is none */
async function stateBefore(
  transactions: AsyncIterable<ReplayedTransaction>,
  position: number,
  { hash }: BlockRecord,
): Promise<StateContext> {
  let at = 0;
  for await (const replayed of transactions) {
    if (at === position) return replayed.ctx;
    if ((await replayed.run()) !== undefined) at++;
  }
  throw failed(`transaction index ${position} out of range for block ${data(hash)}`);
}

async function traceCall(
  parts: MethodParts,
  chain: Echoin,
  ctx: StateContext,
  { request, config, budget }: { request: AskedCall; config: TraceCallConfig; budget: Budget },
): Promise<unknown> {
  const { gasCap } = parts.config;
  const calls = chain.evmCalls;
  const inBlock = config.txIndex !== undefined;
  const environment = {
    ...(inBlock ? await environmentOf(ctx, chain.keepers.evm) : await calls.environment(ctx)),
    ...config.block,
  };
  const options = await prepareState(parts, ctx, request, { accounts: config.accounts, block: undefined });
  const { from: sender = new Uint8Array(20), to, gas = gasCap, authorizations = [] } = request;
  const traced = { sender, to, gasLimit: gas < gasCap ? gas : gasCap, authorizations };
  const run = { chain, ctx, coinbase: environment.coinbase, request: traced, config: config.trace, budget };
  const done = await trace(run, (tracer) =>
    named("tracing failed: ", () =>
      calls.keep(ctx, request, { ...options, environment, observe: ({ evm }) => void (evm.observer = tracer) }),
    ),
  );
  return done?.result;
}

interface TracePlace {
  readonly replayer: BlockReplayer;
  readonly record: TransactionRecord;
  readonly config: TraceConfig;
  readonly budget: Budget;
}

/** @returns undefined when the block refused the transaction at this place */
async function traceOne(replayed: ReplayedTransaction, { replayer, record, config, budget }: TracePlace) {
  const { tx: request, ctx } = replayed;
  const { chain } = replayer;
  const coinbase = await chain.keepers.evm.coinbase(ctx);
  const traced = await trace({ chain, ctx, coinbase, request, config, budget }, (tracer) => replayed.run(tracer));
  if (traced === undefined) return undefined;
  if (traced.outcome.gasUsed !== BigInt(record.gasUsed)) throw differs(record.height);
  return traced.result;
}

/** A trace that is not what happened is worth less than none. */
const differs = (height: number) => failed(`the replay of block ${height} differs from what was committed`);
