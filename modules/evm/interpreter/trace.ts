import type { InterpreterStep } from "@ethereumjs/evm";
import { isExecutionError, stackUnderflow } from "./errors.js";
import type { Frame } from "./frame.js";
import { fail, perform } from "./run.js";
import { big, bounded } from "./words.js";

/** Hands a step to whoever listens, and waits for those that ask for it. */
export type Emit = (step: InterpreterStep) => Promise<void>;

const REVERT = 0xfd;
const PUSH1 = 0x60;
const PUSH32 = 0x7f;

/**
 * Runs the frame to its end as `execute` does, with a `step` event before each operation as the stock interpreter emits
 * it: after its price is known, before it is paid. The operations are the same ones, so a trace's gas is a receipt's.
 */
export async function executeTraced(frame: Frame, emit: Emit): Promise<void> {
  try {
    while (frame.pc < frame.code.length) await step(frame, emit);
  } catch (error) {
    fail(frame, error);
  }
}

async function step(frame: Frame, emit: Emit): Promise<void> {
  const { fees, prices, peeks, pops } = frame.context.instructions;
  const op = frame.code[frame.pc]!;
  const memoryWords = frame.memory.words;
  let cost = fees[op]!;
  try {
    const price = prices[op];
    if (price !== undefined) {
      if (frame.sp < peeks[op]!) stackUnderflow(frame.sp, pops[op]!);
      cost = await price(frame, cost);
    }
  } catch (error) {
    // An operation that cannot be priced is shown too, with its fixed fee.
    if (isExecutionError(error)) await emit(await describe(frame, op, cost, memoryWords));
    throw error;
  }
  await emit(await describe(frame, op, cost, memoryWords));
  await perform(frame, op, cost);
}

async function describe(frame: Frame, op: number, cost: number, memoryWords: number): Promise<InterpreterStep> {
  const { names, codes, fees, awaited } = frame.context.instructions;
  const { pc, code, memory } = frame;
  return {
    pc,
    gasLeft: BigInt(frame.gas),
    gasRefund: BigInt(frame.refund),
    opcode: {
      name: names[op]!,
      fee: fees[op]!,
      // What nothing can pay is shown as more than there ever is.
      dynamicFee: BigInt(Number.isFinite(cost) ? cost : Number.MAX_SAFE_INTEGER),
      isAsync: awaited[op]!,
      code: codes[op]!,
    },
    stack: frame.stack.slice(0, frame.sp).map(big),
    depth: frame.depth,
    address: frame.address,
    account: await frame.account(),
    memory: memory.snapshot(memoryWords),
    memoryWordCount: BigInt(memoryWords),
    codeAddress: frame.codeAddress,
    stateManager: frame.context.evm.stateManager,
    eofSection: undefined,
    immediate: op >= PUSH1 && op <= PUSH32 ? code.slice(pc + 1, pc + 1 + op - PUSH1 + 1) : undefined,
    error: op === REVERT ? revertData(frame) : undefined,
    eofFunctionDepth: undefined,
  };
}

function revertData(frame: Frame): Uint8Array {
  frame.need(2);
  const end = bounded(frame.peek(0)) + bounded(frame.peek(1));
  // An output that cannot be paid for is not there.
  return end > frame.memory.words * 32
    ? new Uint8Array(0)
    : frame.memory.slice(bounded(frame.peek(0)), bounded(frame.peek(1)));
}
