import type { Frame } from "../frame.js";
import type { Operation, Operations, Price } from "../instructions.js";
import { bounded, type Word, wordOfBytes, wordsOf } from "../words.js";

const WORD_BYTES = 32;

/** Price of touching so many bytes at the offset on top of the stack. */
const touch =
  (size: number): Price =>
  (frame, fee) =>
    fee + frame.memory.grow(bounded(frame.peek(0)), size);

const mload: Operation = {
  pops: 1,
  pushes: 1,
  price: touch(WORD_BYTES),
  run(frame) {
    const at = frame.sp - 1;
    frame.stack[at] = frame.memory.load(bounded(frame.stack[at]!));
  },
};

const mstore: Operation = {
  pops: 2,
  pushes: 0,
  price: touch(WORD_BYTES),
  run(frame) {
    const offset = bounded(frame.pop());
    frame.memory.store(offset, frame.pop());
  },
};

const mstore8: Operation = {
  pops: 2,
  pushes: 0,
  price: touch(1),
  run(frame) {
    const offset = bounded(frame.pop());
    const value = frame.pop();
    frame.memory.storeByte(offset, Number(typeof value === "number" ? value & 0xff : BigInt.asUintN(8, value)));
  },
};

const mcopy: Operation = {
  pops: 3,
  pushes: 0,
  price(frame, fee) {
    const size = bounded(frame.peek(2));
    return (
      fee +
      frame.context.instructions.costs.copyWord * wordsOf(size) +
      frame.memory.grow(bounded(frame.peek(1)), size) +
      frame.memory.grow(bounded(frame.peek(0)), size)
    );
  },
  run(frame) {
    const to = bounded(frame.pop());
    const from = bounded(frame.pop());
    frame.memory.move(to, from, bounded(frame.pop()));
  },
};

const keccak256: Operation = {
  pops: 2,
  pushes: 1,
  price(frame, fee) {
    const size = bounded(frame.peek(1));
    const { keccakWord } = frame.context.instructions.costs;
    return fee + frame.memory.grow(bounded(frame.peek(0)), size) + keccakWord * wordsOf(size);
  },
  run(frame) {
    const offset = bounded(frame.pop());
    const at = frame.sp - 1;
    const data = frame.memory.view(offset, bounded(frame.stack[at]!));
    frame.stack[at] = wordOfBytes(frame.context.keccak256(data));
  },
};

/** Price of copying to memory, with destination, source offset and size from `below` the top of the stack on. */
export function copyPrice(frame: Frame, below: number): number {
  const size = bounded(frame.peek(below + 2));
  const growth = frame.memory.grow(bounded(frame.peek(below)), size);
  return growth + frame.context.instructions.costs.copyWord * wordsOf(size);
}

/** Takes destination, source offset and size from the stack and copies; what is past the source's end is zero. */
export function copyToMemory(frame: Frame, source: Uint8Array): void {
  const to = bounded(frame.pop());
  const from = bounded(frame.pop());
  frame.memory.copy(to, source, from, bounded(frame.pop()));
}

/** An operation that copies from a part of the frame. */
export const copying = (source: (frame: Frame) => Uint8Array): Operation => ({
  pops: 3,
  pushes: 0,
  price: (frame, fee) => fee + copyPrice(frame, 0),
  run(frame) {
    copyToMemory(frame, source(frame));
  },
});

/** An operation that pushes what the frame knows. */
export const pushing = (value: (frame: Frame) => Word): Operation => ({
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.stack[frame.sp++] = value(frame);
  },
});

/** Memory, and hashing of it. */
export const memoryOperations: Operations = {
  0x20: keccak256,
  0x51: mload,
  0x52: mstore,
  0x53: mstore8,
  0x5e: mcopy,
};
