import { generateAddress } from "@ethereumjs/util";
import type { StateContext } from "../../../abci/state/context.js";
import { AppError } from "../../../abci/state/errors.js";
import { CallFailed, type CallOptions, type CallRequest } from "../../../modules/evm/calls.js";
import { errors as evm } from "../../../modules/evm/errors.js";
import { accountAt } from "../../../modules/evm/state.js";
import { minimal } from "../../../modules/evm/transaction.js";
import { AccessListTracer } from "./access-list.js";
import { callError, failed } from "../errors.js";
import { accessListJson } from "../json.js";
import { data, type Params, quantity } from "../values.js";
import { readCall } from "./call-request.js";
import { overrideState, readBlockOverride, readStateOverride } from "./overrides.js";
import { blockAt } from "./state.js";
import type { MethodParts, Methods } from "./types.js";

/** A call with where it runs. */
export interface PreparedCall {
  readonly ctx: StateContext;
  readonly request: CallRequest;
  readonly options: CallOptions;
}

/** Reads a call's parameters: the request, the block, what is different of state and block. @throws JsonRpcError */
export async function prepareCall({ chain, config }: MethodParts, params: Params): Promise<PreparedCall> {
  params.atMost(4);
  const request = params.required(0, readCall);
  const ctx = await chain.state(blockAt(params, 1));
  const accounts = params.optional(2, readStateOverride);
  const block = params.optional(3, readBlockOverride);
  const { denom } = await chain.facts();
  if (accounts !== undefined) await overrideState(ctx, chain.echoin.keepers.evm, denom, accounts);
  const options: CallOptions = { gasCap: config.gasCap };
  if (block === undefined) return { ctx, request, options };
  const environment = { ...(await chain.echoin.evmCalls.environment(ctx)), ...block };
  return { ctx, request, options: { ...options, environment } };
}

/** Calls that nobody signed. */
export const callMethods = (parts: MethodParts): Methods => {
  const { evmCalls } = parts.chain.echoin;
  return {
    async eth_call(params) {
      const { ctx, request, options } = await prepareCall(parts, params);
      const gas = request.gas === undefined || request.gas > options.gasCap ? options.gasCap : request.gas;
      const outcome = await named(`(supplied gas ${gas})`, () => evmCalls.call(ctx, request, options));
      if (outcome.vmError !== undefined) throw callError(outcome);
      return data(outcome.returnData);
    },
    async eth_estimateGas(params) {
      const { ctx, request, options } = await prepareCall(parts, params);
      return quantity(await evmCalls.estimateGas(ctx, request, options));
    },
    async eth_createAccessList(params) {
      return createAccessList(parts, await prepareCall(parts, params));
    },
  };
};

/** Runs that look for a list that stays the same; go-ethereum goes on for ever. */
const MAX_RUNS = 16;

/** Runs a call until what it touches is what it was given: a list can change what code does. @throws JsonRpcError */
async function createAccessList({ chain }: MethodParts, { ctx, request, options }: PreparedCall): Promise<unknown> {
  const { evmCalls, keepers } = chain.echoin;
  const from = request.from ?? new Uint8Array(20);
  const account = await accountAt(ctx, keepers.evm, from);
  const to = request.to ?? generateAddress(from, minimal(account?.nonce ?? 0n));
  let list = request.accessList ?? [];
  for (let run = 0; run < MAX_RUNS; run++) {
    const tracer = new AccessListTracer([from, to]);
    const asked = { ...request, accessList: list };
    const outcome = await evmCalls.call(ctx, asked, { ...options, observe: tracer.observe });
    const touched = tracer.list();
    const accessList = accessListJson(touched);
    if (JSON.stringify(accessList) === JSON.stringify(accessListJson(list))) {
      const error = outcome.vmError !== undefined && { error: outcome.vmError };
      return { accessList, ...error, gasUsed: quantity(outcome.gasUsed) };
    }
    list = touched;
  }
  throw failed(`the access list does not settle in ${MAX_RUNS} runs`);
}

/** go-ethereum's frame around what is wrong with a call before it runs. */
async function named<T>(gas: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CallFailed || !(error instanceof AppError) || error.codespace !== evm.decode.codespace)
      throw error;
    throw failed(`err: ${error.message} ${gas}`);
  }
}
