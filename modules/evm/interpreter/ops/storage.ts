import { storeSentry } from "../errors.js";
import type { Frame } from "../frame.js";
import type { Operation, Operations } from "../instructions.js";
import { then } from "../state.js";
import { bounded, bytesOf, isZero, trimmedBytesOf, type Word, wordOfBytes } from "../words.js";

/** The slot's price where it is cold; it is warm from then on. */
function coldPrice({ context, address }: Frame, key: Uint8Array, warm: number): number {
  return context.journal.visitSlot(address, key) ? warm : context.instructions.costs.coldSlot;
}

const sload: Operation = {
  pops: 1,
  pushes: 1,
  price(frame, fee) {
    frame.slot = bytesOf(frame.peek(0));
    return fee + coldPrice(frame, frame.slot, frame.context.instructions.costs.warmRead);
  },
  run(frame) {
    const at = frame.sp - 1;
    return then(frame.context.state.readStorage(frame.address, frame.slot), (value) => {
      frame.stack[at] = wordOfBytes(value);
    });
  },
};

const sstore: Operation = {
  pops: 2,
  pushes: 0,
  // A frame that may change nothing is told so before its stack is looked at.
  peeks: 0,
  price(frame, fee) {
    frame.requireMutable();
    frame.need(2);
    const { state, instructions } = frame.context;
    const key = (frame.slot = bytesOf(frame.peek(0)));
    return then(state.readStorage(frame.address, key), (current) =>
      then(state.readOriginalStorage(frame.address, key), (original) => {
        if (frame.gas <= instructions.costs.sstoreSentry) storeSentry();
        const price = storePrice(frame, wordOfBytes(original), wordOfBytes(current), frame.peek(1));
        return fee + price + coldPrice(frame, key, 0);
      }),
    );
  },
  run(frame) {
    const value = trimmedBytesOf(frame.peek(1));
    frame.sp -= 2;
    frame.forgetAccount();
    return frame.context.state.writeStorage(frame.address, frame.slot, value);
  },
};

const same = (a: Word, b: Word): boolean => (typeof a === typeof b ? a === b : BigInt(a) === BigInt(b));

/** What a write costs by EIP-2200 with the numbers of EIP-2929 and EIP-3529; counts its refunds. */
function storePrice(frame: Frame, original: Word, current: Word, value: Word): number {
  const { costs } = frame.context.instructions;
  if (same(current, value)) return costs.sstoreNoop;
  if (same(original, current)) {
    if (isZero(original)) return costs.sstoreInit;
    if (isZero(value)) frame.refund += costs.sstoreClearRefund;
    return costs.sstoreClean;
  }
  if (!isZero(original)) {
    if (isZero(current)) frame.subtractRefund(costs.sstoreClearRefund);
    else if (isZero(value)) frame.refund += costs.sstoreClearRefund;
  }
  if (same(original, value)) frame.refund += isZero(original) ? costs.sstoreInitRefund : costs.sstoreCleanRefund;
  return costs.sstoreDirty;
}

const tload: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const { transientStorage } = frame.context.evm;
    frame.push(wordOfBytes(transientStorage.get(frame.address, bytesOf(frame.pop()))));
  },
};

const tstore: Operation = {
  // As for SSTORE: its two operands are looked for only where it may change something.
  pops: 0,
  pushes: 0,
  run(frame) {
    frame.requireMutable();
    frame.need(2);
    const key = bytesOf(frame.pop());
    frame.context.evm.transientStorage.put(frame.address, key, trimmedBytesOf(frame.pop()));
  },
};

const log = (topics: number): Operation => ({
  pops: 2 + topics,
  pushes: 0,
  peeks: 0,
  price(frame, fee) {
    frame.requireMutable();
    frame.need(2);
    const { costs } = frame.context.instructions;
    const size = bounded(frame.peek(1));
    return fee + frame.memory.grow(bounded(frame.peek(0)), size) + costs.logTopic * topics + costs.logByte * size;
  },
  run(frame) {
    const offset = bounded(frame.pop());
    const data = frame.memory.slice(offset, bounded(frame.pop()));
    const found: Uint8Array[] = [];
    for (let index = 0; index < topics; index++) found.push(bytesOf(frame.pop()));
    const address = frame.address.bytes;
    frame.logs.push([address, found, data]);
    frame.context.observer?.log?.({ address, topics: found, data });
  },
});

/** Storage of the account and of the transaction, and logs. */
export const storageOperations: Operations = {
  0x54: sload,
  0x55: sstore,
  0x5c: tload,
  0x5d: tstore,
  0xa0: log(0),
  0xa1: log(1),
  0xa2: log(2),
  0xa3: log(3),
  0xa4: log(4),
};
