import { type EVMResult, Message } from "@ethereumjs/evm";
import type { Address } from "@ethereumjs/util";
import { addressOf } from "../addresses.js";
import { delegationOf } from "../delegation.js";
import { isRevert, NO_FUNDS, outOfGas, TOO_DEEP } from "../errors.js";
import { type Frame, NOTHING } from "../frame.js";
import type { Operation, Operations, Price } from "../instructions.js";
import { exitOf, type Observer } from "../observer.js";
import { type MaybePromise, then } from "../state.js";
import { big, bounded, isZero, type Word } from "../words.js";
import { accessPrice } from "./environment.js";

/** How the four calls differ. */
interface Kind {
  /** Whether a value is among the operands. */
  readonly carriesValue: boolean;
  /** Whether the called code runs in this account, instead of its own. */
  readonly borrowsCode: boolean;
  /** Whether it runs in this frame's place, with its caller and value. */
  readonly delegates: boolean;
  readonly isStatic: boolean;
}

const CALL: Kind = { carriesValue: true, borrowsCode: false, delegates: false, isStatic: false };
const CALLCODE: Kind = { carriesValue: true, borrowsCode: true, delegates: false, isStatic: false };
const DELEGATECALL: Kind = { carriesValue: false, borrowsCode: true, delegates: true, isStatic: false };
const STATICCALL: Kind = { carriesValue: false, borrowsCode: false, delegates: false, isStatic: true };

/** The profile's lesson: one object of one shape for all kinds. Spread together, it took a quarter of a call's time. */
function messageOf(kind: Kind, frame: Frame, to: Address, value: Word, data: Uint8Array, gas: number): Message {
  return new Message({
    caller: kind.delegates ? frame.caller : frame.address,
    gasLimit: BigInt(gas),
    to: kind.borrowsCode ? frame.address : to,
    codeAddress: to,
    value: kind.delegates ? frame.value : big(value),
    data,
    isStatic: kind.isStatic || frame.isStatic,
    delegatecall: kind.delegates,
    depth: frame.depth + 1,
    blobVersionedHashes: frame.blobVersionedHashes,
  });
}

function newAccountPrice({ context }: Frame, address: Address): MaybePromise<number> {
  return then(context.state.readAccount(address), (account) =>
    account === undefined || account.isEmpty() ? context.instructions.costs.newAccount : 0,
  );
}

/** A delegation is followed once, at the price of an access to where it leads. */
function delegationPrice(frame: Frame, address: Address): MaybePromise<number> {
  const { state, instructions } = frame.context;
  if (!instructions.costs.delegation) return 0;
  return then(state.readCode(address), (code) => {
    const target = delegationOf(code);
    return target === undefined ? 0 : accessPrice(frame, target);
  });
}

/** All but a 64th of the gas, or what was asked for if that is less. */
export function forwarded(available: number, requested = Infinity): number {
  return Math.min(requested, available - Math.floor(available / 64));
}

/** Prices a call and settles how much gas goes with it. */
const price =
  ({ carriesValue, borrowsCode }: Kind): Price =>
  (frame, fee) => {
    const value: Word = carriesValue ? frame.peek(2) : 0;
    const first = carriesValue ? 3 : 2;
    const moves = !isZero(value);
    // A value that leaves the account changes state, and may bring the called account into being.
    const sends = moves && !borrowsCode;
    if (sends) frame.requireMutable();
    const { costs } = frame.context.instructions;
    const growth =
      frame.memory.grow(bounded(frame.peek(first)), bounded(frame.peek(first + 1))) +
      frame.memory.grow(bounded(frame.peek(first + 2)), bounded(frame.peek(first + 3)));
    const to = addressOf(frame.peek(1));
    const fixed = fee + growth + accessPrice(frame, to) + (moves ? costs.callValue : 0);
    return then(sends ? newAccountPrice(frame, to) : 0, (creation) =>
      then(delegationPrice(frame, to), (delegation) => {
        const total = fixed + creation + delegation;
        const available = frame.gas - total;
        if (available < 0) outOfGas(total);
        frame.messageGas = forwarded(available, bounded(frame.peek(0)));
        return total;
      }),
    );
  };

