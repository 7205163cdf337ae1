import type { EVMError, Log, Message } from "@ethereumjs/evm";
import { Account, type Address, type PrefixedHexString } from "@ethereumjs/util";
import { KnownAddress } from "./addresses.js";
import { Analysis, analysisOf } from "./analysis.js";
import type { Context } from "./context.js";
import { outOfGas, refundExhausted, stackUnderflow, staticStateChange } from "./errors.js";
import { Memory } from "./memory.js";
import { type MaybePromise, then } from "./state.js";
import type { Word } from "./words.js";

export const NOTHING = new Uint8Array(0);
const ZERO_ADDRESS = new KnownAddress(new Uint8Array(20));
/** What the stock interpreter takes for call data that a message does not have. */
const NO_DATA = Uint8Array.of(0);

/** A program counter past every code: the loop ends there. */
const END = 2 ** 31 - 1;

/** Stacks of finished frames, for the next ones; their items are never read before they are written. */
const stacks: Word[][] = [];
const MOST_STACKS = 64;

/** One call's or creation's execution: everything that its code sees and changes. */
export class Frame {
  readonly context: Context;
  readonly code: Uint8Array;
  readonly analysis: Analysis;
  pc = 0;
  /** Gas left, a number: at most 2^43 (see `evm.ts`). */
  gas: number;
  /** The refund counter, of the whole transaction up to here. */
  refund: number;
  /** Items at and above `sp` are left over. */
  readonly stack: Word[];
  sp = 0;
  readonly memory = Memory.take();

  readonly address: KnownAddress;
  readonly codeAddress: Address;
  readonly caller: KnownAddress;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly isStatic: boolean;
  readonly depth: number;
  readonly blobVersionedHashes: PrefixedHexString[];

  /** Gas that goes with the call or creation that was just priced. */
  messageGas = 0;
  /** The storage slot that was just priced, as 32 bytes. */
  slot: Uint8Array = NOTHING;
  /** What the last call or creation returned. */
  returnData: Uint8Array = NOTHING;
  /** What this frame returns or reverts with. */
  output: Uint8Array | undefined;
  logs: Log[];
  /** Accounts that destroyed themselves, with their beneficiaries; accounts created in this transaction. */
  readonly selfdestruct: Map<PrefixedHexString, PrefixedHexString>;
  readonly createdAddresses: Set<PrefixedHexString>;
  error: EVMError | undefined;

  #account: Account | undefined;

  constructor(context: Context, message: Message, initialLogs: Log[] | undefined) {
    this.context = context;
    this.code = message.code as Uint8Array;
    this.analysis = message.isCreate === true ? new Analysis(this.code) : analysisOf(this.code);
    this.gas = Number(message.gasLimit);
    this.refund = Number(message.gasRefund);
    this.stack = stacks.pop() ?? [];
    this.address = KnownAddress.of(message.to ?? ZERO_ADDRESS);
    this.codeAddress = message.codeAddress;
    this.caller = KnownAddress.of(message.caller);
    this.value = message.value;
    this.data = message.data ?? NO_DATA;
    this.isStatic = message.isStatic ?? false;
    this.depth = message.depth;
    this.blobVersionedHashes = message.blobVersionedHashes ?? [];
    this.logs = initialLogs === undefined ? [] : [...initialLogs];
    this.selfdestruct = message.selfdestruct ?? new Map<PrefixedHexString, PrefixedHexString>();
    this.createdAddresses = message.createdAddresses ?? new Set();
  }

  /** Pushes a result; room was checked before the operation ran. */
  push(word: Word): void {
    this.stack[this.sp++] = word;
  }

  pop(): Word {
    return this.stack[--this.sp]!;
  }

  /** The item so many below the top. */
  peek(below: number): Word {
    return this.stack[this.sp - 1 - below]!;
  }

  /** @throws stack underflow */
  need(items: number): void {
    if (this.sp < items) stackUnderflow(this.sp, items);
  }

  /** @throws static state change, in a frame that may change nothing */
  requireMutable(): void {
    if (this.isStatic) staticStateChange();
  }

  /** @throws out of gas, after which none is left */
  charge(gas: number): void {
    const left = this.gas - gas;
    if (left < 0) {
      this.gas = 0;
      outOfGas(gas);
    }
    this.gas = left;
  }

  /** @throws refund exhausted */
  subtractRefund(gas: number): void {
    this.refund -= gas;
    if (this.refund < 0) {
      this.refund = 0;
      refundExhausted();
    }
  }

  /** Ends the frame after this operation. */
  halt(output?: Uint8Array): void {
    this.output = output;
    this.pc = END;
  }

  /** Whether an operation ended it; code that runs past its end ends without one. */
  get ended(): boolean {
    return this.pc === END;
  }

  /** The executing account as it is now: an empty one where there is none. */
  account(): MaybePromise<Account> {
    if (this.#account !== undefined) return this.#account;
    return then(this.context.state.readAccount(this.address), (account) => (this.#account = account ?? new Account()));
  }

  /** To be called after what may have changed the executing account. */
  forgetAccount(): void {
    this.#account = undefined;
  }

  /** Gives stack and memory back; the frame is not used after it. */
  release(): void {
    this.memory.release();
    if (stacks.length < MOST_STACKS) stacks.push(this.stack);
  }
}
