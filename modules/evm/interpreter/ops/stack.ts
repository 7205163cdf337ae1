import type { Operation, Operations } from "../instructions.js";

const pop: Operation = {
  pops: 1,
  pushes: 0,
  run(frame) {
    frame.sp--;
  },
};

const push0: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.stack[frame.sp++] = 0;
  },
};

// Bytes past the end of the code are undefined, which the operators take for zero.

const push1: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.stack[frame.sp++] = frame.code[frame.pc]! | 0;
    frame.pc++;
  },
};

const push2: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    const { code, pc } = frame;
    frame.stack[frame.sp++] = (code[pc]! << 8) | code[pc + 1]!;
    frame.pc = pc + 2;
  },
};

const push3: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    const { code, pc } = frame;
    frame.stack[frame.sp++] = (code[pc]! << 16) | (code[pc + 1]! << 8) | code[pc + 2]!;
    frame.pc = pc + 3;
  },
};

const push4: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    const { code, pc } = frame;
    frame.stack[frame.sp++] = ((code[pc]! << 24) | (code[pc + 1]! << 16) | (code[pc + 2]! << 8) | code[pc + 3]!) >>> 0;
    frame.pc = pc + 4;
  },
};

/** Longer constants are read once for each place in the code. */
const push = (size: number): Operation => ({
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.stack[frame.sp++] = frame.analysis.constant(frame.pc, size);
    frame.pc += size;
  },
});

const dup = (depth: number): Operation => ({
  pops: depth,
  pushes: depth + 1,
  run(frame) {
    const { stack, sp } = frame;
    stack[sp] = stack[sp - depth]!;
    frame.sp = sp + 1;
  },
});

const swap = (depth: number): Operation => ({
  pops: depth + 1,
  pushes: depth + 1,
  run(frame) {
    const { stack } = frame;
    const top = frame.sp - 1;
    const other = top - depth;
    const item = stack[top]!;
    stack[top] = stack[other]!;
    stack[other] = item;
  },
});

/** POP, PUSH0 to PUSH32, DUP1 to DUP16, SWAP1 to SWAP16. */
export const stackOperations: Operations = {
  0x50: pop,
  0x5f: push0,
  0x60: push1,
  0x61: push2,
  0x62: push3,
  0x63: push4,
  ...range(0x64, 28, (index) => push(index + 5)),
  ...range(0x80, 16, (index) => dup(index + 1)),
  ...range(0x90, 16, (index) => swap(index + 1)),
};

function range(first: number, count: number, operation: (index: number) => Operation): Operations {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [first + index, operation(index)]));
}
