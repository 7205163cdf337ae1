import type { Address } from "@ethereumjs/util";
import { addressOf } from "../addresses.js";
import { returnDataOutOfBounds } from "../errors.js";
import type { Frame } from "../frame.js";
import type { Operation, Operations, Price } from "../instructions.js";
import { type MaybePromise, then } from "../state.js";
import { bounded, isZero, type Word, word, wordAt, wordOfBytes } from "../words.js";
import { copying, copyPrice, copyToMemory, pushing } from "./memory.js";

const calldataload: Operation = {
  pops: 1,
  pushes: 1,
  run(frame) {
    const at = frame.sp - 1;
    const offset = bounded(frame.stack[at]!);
    frame.stack[at] = offset >= frame.data.length ? 0 : wordAt(frame.data, offset);
  },
};

const returndatacopy = copying((frame) => frame.returnData);

/** Reading past the end of the returned data is an error, not zeros. */
const returndatacopyPrice: Price = (frame, fee) => {
  const end = bounded(frame.peek(1)) + bounded(frame.peek(2));
  if (end > frame.returnData.length) returnDataOutOfBounds();
  return fee + copyPrice(frame, 0);
};

const selfbalance: Operation = {
  pops: 0,
  pushes: 1,
  run: (frame) => then(frame.account(), ({ balance }) => frame.push(word(balance))),
};

/** Price of a first or later look at an account in this transaction (EIP-2929), which then is warm. */
export function accessPrice({ context }: Frame, address: Address): number {
  const { warmRead, coldAccount } = context.instructions.costs;
  return context.journal.visit(address) ? warmRead : coldAccount;
}

/** Takes an account's address from the stack and leaves a word in its place. */
const ofAccount = (value: (frame: Frame, address: Address) => MaybePromise<Word>): Operation => ({
  pops: 1,
  pushes: 1,
  price: (frame, fee) => fee + accessPrice(frame, addressOf(frame.peek(0))),
  run(frame) {
    return then(value(frame, addressOf(frame.pop())), (word) => frame.push(word));
  },
});

const balance = ofAccount(({ context }, address) =>
  then(context.state.readAccount(address), (account) => word(account?.balance ?? 0n)),
);

const extcodesize = ofAccount(({ context }, address) => then(context.state.readCode(address), (code) => code.length));

const extcodehash = ofAccount(({ context }, address) =>
  then(context.state.readAccount(address), (account) =>
    account === undefined || account.isEmpty() ? 0 : wordOfBytes(account.codeHash),
  ),
);

const extcodecopy: Operation = {
  pops: 4,
  pushes: 0,
  price(frame, fee) {
    return fee + copyPrice(frame, 1) + accessPrice(frame, addressOf(frame.peek(0)));
  },
  run(frame) {
    const address = addressOf(frame.pop());
    if (isZero(frame.peek(2))) {
      frame.sp -= 3;
      return undefined;
    }
    return then(frame.context.state.readCode(address), (code) => copyToMemory(frame, code));
  },
};

/** What a frame knows of its call, and what it may ask of other accounts. */
export const environmentOperations: Operations = {
  0x30: pushing((frame) => frame.address.word),
  0x31: balance,
  0x32: pushing((frame) => frame.context.origin),
  0x33: pushing((frame) => frame.caller.word),
  0x34: pushing((frame) => word(frame.value)),
  0x35: calldataload,
  0x36: pushing((frame) => frame.data.length),
  0x37: copying((frame) => frame.data),
  0x38: pushing((frame) => frame.code.length),
  0x39: copying((frame) => frame.code),
  0x3a: pushing((frame) => frame.context.gasPrice),
  0x3b: extcodesize,
  0x3c: extcodecopy,
  0x3d: pushing((frame) => frame.returnData.length),
  0x3e: { ...returndatacopy, price: returndatacopyPrice },
  0x3f: extcodehash,
  0x47: selfbalance,
};
