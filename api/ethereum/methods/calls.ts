import { generateAddress } from "@ethereumjs/util";
import type { StateContext } from "../../../abci/state/context.js";
import { consoleObserver } from "../../../abci/dev/console.js";
import { AppError } from "../../../abci/state/errors.js";
import { CallFailed, type CallOptions } from "../../../modules/evm/calls.js";
import { rulesOf } from "../../../modules/evm/environment.js";
import { errors as evm } from "../../../modules/evm/errors.js";
import { accountAt } from "../../../modules/evm/state.js";
import { minimal } from "../../../modules/evm/crypto.js";
import { authorityOf } from "../../../modules/evm/transaction.js";
import { type BlockEnvironment, type Engine, precompilesOf } from "../../../modules/evm/vm.js";
import { Budget } from "../tracers/budget.js";
import { AccessListTracer } from "./access-list.js";
import { callError, failed } from "../errors.js";
import { accessListJson } from "../json.js";
import { data, type Params, quantity } from "../values.js";
import { type AskedCall, readCall } from "./call-request.js";
import {
  type AccountOverride,
  movedPrecompiles,
  overrideState,
  readBlockOverride,
  readStateOverride,
} from "./overrides.js";
import { blockAt } from "./state.js";
import type { MethodParts, Methods } from "./types.js";

/** A call with where it runs. */
interface PreparedCall {
  readonly ctx: StateContext;
  readonly request: AskedCall;
  readonly options: CallOptions;
}

/** What is different for a call. */
export interface Overrides {
  readonly accounts: readonly AccountOverride[] | undefined;
  readonly block: Partial<BlockEnvironment> | undefined;
}

/** Reads a call's parameters: the request, the block, what is different of state and block. @throws JsonRpcError */
async function prepareCall(parts: MethodParts, params: Params): Promise<PreparedCall> {
  params.atMost(4);
  const request = params.required(0, readCall);
  const ctx = await parts.chain.state(blockAt(params, 1));
  const accounts = params.optional(2, readStateOverride);
  const block = params.optional(3, readBlockOverride);
  return { ctx, request, options: await prepareState(parts, ctx, request, { accounts, block }) };
}

/** Changes the state of a call as its client wants it, and says how the call is run. @throws JsonRpcError */
export async function prepareState(
  { chain, config }: MethodParts,
  ctx: StateContext,
  request: AskedCall,
  { accounts, block }: Overrides,
): Promise<CallOptions> {
  const { denom, chainId } = await chain.facts();
  if (request.chainId !== undefined && request.chainId !== chainId) {
    throw failed(`chainId does not match node's (have=${request.chainId}, want=${chainId})`);
  }
  const { evm } = chain.echoin.keepers;
  if (accounts !== undefined) await overrideState(ctx, evm, denom, accounts);
  const precompiles = accounts && movedPrecompiles(accounts, precompilesOf(await rulesOf(ctx, evm)));
  const options: CallOptions = { gasCap: config.gasCap, ...(precompiles?.length && { precompiles }) };
  if (block === undefined) return options;
  return { ...options, environment: { ...(await chain.echoin.evmCalls.environment(ctx)), ...block } };
}

/** Calls that nobody signed. */
export const callMethods = (parts: MethodParts): Methods => {
  const { evmCalls } = parts.chain.echoin;
  const console = parts.logger.child({ part: "console.log" });
  const observer = consoleObserver((line) => console.info(line));
  const listening: Pick<CallOptions, "observe"> =
    parts.dev === undefined ? {} : { observe: ({ evm }) => void (evm.observer = observer) };
  return {
    async eth_call(params) {
      const { ctx, request, options } = await prepareCall(parts, params);
      const gas = request.gas === undefined || request.gas > options.gasCap ? options.gasCap : request.gas;
      const heard = { ...options, ...listening };
      const outcome = await named("err: ", () => evmCalls.call(ctx, request, heard), ` (supplied gas ${gas})`);
      if (outcome.vmError !== undefined) throw callError(outcome);
      return data(outcome.returnData);
    },
    async eth_estimateGas(params) {
      const { ctx, request, options } = await prepareCall(parts, params);
      try {
        return quantity(await evmCalls.estimateGas(ctx, request, options));
      } catch (error) {
        // Its transaction is never sent: what the contract said before it failed would be heard by nobody.
        if (error instanceof CallFailed && parts.dev !== undefined)
          await evmCalls.call(ctx, request, { ...options, ...listening });
        throw error;
      }
    },
    async eth_createAccessList(params, { deadline }) {
      return createAccessList(parts, await prepareCall(parts, params), new Budget(deadline, Infinity));
    },
  };
};

/** Runs that look for a list that stays the same; go-ethereum goes on for ever. */
const MAX_RUNS = 16;

/** Runs a call until what it touches is what it was given: a list can change what code does. @throws JsonRpcError */
async function createAccessList(
  { chain }: MethodParts,
  { ctx, request, options }: PreparedCall,
  budget: Budget,
): Promise<unknown> {
  const { evmCalls, keepers } = chain.echoin;
  const authorities = (request.authorizations ?? []).flatMap((each) => authorityOf(each) ?? []);
  const precompiles = precompilesOf(await rulesOf(ctx, keepers.evm));
  const from = request.from ?? new Uint8Array(20);
  const account = await accountAt(ctx, keepers.evm, from);
  const to = request.to ?? generateAddress(from, minimal(request.nonce ?? account?.nonce ?? 0n));
  let list = request.accessList ?? [];
  for (let run = 0; run < MAX_RUNS; run++) {
    const tracer = new AccessListTracer([from, to, ...precompiles, ...authorities], () => budget.step());
    const asked = { ...request, accessList: list };
    const observe = ({ evm }: Engine): void => void (evm.observer = tracer);
    const outcome = await named("failed to apply transaction: ", () =>
      evmCalls.call(ctx, asked, { ...options, observe }),
    );
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

/** go-ethereum's words before and after what is wrong with a call that does not run. @throws JsonRpcError */
export async function named<T>(before: string, work: () => Promise<T>, after = ""): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CallFailed || !(error instanceof AppError) || error.codespace !== evm.decode.codespace)
      throw error;
    throw failed(`${before}${error.message}${after}`);
  }
}
