import { AddressCodec } from "../addresses.js";
import { type BlockInfo, type ExecutionMode, StateContext } from "../context.js";
import { GasMeter } from "../gas.js";
import { Overlay, type StateReader } from "../overlay.js";

/** A committed version that holds nothing. */
const nothing: StateReader = {
  get: () => undefined,
  async *iterate() {},
};

export interface MemoryOptions {
  readonly prefix?: string;
  readonly mode?: ExecutionMode;
  readonly gas?: GasMeter | undefined;
  readonly block?: Partial<BlockInfo> | undefined;
}

const genesisBlock: BlockInfo = {
  chainId: "test-1",
  height: 1n,
  timeNanos: 1_700_000_000n * 1_000_000_000n,
  proposer: new Uint8Array(20),
};

/** A writable context over state in memory that starts empty: for tests with real keepers. */
export function memoryContext({ prefix = "echo", mode = "deliver", gas, block }: MemoryOptions = {}): StateContext {
  return contextOver(new Overlay(nothing), { prefix, mode, block, gas });
}

/** The same state as `ctx` in another block: later, higher, or with other gas. */
export function inBlock(
  ctx: StateContext,
  block: Partial<BlockInfo>,
  { mode = ctx.mode, gas }: MemoryOptions = {},
): StateContext {
  const overlay = overlays.get(ctx);
  if (overlay === undefined) throw new Error("the context does not come from memoryContext");
  return contextOver(overlay, {
    prefix: ctx.addresses.prefix,
    mode,
    block: { ...ctx.block, ...block },
    gas,
  });
}

const overlays = new WeakMap<StateContext, Overlay>();

function contextOver(overlay: Overlay, options: MemoryOptions & { prefix: string; mode: ExecutionMode }): StateContext {
  const ctx = new StateContext({
    overlay,
    block: { ...genesisBlock, ...options.block },
    addresses: new AddressCodec(options.prefix),
    mode: options.mode,
    gas: options.gas ?? GasMeter.unlimited(),
  });
  overlays.set(ctx, overlay);
  return ctx;
}

/** An address of 20 equal bytes. */
export function testAddress(byte: number): Uint8Array {
  return new Uint8Array(20).fill(byte);
}
