import { Address, bigIntToUnpaddedBytes, generateAddress, generateAddress2, KECCAK256_NULL } from "@ethereumjs/util";
import { bytesEqual, keyFromBytes, keyToBytes } from "../../../abci/store/bytes.js";
import { delegationOf } from "../../../modules/evm/authorizations.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import { CALL_OPS } from "../../../modules/evm/interpreter/opcodes.js";
import type { Step } from "../../../modules/evm/interpreter/observer.js";
import { bounded, bytesOf, type Word } from "../../../modules/evm/interpreter/words.js";
import { failed } from "../errors.js";
import { data, quantity } from "../values.js";
import { readFlag } from "./config.js";
import type { Tracer, TracerFactory, TracerParts } from "./tracer.js";

interface Options {
  readonly diff: boolean;
  readonly code: boolean;
  readonly storage: boolean;
  readonly includeEmpty: boolean;
}

/** An account as it was when the transaction first touched it. */
interface Touched {
  readonly balance: bigint;
  readonly nonce: bigint;
  readonly code: Uint8Array;
  /** Slots as binary strings; words as text. */
  readonly slots: Map<string, string>;
}

/** An account in a trace; what is undefined is left out. */
interface AccountJson {
  balance?: string;
  code?: string;
  codeHash?: string;
  nonce?: number;
  storage?: Record<string, string>;
}

const ZERO = `0x${"0".repeat(64)}`;
const NO_CODE_HASH = ZERO;
/** What an account or a slot takes in JSON beside its code, roughly. */
const ACCOUNT_BYTES = 250;
const SLOT_BYTES = 140;

const SLOT_OPS = new Set([0x54, 0x55]);
/** BALANCE, EXTCODESIZE, EXTCODECOPY, EXTCODEHASH, SELFDESTRUCT: the account is on top. */
const ACCOUNT_OPS = new Set([0x31, 0x3b, 0x3c, 0x3f, 0xff]);
const SELFDESTRUCT = 0xff;
const CREATE = 0xf0;
const CREATE2 = 0xf5;

/**
 * `prestateTracer`: what the transaction touches, as it was before; with `diffMode`, what changed, before and after. Options
 * also: `disableCode`, `disableStorage`, `includeEmpty`.
 */
export const prestateTracer: TracerFactory = (parts, config) => {
  const [diff, includeEmpty] = [readFlag(config, "diffMode"), readFlag(config, "includeEmpty")];
  if (diff && includeEmpty) throw failed("cannot use diffMode with includeEmpty");
  const [code, storage] = [!readFlag(config, "disableCode"), !readFlag(config, "disableStorage")];
  return new PrestateTracer(parts, { diff, includeEmpty, code, storage });
};

class PrestateTracer implements Tracer {
  private readonly touched = new Map<string, Touched>();
  private readonly created = new Set<string>();
  private readonly deleted = new Set<string>();
  private readonly after = new Map<string, Touched>();

  constructor(
    private readonly parts: TracerParts,
    private readonly options: Options,
  ) {}

  async start(): Promise<void> {
    const { sender, to, coinbase, authorities } = this.parts.traced;
    if (to !== undefined) await this.touchDelegate(to);
    const { nonce } = await this.touch(sender);
    const target = to ?? generateAddress(sender, bigIntToUnpaddedBytes(nonce));
    if (to === undefined) this.created.add(keyFromBytes(target));
    for (const address of [target, coinbase, ...authorities]) await this.touch(address);
  }

  step(step: Step): Promise<void> | undefined {
    const pause = this.parts.budget.step();
    if (step.error !== undefined || !this.looksAt(step)) return pause;
    return pause === undefined ? this.look(step) : pause.then(() => this.look(step));
  }

  async end(): Promise<void> {
    if (!this.options.diff) return;
    for (const [key, before] of this.touched) {
      const address = new Address(Uint8Array.from(keyToBytes(key)));
      const after = await this.read(address.bytes);
      for (const slot of before.slots.keys()) after.slots.set(slot, await this.slot(address, keyToBytes(slot)));
      this.after.set(key, after);
    }
  }

  result(): unknown {
    if (this.options.diff) return this.difference();
    const entries = [...this.touched].filter(([, account]) => this.options.includeEmpty || exists(account));
    return Object.fromEntries(entries.map(([key, account]) => [data(keyToBytes(key)), this.json(account)]));
  }

  // --- what is touched

  private looksAt({ op, frame }: Step): boolean {
    if (SLOT_OPS.has(op) || ACCOUNT_OPS.has(op)) return frame.sp >= 1;
    return CALL_OPS.has(op) || op === CREATE || (op === CREATE2 && frame.sp >= 4);
  }

