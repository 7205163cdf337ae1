import type { StateManagerInterface } from "@ethereumjs/common";
import { type Account, Address, bytesToHex, type PrefixedHexString, stripHexPrefix } from "@ethereumjs/util";
import { keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import { KnownAddress } from "./addresses.js";
import { type DirectCheckpoints, type MaybePromise, offersDirectCheckpoints } from "./state.js";

/** Stays touched when what touched it is undone: a block of 2016 did that, and clients agreed to keep it. */
const RIPEMD160 = keyFromBytes(Uint8Array.from({ length: 20 }, (_, at) => (at === 19 ? 3 : 0)));

/** What one step changed: an account became touched, or an account or slot became warm. */
type Change = readonly [kind: "touched" | "account" | "slot", address: string, slot: string];

const keyOfHex = (hex: string): string => keyFromBytes(Buffer.from(stripHexPrefix(hex), "hex"));
const hexOfKey = (key: string): string => bytesToHex(keyToBytes(key)).slice(2);

/**
 * Does what the stock journal does, in place of it: which accounts and slots are warm (EIP-2929) and which accounts are
 * touched (EIP-161), undone with the state. It keys by binary strings, where the stock one writes each key out in
 * hexadecimal at each question, and undoes from one list, where the stock one makes three collections a checkpoint.
 */
export class WarmJournal {
  /** Accounts and slots seen since it was asked for, in hexadecimal without prefix, for `eth_createAccessList`. */
  accessList: Map<string, Set<string>> | undefined;
  preimages: Map<PrefixedHexString, Uint8Array> | undefined;

  readonly #state: StateManagerInterface;
  readonly #direct: DirectCheckpoints | undefined;
  #warm = new Map<string, Set<string>>();
  #alwaysWarm = new Map<string, Set<string>>();
  /** Accounts that are warm in every transaction: to enter a fork's seventeen in each took a twentieth of a transfer. */
  #keptWarm: ReadonlySet<string> | ReadonlyMap<string, unknown> = new Set<string>();
  #touched = new Set<string>();
  #changes: Change[] = [];
  #checkpoints: number[] = [];

  constructor(state: StateManagerInterface) {
    this.#state = state;
    this.#direct = offersDirectCheckpoints(state) ? state : undefined;
  }

  startReportingAccessList(): void {
    this.accessList = new Map();
  }

  startReportingPreimages(): void {
    this.preimages = new Map();
  }

  // --- state

  async putAccount(address: Address, account: Account | undefined): Promise<void> {
    this.touch(address);
    await this.#state.putAccount(address, account);
  }

  async deleteAccount(address: Address): Promise<void> {
    this.touch(address);
    await this.#state.deleteAccount(address);
  }

  /** Notes that the account was part of a call: if it is empty, `cleanup` removes it. */
  touch(address: Address): void {
    const { key } = KnownAddress.of(address);
    if (this.preimages !== undefined) {
      this.preimages.set(bytesToHex(this.#state.getAppliedKey!(address.bytes)), address.bytes);
    }
    if (this.#touched.has(key)) return;
    this.#touched.add(key);
    this.#changes.push(["touched", key, ""]);
  }

  /** Opens a checkpoint; a promise where the state manager cannot do it at once. */
  open(): MaybePromise<void> {
    this.#checkpoints.push(this.#changes.length);
    return this.#direct === undefined ? this.#state.checkpoint() : this.#direct.openCheckpoint();
  }

  /** Closes the last checkpoint, and undoes what was done since, or does not. */
  close(undo: boolean): MaybePromise<void> {
    const start = this.#checkpoints.pop() ?? 0;
    if (undo) this.#undo(start);
    if (this.#direct === undefined) return undo ? this.#state.revert() : this.#state.commit();
    return undo ? this.#direct.dropCheckpoint() : this.#direct.keepCheckpoint();
  }

  async checkpoint(): Promise<void> {
    await this.open();
  }

  async commit(): Promise<void> {
    await this.close(false);
  }

  async revert(): Promise<void> {
    await this.close(true);
  }

  #undo(start: number): void {
    for (let at = this.#changes.length - 1; at >= start; at--) {
      const [kind, address, slot] = this.#changes[at]!;
      if (kind === "account") this.#warm.delete(address);
      else if (kind === "slot") this.#warm.get(address)?.delete(slot);
      else if (address !== RIPEMD160) this.#touched.delete(address);
    }
    this.#changes.length = start;
  }

  cleanJournal(): void {
    this.#warm = new Map();
    this.#alwaysWarm = new Map();
    this.#keptWarm = new Set();
    this.#touched = new Set();
    this.#changes = [];
    this.#checkpoints = [];
  }

  /** Removes the touched accounts that are empty (EIP-161), and starts anew. */
  async cleanup(): Promise<void> {
    for (const key of this.#touched) {
      const address = new Address(Uint8Array.from(keyToBytes(key)));
      const account = await this.#state.getAccount(address);
      if (account === undefined || account.isEmpty()) await this.deleteAccount(address);
    }
    this.cleanJournal();
    this.accessList = undefined;
    this.preimages = undefined;
  }

  // --- warm accounts and slots

  /** Whether the account was warm; from now on it is. */
  visit(address: Address): boolean {
    const { key } = KnownAddress.of(address);
    const warm = this.#isWarm(key);
    if (!warm) this.#warmAccount(key);
    return warm;
  }

  /** Whether the account's slot was warm; from now on it is. */
  visitSlot(address: Address, slot: Uint8Array): boolean {
    const { key } = KnownAddress.of(address);
    const slotKey = keyFromBytes(slot);
    const warm = this.#isWarmSlot(key, slotKey);
    if (!warm) this.#warmSlot(key, slotKey);
    return warm;
  }

  /** Has accounts warm, by binary string, until the journal is cleaned. The collection must not change meanwhile. */
  keepWarm(accounts: ReadonlySet<string> | ReadonlyMap<string, unknown>): void {
    this.#keptWarm = accounts;
  }

  addAlwaysWarmAddress(address: string, addToAccessList = false): void {
    const key = keyOfHex(address);
    if (!this.#alwaysWarm.has(key)) this.#alwaysWarm.set(key, new Set());
    if (addToAccessList) this.#report(key);
  }

  addAlwaysWarmSlot(address: string, slot: string, addToAccessList = false): void {
    this.addAlwaysWarmAddress(address, addToAccessList);
    const [key, slotKey] = [keyOfHex(address), keyOfHex(slot)];
    this.#alwaysWarm.get(key)!.add(slotKey);
    if (addToAccessList) this.#report(key, slotKey);
  }

  isWarmedAddress(address: Uint8Array): boolean {
    return this.#isWarm(keyFromBytes(address));
  }

  addWarmedAddress(address: Uint8Array): void {
    this.#warmAccount(keyFromBytes(address));
  }

  isWarmedStorage(address: Uint8Array, slot: Uint8Array): boolean {
    return this.#isWarmSlot(keyFromBytes(address), keyFromBytes(slot));
  }

  addWarmedStorage(address: Uint8Array, slot: Uint8Array): void {
    this.#warmSlot(keyFromBytes(address), keyFromBytes(slot));
  }

  /** Everything that became warm, in hexadecimal: slots by account. */
  warmed(): Map<string, Set<string>> {
    return new Map([...this.#warm].map(([address, slots]) => [hexOfKey(address), new Set([...slots].map(hexOfKey))]));
  }

  #isWarm(key: string): boolean {
    return this.#warm.has(key) || this.#alwaysWarm.has(key) || this.#keptWarm.has(key);
  }

  #isWarmSlot(address: string, slot: string): boolean {
    return this.#warm.get(address)?.has(slot) === true || this.#alwaysWarm.get(address)?.has(slot) === true;
  }

  #warmAccount(address: string): Set<string> {
    let slots = this.#warm.get(address);
    if (slots === undefined) {
      this.#warm.set(address, (slots = new Set()));
      this.#changes.push(["account", address, ""]);
    }
    this.#report(address);
    return slots;
  }

  #warmSlot(address: string, slot: string): void {
    const slots = this.#warmAccount(address);
    if (!slots.has(slot)) {
      slots.add(slot);
      this.#changes.push(["slot", address, slot]);
    }
    this.#report(address, slot);
  }

  #report(address: string, slot?: string): void {
    if (this.accessList === undefined) return;
    const name = hexOfKey(address);
    let slots = this.accessList.get(name);
    if (slots === undefined) this.accessList.set(name, (slots = new Set()));
    if (slot !== undefined) slots.add(hexOfKey(slot));
  }
}
