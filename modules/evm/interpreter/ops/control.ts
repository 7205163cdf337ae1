import { bytesToHex } from "@ethereumjs/util";
import { invalidJump, revert as fail } from "../errors.js";
import type { Frame } from "../frame.js";
import type { Operation, Operations, Price } from "../instructions.js";
import { bounded, isZero, type Word } from "../words.js";

const stop: Operation = {
  pops: 0,
  pushes: 0,
  run(frame) {
    frame.halt();
  },
};

function jumpTo(frame: Frame, target: Word): void {
  const destination = bounded(target);
  if (frame.analysis.jumpdests()[destination] !== 1) invalidJump(describe(frame));
  frame.pc = destination;
}

function describe({ context, code, address, pc }: Frame): string {
  return `${bytesToHex(context.keccak256(code))}/${address.toString()}:${pc - 1}`;
}

const jump: Operation = {
  pops: 1,
  pushes: 0,
  run(frame) {
    jumpTo(frame, frame.pop());
  },
};

const jumpi: Operation = {
  pops: 2,
  pushes: 0,
  run(frame) {
    const target = frame.pop();
    if (!isZero(frame.pop())) jumpTo(frame, target);
  },
};

const jumpdest: Operation = { pops: 0, pushes: 0, run() {} };

const pc: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.push(frame.pc - 1);
  },
};

const msize: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.push(frame.memory.words * 32);
  },
};

const gas: Operation = {
  pops: 0,
  pushes: 1,
  run(frame) {
    frame.push(frame.gas);
  },
};

const outputPrice: Price = (frame, fee) => fee + frame.memory.grow(bounded(frame.peek(0)), bounded(frame.peek(1)));

/** Takes offset and length from the stack. */
function output(frame: Frame): Uint8Array {
  const offset = bounded(frame.pop());
  return frame.memory.slice(offset, bounded(frame.pop()));
}

const returns: Operation = {
  pops: 2,
  pushes: 0,
  price: outputPrice,
  run(frame) {
    frame.halt(output(frame));
  },
};

const revert: Operation = {
  pops: 2,
  pushes: 0,
  price: outputPrice,
  run(frame) {
    frame.output = output(frame);
    fail();
  },
};

/** What ends or moves execution, and what asks where it is. */
export const controlOperations: Operations = {
  0x00: stop,
  0x56: jump,
  0x57: jumpi,
  0x58: pc,
  0x59: msize,
  0x5a: gas,
  0x5b: jumpdest,
  0xf3: returns,
  0xfd: revert,
};
