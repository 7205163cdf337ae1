import { isExecutionError, outOfGas, stackOverflow, stackUnderflow } from "./errors.js";
import type { Frame } from "./frame.js";
import type { MaybePromise } from "./state.js";

/**
 * Runs the frame to its end: at once, or, where state has to be fetched or a frame below runs, when the promise is
 * fulfilled. What the code did wrong is then the frame's `error`; anything else is thrown.
 */
export function execute(frame: Frame): MaybePromise<void> {
  try {
    const suspended = advance(frame);
    return suspended === undefined ? undefined : resume(frame, suspended);
  } catch (error) {
    fail(frame, error);
    return undefined;
  }
}

async function resume(frame: Frame, suspended: Promise<void>): Promise<void> {
  try {
    for (let waiting: Promise<void> | undefined = suspended; waiting !== undefined; waiting = advance(frame)) {
      await waiting;
    }
  } catch (error) {
    fail(frame, error);
  }
}

/** Notes the code's error. @throws errors of this program */
export function fail(frame: Frame, error: unknown): void {
  if (!isExecutionError(error)) throw error;
  frame.error = error;
}

/**
 * The loop: runs until the frame ends or has to wait. For each operation, in the stock interpreter's order, which
 * decides what error a frame ends with: price, payment, operands, room for the results, and what it does.
 */
function advance(frame: Frame): Promise<void> | undefined {
  const { code } = frame;
  const { fees, prices, pops, peeks, limits, runs } = frame.context.instructions;
  const end = code.length;
  while (frame.pc < end) {
    const op = code[frame.pc]!;
    let cost = fees[op]!;
    const price = prices[op];
    if (price !== undefined) {
      if (frame.sp < peeks[op]!) stackUnderflow(frame.sp, pops[op]!);
      const priced = price(frame, cost);
      if (typeof priced !== "number") return priced.then((paid) => perform(frame, op, paid));
      cost = priced;
    }
    const left = frame.gas - cost;
    if (left < 0) {
      frame.gas = 0;
      outOfGas(cost);
    }
    frame.gas = left;
    frame.pc++;
    if (frame.sp < pops[op]!) stackUnderflow(frame.sp, pops[op]!);
    if (frame.sp > limits[op]!) stackOverflow(frame.sp, limits[op]!);
    const suspended = runs[op]!(frame);
    if (suspended !== undefined) return suspended;
  }
  return undefined;
}

/** One operation whose price is known, as in the loop. */
export function perform(frame: Frame, op: number, cost: number): MaybePromise<void> {
  const { pops, limits, runs } = frame.context.instructions;
  frame.charge(cost);
  frame.pc++;
  frame.need(pops[op]!);
  if (frame.sp > limits[op]!) stackOverflow(frame.sp, limits[op]!);
  return runs[op]!(frame);
}
