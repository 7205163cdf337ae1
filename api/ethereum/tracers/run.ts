import type { Echoin } from "../../../abci/app/echoin.js";
import type { StateContext } from "../../../abci/state/context.js";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import { rulesOf } from "../../../modules/evm/environment.js";
import { EvmState } from "../../../modules/evm/state.js";
import { type Authorization, authorityOf } from "../../../modules/evm/transaction.js";
import { precompilesOf } from "../../../modules/evm/vm.js";
import type { TraceConfig } from "./all.js";
import type { Budget } from "./budget.js";
import type { Tracer, TracedOutcome } from "./tracer.js";

/** What is to be traced, and where. */
export interface TraceRun {
  readonly chain: Echoin;
  readonly ctx: StateContext;
  readonly coinbase: Uint8Array;
  readonly request: {
    readonly sender: Uint8Array;
    readonly to: Uint8Array | undefined;
    readonly gasLimit: bigint;
    readonly authorizations: readonly Authorization[];
  };
  readonly config: TraceConfig;
  readonly budget: Budget;
}

/**
 * Traces what `run` runs under the tracer that it is handed.
 * @returns undefined when it ran nothing
 * @throws what `run` throws; JsonRpcError when time or room is over
 */
export async function trace(
  { chain, ctx, coinbase, request, config, budget }: TraceRun,
  run: (tracer: Tracer) => Promise<TracedOutcome | undefined>,
): Promise<{ readonly result: unknown; readonly outcome: TracedOutcome } | undefined> {
  const { chain: identity, evm } = chain.keepers;
  const state = new EvmState(evm);
  state.attach(ctx, (await identity.info(ctx)).baseDenom);
  const { authorizations, ...rest } = request;
  const authorities = authorizations.flatMap((each) => authorityOf(each) ?? []);
  const precompiles = new Set(precompilesOf(await rulesOf(ctx, evm)).map(keyFromBytes));
  budget.begin(config.timeoutMs);
  const tracer = config.make(
    { budget, state, traced: { ...rest, coinbase, authorities, precompiles } },
    config.options,
  );
  await tracer.start?.();
  const outcome = await run(tracer);
  // A read that came too late looks like a fault of the EVM from inside.
  budget.check();
  if (outcome === undefined) return undefined;
  await tracer.end?.(outcome);
  return { result: tracer.result(), outcome };
}
