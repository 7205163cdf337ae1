import type { StateManagerInterface } from "@ethereumjs/common";
import type { Account, Address } from "@ethereumjs/util";

/** A value that may have to be waited for. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * What a state manager may offer beside its promises: the same, done at once where everything is at hand. The
 * interpreter suspends only for a promise. Accounts and arrays that are handed out are not written to, and one code is
 * one array (`analysis.ts` caches by it).
 */
export interface DirectReads {
  readAccount(address: Address): MaybePromise<Account | undefined>;
  readCode(address: Address): MaybePromise<Uint8Array>;
  readStorage(address: Address, key: Uint8Array): MaybePromise<Uint8Array>;
  /** The value before the transaction. */
  readOriginalStorage(address: Address, key: Uint8Array): MaybePromise<Uint8Array>;
  /** Keeps neither of the arrays, which may be views of memory. */
  writeStorage(address: Address, key: Uint8Array, value: Uint8Array): MaybePromise<void>;
}

/** `checkpoint`, `commit` and `revert` at once. */
export interface DirectCheckpoints {
  openCheckpoint(): void;
  keepCheckpoint(): void;
  dropCheckpoint(): void;
}

export type DirectState = DirectReads & DirectCheckpoints;

type Offers<T> = StateManagerInterface & T;

/** The state manager's own direct reads, or its promises. */
export function directReads(state: StateManagerInterface): DirectReads {
  if (typeof (state as Partial<Offers<DirectReads>>).readAccount === "function") return state as Offers<DirectReads>;
  return {
    readAccount: (address) => state.getAccount(address),
    readCode: (address) => state.getCode(address),
    readStorage: (address, key) => state.getStorage(address, key),
    readOriginalStorage: (address, key) => state.originalStorageCache.get(address, key),
    writeStorage: (address, key, value) => state.putStorage(address, key, value),
  };
}

/** Whether the state manager sets and closes checkpoints at once. */
export function offersDirectCheckpoints(state: StateManagerInterface): state is Offers<DirectCheckpoints> {
  return typeof (state as Partial<Offers<DirectCheckpoints>>).openCheckpoint === "function";
}

/** Whether the value has to be waited for. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}

/** Goes on with a value, at once where it is there. */
export function then<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? value.then(next) : next(value);
}
