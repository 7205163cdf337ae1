import type { Observer } from "../../../modules/evm/interpreter/observer.js";
import type { EvmState } from "../../../modules/evm/state.js";
import type { Budget } from "./budget.js";

/** The transaction or call that is traced. */
export interface Traced {
  readonly sender: Uint8Array;
  /** Absent for a new contract. */
  readonly to: Uint8Array | undefined;
  readonly gasLimit: bigint;
  readonly coinbase: Uint8Array;
  /** Who signed its authorizations. */
  readonly authorities: readonly Uint8Array[];
  /** Precompiled contracts, as binary strings. */
  readonly precompiles: ReadonlySet<string>;
}

/** What came of it. */
export interface TracedOutcome {
  readonly gasUsed: bigint;
  /** Who paid for the gas, when it was not the sender. */
  readonly payer?: { readonly sponsor: Uint8Array } | undefined;
}

/** What tracers work with. */
export interface TracerParts {
  readonly budget: Budget;
  /** The state at any moment of the run. */
  readonly state: EvmState;
  readonly traced: Traced;
}

/** Gathers one trace. */
export interface Tracer extends Observer {
  /** Called before anything of the transaction is done: its nonce is not used up, its gas not paid. */
  start?(): Promise<void>;
  /** Called when it has run and is paid for. */
  end?(outcome: TracedOutcome): Promise<void>;
  /** The trace; `RawJson` or what JSON can hold. */
  result(): unknown;
}

/** Makes a tracer with a client's configuration of it. @throws JsonRpcError for one that does not fit */
export type TracerFactory = (parts: TracerParts, config: Readonly<Record<string, unknown>>) => Tracer;
