import type { Common } from "@ethereumjs/common";
import type { EVMResult, EVMRunCodeOpts, Message } from "@ethereumjs/evm";
import type { Address } from "@ethereumjs/util";
import type { FastEVM } from "./evm.js";
import type { Instructions } from "./instructions.js";
import type { WarmJournal } from "./journal.js";
import type { Observer } from "./observer.js";
import type { DirectReads, MaybePromise } from "./state.js";
import { type Word, word, wordOfBytes } from "./words.js";

/** The block as the stock EVM is given it. */
export type Block = NonNullable<EVMRunCodeOpts["block"]>;

/** What one transaction's frames share: the EVM's parts, and the words that block and transaction operations push. */
export class Context {
  readonly evm: FastEVM;
  readonly journal: WarmJournal;
  readonly common: Common;
  readonly state: DirectReads;
  readonly instructions: Instructions;
  readonly block: Block;
  readonly transaction: { gasPrice: bigint; origin: Address };
  readonly origin: Word;
  readonly gasPrice: Word;
  readonly coinbase: Word;
  readonly prevRandao: Word;
  readonly keccak256: (data: Uint8Array) => Uint8Array;

  constructor(
    evm: FastEVM,
    state: DirectReads,
    instructions: Instructions,
    block: Block,
    transaction: { gasPrice: bigint; origin: Address },
    keccak256: (data: Uint8Array) => Uint8Array,
  ) {
    this.evm = evm;
    this.journal = evm.journal as unknown as WarmJournal;
    this.common = evm.common;
    this.state = state;
    this.instructions = instructions;
    this.block = block;
    this.transaction = transaction;
    this.origin = wordOfBytes(transaction.origin.bytes);
    this.gasPrice = word(transaction.gasPrice);
    this.coinbase = wordOfBytes(block.header.coinbase.bytes);
    this.prevRandao = wordOfBytes(block.header.prevRandao);
    this.keccak256 = keccak256;
  }

  /** Who sees the transaction run. */
  get observer(): Observer | undefined {
    return this.evm.observer;
  }

  /** Runs a call or a creation of a frame. */
  run(message: Message): MaybePromise<EVMResult> {
    return this.evm.callFromFrame(message, this);
  }
}