  private async look({ op, frame }: Step): Promise<void> {
    const own = frame.address.bytes;
    if (SLOT_OPS.has(op)) await this.touchSlot(frame.address, bytesOf(frame.peek(0)));
    else if (ACCOUNT_OPS.has(op)) await this.touch(addressIn(frame.peek(0)));
    else if (CALL_OPS.has(op)) {
      await this.touch(addressIn(frame.peek(1)));
      await this.touchDelegate(addressIn(frame.peek(1)));
    } else {
      const { nonce } = await this.read(own);
      const made =
        op === CREATE
          ? generateAddress(own, bigIntToUnpaddedBytes(nonce))
          : generateAddress2(
              own,
              bytesOf(frame.peek(3)),
              frame.memory.slice(bounded(frame.peek(1)), bounded(frame.peek(2))),
            );
      await this.touch(made);
      this.created.add(keyFromBytes(made));
    }
    const key = keyFromBytes(own);
    if (op === SELFDESTRUCT && this.created.has(key)) this.deleted.add(key);
  }

  private async touchDelegate(address: Uint8Array): Promise<void> {
    const target = delegationOf(await this.parts.state.getCode(new Address(address)));
    if (target !== undefined) await this.touch(target);
  }

  private async touch(address: Uint8Array): Promise<Touched> {
    const key = keyFromBytes(address);
    let account = this.touched.get(key);
    if (account !== undefined) return account;
    account = await this.read(address);
    this.parts.budget.keep(ACCOUNT_BYTES + (this.options.code ? 2 * account.code.length : 0));
    this.touched.set(key, account);
    return account;
  }

  private async touchSlot(address: Address, slot: Uint8Array): Promise<void> {
    if (!this.options.storage) return;
    const { slots } = await this.touch(address.bytes);
    const key = keyFromBytes(slot);
    if (slots.has(key)) return;
    this.parts.budget.keep(SLOT_BYTES);
    slots.set(key, await this.slot(address, slot));
  }

  private async read(bytes: Uint8Array): Promise<Touched> {
    const { state } = this.parts;
    const address = new Address(Uint8Array.from(bytes));
    const { balance = 0n, nonce = 0n } = (await state.getAccount(address)) ?? {};
    return { balance, nonce, code: await state.getCode(address), slots: new Map() };
  }

  private async slot(address: Address, slot: Uint8Array): Promise<string> {
    const found = await this.parts.state.getStorage(address, slot);
    return data(Buffer.concat([new Uint8Array(32 - found.length), found]));
  }

  // --- what is told

  private json({ balance, nonce, code, slots }: Touched): AccountJson {
    const account: AccountJson = { balance: quantity(balance) };
    if (this.options.code && code.length > 0) account.code = data(code);
    if (code.length > 0) account.codeHash = data(keccak256(code));
    if (nonce > 0n) account.nonce = Number(nonce);
    if (slots.size > 0) account.storage = storageJson(slots);
    return account;
  }

  private difference(): unknown {
    const pre: Record<string, AccountJson> = {};
    const post: Record<string, AccountJson> = {};
    for (const [key, before] of this.touched) {
      const address = data(keyToBytes(key));
      const after = this.after.get(key);
      const isDeleted = this.deleted.has(key);
      const changed = after === undefined || isDeleted ? undefined : this.changes(before, after);
      if (changed === undefined && !isDeleted) continue;
      if (changed !== undefined) post[address] = changed;
      if (!exists(before)) continue;
      const slots = isDeleted ? before.slots : changedSlots(before, after!);
      pre[address] = this.json({ ...before, slots });
    }
    return { post, pre };
  }

  /** What is different after; undefined when nothing is. */
  private changes(before: Touched, after: Touched): AccountJson | undefined {
    const changed: AccountJson = {};
    if (after.balance !== before.balance) changed.balance = quantity(after.balance);
    if (after.nonce !== before.nonce) changed.nonce = Number(after.nonce);
    if (!bytesEqual(after.code, before.code)) {
      const hash = keccak256(after.code);
      changed.codeHash = bytesEqual(hash, KECCAK256_NULL) ? NO_CODE_HASH : data(hash);
      if (this.options.code && after.code.length > 0) changed.code = data(after.code);
    }
    const written = [...before.slots].filter(([slot, value]) => after.slots.get(slot) !== value);
    const left = written.map(([slot]) => [slot, after.slots.get(slot)!] as const).filter(([, value]) => value !== ZERO);
    if (left.length > 0) changed.storage = storageJson(left);
    return Object.keys(changed).length === 0 && written.length === 0 ? undefined : changed;
  }
}

const addressIn = (word: Word): Uint8Array => bytesOf(word).subarray(12);

const exists = ({ balance, nonce, code }: Touched): boolean => balance > 0n || nonce > 0n || code.length > 0;

/** Slots that the transaction changed, without those that were empty. */
function changedSlots(before: Touched, after: Touched): Map<string, string> {
  return new Map([...before.slots].filter(([slot, value]) => value !== ZERO && after.slots.get(slot) !== value));
}

function storageJson(slots: Iterable<readonly [slot: string, value: string]>): Record<string, string> {
  return Object.fromEntries([...slots].map(([slot, value]) => [data(keyToBytes(slot)), value]));
}
