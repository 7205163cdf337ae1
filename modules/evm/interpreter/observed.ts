import {
  initcodeTooLarge,
  isExecutionError,
  isOnlyPriced,
  outOfGas,
  stackOverflow,
  stackUnderflow,
  wordsOf,
} from "./errors.js";
import type { Frame } from "./frame.js";
import type { Observer, Step } from "./observer.js";
import { CALL_OPS, CREATE_OPS } from "./opcodes.js";
import { fail, perform } from "./run.js";
import { bounded } from "./words.js";

type See = NonNullable<Observer["step"]>;

const STOP = 0x00;

/**
 * Runs the frame to its end as `execute` does, and shows each operation before it runs, as go-ethereum's tracers see it.
 * The operations and the order of what is checked are the same, so a trace's gas and errors are a receipt's.
 */
export async function executeObserved(frame: Frame, see: See): Promise<void> {
  const { code } = frame;
  const { fees, prices, peeks, pops } = frame.context.instructions;
  try {
    while (frame.pc < code.length) {
      const op = code[frame.pc]!;
      const before = { frame, pc: frame.pc, op, gas: frame.gas, memoryWords: frame.memory.words };
      let cost = fees[op]!;
      const price = prices[op];
      try {
        if (price !== undefined) {
          if (frame.sp < peeks[op]!) stackUnderflow(frame.sp, pops[op]!);
          const priced = price(frame, cost);
          cost = typeof priced === "number" ? priced : await priced;
        }
      } catch (error) {
        if (isExecutionError(error)) {
          await see({ ...before, cost, error: isOnlyPriced(error) ? undefined : wordsOf(error) });
        }
        throw error;
      }
      const seen = see({ ...before, cost: shownCost(frame, op, cost), error: faultOf(frame, op, cost) });
      if (seen !== undefined) await seen;
      const suspended = perform(frame, op, cost);
      if (suspended !== undefined) await suspended;
    }
    if (!frame.ended) await see(endOf(frame));
  } catch (error) {
    fail(frame, error);
  }
}

/** go-ethereum counts the gas that goes with a call as part of its cost. Of what nothing can pay, the fixed fee is shown. */
function shownCost(frame: Frame, op: number, cost: number): number {
  if (cost === Infinity || isTooLarge(frame, op)) return frame.context.instructions.fees[op]!;
  return CALL_OPS.has(op) ? cost + frame.messageGas : cost;
}

/** Whether the operation makes a contract of more code than there may be, which go-ethereum finds when it prices it. */
function isTooLarge(frame: Frame, op: number): boolean {
  const { evm, instructions } = frame.context;
  if (!CREATE_OPS.has(op) || frame.sp < 3 || evm.allowUnlimitedInitCodeSize === true) return false;
  return bounded(frame.peek(2)) > instructions.costs.maxInitcode;
}

/** What `perform` is going to say before it runs the operation. */
function faultOf(frame: Frame, op: number, cost: number): string | undefined {
  const { pops, limits } = frame.context.instructions;
  try {
    if (frame.gas < cost) outOfGas(cost);
    if (frame.sp < pops[op]!) stackUnderflow(frame.sp, pops[op]!);
    if (frame.sp > limits[op]!) stackOverflow(frame.sp, limits[op]!);
    if (isTooLarge(frame, op)) initcodeTooLarge(bounded(frame.peek(2)));
    return undefined;
  } catch (error) {
    if (!isExecutionError(error)) throw error;
    return wordsOf(error);
  }
}

/** Past its end code has a STOP. */
function endOf(frame: Frame): Step {
  return { frame, pc: frame.pc, op: STOP, gas: frame.gas, cost: 0, memoryWords: frame.memory.words, error: undefined };
}
