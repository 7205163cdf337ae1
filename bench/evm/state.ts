import type { AccountFields, StateManagerInterface } from "@ethereumjs/common";
import { Account, type Address } from "@ethereumjs/util";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { DirectState } from "../../modules/evm/interpreter/state.js";

const NOTHING = new Uint8Array(0);

/**
 * Accounts, code and storage in maps with one list of what to undo: as little work as a state manager can be, so that a
 * measurement is of the interpreter.
 */
export class MemoryState implements StateManagerInterface, DirectState {
  readonly #accounts = new Map<string, Account | undefined>();
  readonly #codes = new Map<string, Uint8Array>();
  readonly #storage = new Map<string, Uint8Array>();
  readonly #originals = new Map<string, Uint8Array>();
  readonly #undo: (() => void)[] = [];
  readonly #checkpoints: number[] = [];

  readonly originalStorageCache = {
    get: async (address: Address, key: Uint8Array): Promise<Uint8Array> => this.readOriginalStorage(address, key),
    clear: (): void => this.#originals.clear(),
  };

  readAccount(address: Address): Account | undefined {
    const found = this.#accounts.get(keyFromBytes(address.bytes));
    return found && new Account(found.nonce, found.balance, found.storageRoot, found.codeHash);
  }
  readCode(address: Address): Uint8Array {
    return this.#codes.get(keyFromBytes(address.bytes)) ?? NOTHING;
  }
  readStorage(address: Address, key: Uint8Array): Uint8Array {
    return this.#storage.get(keyFromBytes(address.bytes) + keyFromBytes(key)) ?? NOTHING;
  }
  readOriginalStorage(address: Address, key: Uint8Array): Uint8Array {
    return this.#originals.get(keyFromBytes(address.bytes) + keyFromBytes(key)) ?? this.readStorage(address, key);
  }
  writeStorage(address: Address, key: Uint8Array, value: Uint8Array): void {
    const slot = keyFromBytes(address.bytes) + keyFromBytes(key);
    if (!this.#originals.has(slot)) this.#originals.set(slot, this.#storage.get(slot) ?? NOTHING);
    this.#set(this.#storage, slot, value.slice());
  }

  openCheckpoint(): void {
    this.#checkpoints.push(this.#undo.length);
  }
  keepCheckpoint(): void {
    this.#checkpoints.pop();
  }
  dropCheckpoint(): void {
    const start = this.#checkpoints.pop() ?? 0;
    while (this.#undo.length > start) this.#undo.pop()!();
  }

  async getAccount(address: Address): Promise<Account | undefined> {
    return this.readAccount(address);
  }
  async putAccount(address: Address, account?: Account): Promise<void> {
    this.#set(this.#accounts, keyFromBytes(address.bytes), account);
  }
  async deleteAccount(address: Address): Promise<void> {
    await this.putAccount(address);
  }
  async modifyAccountFields(address: Address, fields: AccountFields): Promise<void> {
    await this.putAccount(address, Object.assign(this.readAccount(address) ?? new Account(), fields));
  }
  async getCode(address: Address): Promise<Uint8Array> {
    return this.readCode(address);
  }
  async getCodeSize(address: Address): Promise<number> {
    return this.readCode(address).length;
  }
  async putCode(address: Address, code: Uint8Array): Promise<void> {
    this.#set(this.#codes, keyFromBytes(address.bytes), code.slice());
  }
  async getStorage(address: Address, key: Uint8Array): Promise<Uint8Array> {
    return this.readStorage(address, key);
  }
  async putStorage(address: Address, key: Uint8Array, value: Uint8Array): Promise<void> {
    this.writeStorage(address, key, value);
  }
  async clearStorage(address: Address): Promise<void> {
    const prefix = keyFromBytes(address.bytes);
    for (const key of this.#storage.keys()) if (key.startsWith(prefix)) this.#set(this.#storage, key, NOTHING);
  }
  async checkpoint(): Promise<void> {
    this.openCheckpoint();
  }
  async commit(): Promise<void> {
    this.keepCheckpoint();
  }
  async revert(): Promise<void> {
    this.dropCheckpoint();
  }

  async getStateRoot(): Promise<Uint8Array> {
    throw new Error("a state in memory has no root");
  }
  async setStateRoot(): Promise<void> {
    throw new Error("a state in memory has no root");
  }
  async hasStateRoot(): Promise<boolean> {
    return false;
  }
  clearCaches(): void {
    this.#originals.clear();
  }
  shallowCopy(): StateManagerInterface {
    throw new Error("a state in memory is not copied");
  }

  #set<T>(map: Map<string, T>, key: string, value: T): void {
    if (this.#checkpoints.length > 0) {
      const before = map.get(key);
      this.#undo.push(before === undefined ? () => void map.delete(key) : () => void map.set(key, before));
    }
    map.set(key, value);
  }
}