const calling = (kind: Kind): Operation => ({
  pops: kind.carriesValue ? 7 : 6,
  pushes: 1,
  price: price(kind),
  run(frame) {
    frame.pop();
    const to = addressOf(frame.pop());
    const value: Word = kind.carriesValue ? frame.pop() : 0;
    const offset = bounded(frame.pop());
    // The bytes themselves, as in geth: a copy of a large input would cost more than a call does.
    const data = frame.memory.view(offset, bounded(frame.pop()));
    const outputOffset = bounded(frame.pop());
    const outputSize = bounded(frame.pop());
    let gas = frame.messageGas;
    if (!isZero(value)) {
      const { callStipend } = frame.context.instructions.costs;
      frame.gas += callStipend;
      gas += callStipend;
    }
    const message = messageOf(kind, frame, to, value, data, gas);
    return then(enter(frame, message), (result) => {
      if (result === undefined) return frame.push(0);
      const { returnData } = frame;
      frame.memory.copy(outputOffset, returnData, 0, Math.min(outputSize, returnData.length));
      return frame.push(result.execResult.exceptionError === undefined ? 1 : 0);
    });
  },
});

/** Runs a call; undefined where the depth or the balance forbid it. */
function enter(frame: Frame, message: Message): MaybePromise<EVMResult | undefined> {
  frame.returnData = NOTHING;
  const { observer } = frame.context;
  if (observer !== undefined) show(observer, frame, message);
  if (frame.depth >= frame.context.instructions.costs.maxDepth) return forbidden(frame, TOO_DEEP);
  if (message.delegatecall || message.value === 0n) return runBelow(frame, message);
  return then(frame.account(), ({ balance }) =>
    balance < message.value ? forbidden(frame, NO_FUNDS) : runBelow(frame, message),
  );
}

function show(observer: Observer, frame: Frame, message: Message): void {
  const op = frame.code[frame.pc - 1]!;
  observer.enter?.({
    depth: message.depth,
    op,
    from: frame.address.bytes,
    to: message.codeAddress.bytes,
    input: message.data,
    gas: message.gasLimit,
    value: op === 0xfa ? undefined : message.value,
  });
}

/** Nothing ran, and all gas comes back. */
export function forbidden(frame: Frame, error: string): undefined {
  frame.context.observer?.exit?.({ depth: frame.depth + 1, output: NOTHING, gasUsed: 0n, error });
}

/** Runs the message and takes over what it did: its gas, and its logs, refunds and destroyed accounts if it went well. */
export function runBelow(frame: Frame, message: Message): MaybePromise<EVMResult> {
  message.gasRefund = BigInt(frame.refund);
  const selfdestruct = (message.selfdestruct = new Map(frame.selfdestruct));
  const createdAddresses = (message.createdAddresses = new Set(frame.createdAddresses));
  return then(frame.context.run(message), (result) => {
    const { execResult } = result;
    frame.context.observer?.exit?.(exitOf(message.depth, execResult));
    frame.forgetAccount();
    for (const log of execResult.logs ?? []) frame.logs.push(log);
    frame.charge(Number(execResult.executionGasUsed));
    const error = execResult.exceptionError;
    if (error === undefined) {
      for (const [address, beneficiary] of selfdestruct) frame.selfdestruct.set(address, beneficiary);
      for (const address of createdAddresses) frame.createdAddresses.add(address);
      frame.refund = Number(execResult.gasRefund ?? 0n);
    }
    if (error === undefined || isRevert(error)) frame.returnData = execResult.returnValue;
    return result;
  });
}

/** CALL, CALLCODE, DELEGATECALL, STATICCALL. */
export const callOperations: Operations = {
  0xf1: calling(CALL),
  0xf2: calling(CALLCODE),
  0xf4: calling(DELEGATECALL),
  0xfa: calling(STATICCALL),
};
