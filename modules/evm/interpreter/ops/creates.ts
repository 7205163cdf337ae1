import { Message } from "@ethereumjs/evm";
import { Account, bigIntToUnpaddedBytes, generateAddress, generateAddress2, MAX_UINT64 } from "@ethereumjs/util";
import { addressOf } from "../addresses.js";
import { initcodeTooLarge, NO_FUNDS, NONCE_OVERFLOW, TOO_DEEP } from "../errors.js";
import { type Frame, NOTHING } from "../frame.js";
import type { Operation, Operations, Price } from "../instructions.js";
import { then } from "../state.js";
import { big, bounded, bytesOf, type Word, wordOfBytes, wordsOf } from "../words.js";
import type { Observer } from "../observer.js";
import { forbidden, forwarded, runBelow } from "./calls.js";

/** Prices a creation, for so much a word of its code, and settles how much gas goes with it. */
const price =
  (hashes: boolean): Price =>
  (frame, fee) => {
    frame.requireMutable();
    const { costs } = frame.context.instructions;
    const size = bounded(frame.peek(2));
    const wordPrice = costs.initcodeWord + (hashes ? costs.keccakWord : 0);
    const total = fee + wordPrice * wordsOf(size) + frame.memory.grow(bounded(frame.peek(1)), size);
    frame.context.journal.visit(frame.address);
    frame.messageGas = forwarded(frame.gas - total);
    return total;
  };

const creating = (salted: boolean): Operation => ({
  pops: salted ? 4 : 3,
  pushes: 1,
  price: price(salted),
  run(frame) {
    const value = big(frame.pop());
    const offset = bounded(frame.pop());
    const size = bounded(frame.pop());
    const salt = salted ? bytesOf(frame.pop()) : undefined;
    const { evm, instructions } = frame.context;
    if (size > instructions.costs.maxInitcode && !evm.allowUnlimitedInitCodeSize) initcodeTooLarge(size);
    return create(frame, value, frame.memory.view(offset, size), salt).then((word) => frame.push(word));
  },
});

/** The new account's address, or zero. */
async function create(frame: Frame, value: bigint, code: Uint8Array, salt: Uint8Array | undefined): Promise<Word> {
  const { evm, instructions, observer } = frame.context;
  frame.returnData = NOTHING;
  const account = (await evm.stateManager.getAccount(frame.address)) ?? new Account();
  if (observer !== undefined) show(observer, frame, { value, code, salt, nonce: account.nonce });
  const forbids = whatForbids(frame, account, value, instructions.costs.maxDepth);
  if (forbids !== undefined) {
    forbidden(frame, forbids);
    return 0;
  }
  account.nonce += 1n;
  await evm.journal.putAccount(frame.address, account);
  frame.forgetAccount();
  const message = new Message({
    caller: frame.address,
    gasLimit: BigInt(frame.messageGas),
    value,
    data: code,
    salt,
    depth: frame.depth + 1,
    blobVersionedHashes: frame.blobVersionedHashes,
  });
  const { execResult, createdAddress } = await runBelow(frame, message);
  if (execResult.exceptionError !== undefined) return 0;
  // Only a creation that reverted leaves returned data.
  frame.returnData = NOTHING;
  return createdAddress === undefined ? 1 : wordOfBytes(createdAddress.bytes);
}

function whatForbids({ depth }: Frame, { balance, nonce }: Account, value: bigint, maxDepth: number) {
  if (depth >= maxDepth) return TOO_DEEP;
  if (balance < value) return NO_FUNDS;
  return nonce >= MAX_UINT64 ? NONCE_OVERFLOW : undefined;
}

interface Creation {
  readonly value: bigint;
  readonly code: Uint8Array;
  readonly salt: Uint8Array | undefined;
  readonly nonce: bigint;
}

function show(observer: Observer, frame: Frame, { value, code, salt, nonce }: Creation): void {
  const from = frame.address.bytes;
  observer.enter?.({
    depth: frame.depth + 1,
    op: salt === undefined ? 0xf0 : 0xf5,
    from,
    to: salt === undefined ? generateAddress(from, bigIntToUnpaddedBytes(nonce)) : generateAddress2(from, salt, code),
    input: code,
    gas: BigInt(frame.messageGas),
    value,
  });
}

const selfdestruct: Operation = {
  pops: 1,
  pushes: 0,
  // A frame that may change nothing is told so before its stack is looked at.
  peeks: 0,
  price(frame, fee) {
    frame.requireMutable();
    frame.need(1);
    const { journal, state, instructions } = frame.context;
    const { costs } = instructions;
    const beneficiary = addressOf(frame.peek(0));
    return then(frame.account(), ({ balance }) =>
      then(balance > 0n ? state.readAccount(beneficiary) : undefined, (receiver) => {
        const creates = balance > 0n && (receiver === undefined || receiver.isEmpty());
        let total = fee + (creates ? costs.newAccount : 0);
        if (!journal.visit(beneficiary)) total += costs.coldAccount;
        return total;
      }),
    );
  },
  async run(frame) {
    const { evm } = frame.context;
    const beneficiary = addressOf(frame.pop());
    const { balance } = await frame.account();
    const toItself = beneficiary.equals(frame.address);
    frame.selfdestruct.set(frame.address.toString(), beneficiary.toString());
    if (!toItself) {
      const receiver = (await evm.stateManager.getAccount(beneficiary)) ?? new Account();
      receiver.balance += balance;
      await evm.journal.putAccount(beneficiary, receiver);
    }
    // The balance stays only where an account older than the transaction names itself (EIP-6780).
    if (!toItself || frame.createdAddresses.has(frame.address.toString())) {
      await evm.stateManager.modifyAccountFields(frame.address, { balance: 0n });
    }
    const { observer } = frame.context;
    if (observer !== undefined) {
      const [depth, from, to] = [frame.depth + 1, frame.address.bytes, beneficiary.bytes];
      observer.enter?.({ depth, op: 0xff, from, to, input: NOTHING, gas: 0n, value: balance });
      observer.exit?.({ depth, output: NOTHING, gasUsed: 0n, error: undefined });
    }
    frame.halt();
  },
};

/** CREATE, CREATE2, SELFDESTRUCT. */
export const createOperations: Operations = {
  0xf0: creating(false),
  0xf5: creating(true),
  0xff: selfdestruct,
};
