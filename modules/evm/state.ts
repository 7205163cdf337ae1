import type { AccountFields, StateManagerInterface } from "@ethereumjs/common";
import { EVMError } from "@ethereumjs/evm";
import { Account, type Address } from "@ethereumjs/util";
import type { BranchStack, ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert } from "../../abci/state/errors.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { MaybePromise } from "../../abci/store/types.js";
import { accountOf, type AccountParts, readParts, spendable } from "./account.js";
import { keccak256 } from "./crypto.js";
import type { DirectState } from "./interpreter/state.js";
import type { EvmKeeper } from "./keeper.js";

const NOTHING = new Uint8Array(0);

/**
 * The chain's state as the EVM sees it. Nothing is kept here: what the EVM writes is at once in the overlay that the
 * native modules write to, and its checkpoints are branches of that, so a revert takes back both alike.
 *
 * Balance: what the account holds of the chain's coin and can spend. Nonce: the account's sequence number. An account
 * with neither, and no code, does not exist (EIP-161).
 */
export class EvmState implements StateManagerInterface, DirectState {
  readonly originalStorageCache = {
    get: async (address: Address, slot: Uint8Array): Promise<Uint8Array> => this.readOriginalStorage(address, slot),
    clear: (): void => this.originals.clear(),
  };

  /** Storage as it was before the transaction, of slots that it wrote. */
  private readonly originals = new Map<string, Uint8Array>();
  private ctx: WriteContext | undefined;
  private stack: BranchStack | undefined;
  private coin = "";
  /** By how much balances changed in sum, now and when each open checkpoint was set. */
  private drift = 0n;
  private readonly drifts: bigint[] = [];

  constructor(private readonly keeper: EvmKeeper) {}

  /** Reads and writes go to this context from now on; with a stack, there can be checkpoints too. */
  attach(ctx: WriteContext, denom: string, stack?: BranchStack): void {
    this.ctx = ctx;
    this.stack = stack;
    this.coin = denom;
    this.originals.clear();
    this.drift = 0n;
    this.drifts.length = 0;
  }

  detach(): void {
    this.ctx = undefined;
    this.stack = undefined;
    this.originals.clear();
  }

  /** Coins that came into being, less those that vanished, since `attach`: self-destruction burns. */
  get netChange(): bigint {
    return this.drift;
  }

  /** The coin that is the EVM's. */
  get denom(): string {
    return this.coin;
  }

  get context(): WriteContext {
    assert(this.ctx !== undefined, "EVM state is used while it is attached to a context");
    return this.ctx;
  }

  // --- accounts

  readAccount(address: Address): MaybePromise<Account | undefined> {
    const parts = this.parts(address.bytes);
    return parts instanceof Promise ? parts.then(accountOf) : accountOf(parts);
  }

  async getAccount(address: Address): Promise<Account | undefined> {
    return this.readAccount(address);
  }

  /** Sets balance and nonce; code and storage have methods of their own. @throws EVMError for a module's account */
  async putAccount(address: Address, account?: Account): Promise<void> {
    if (account === undefined) return this.deleteAccount(address);
    const { bytes } = address;
    const found = this.parts(bytes);
    const parts = found instanceof Promise ? await found : found;
    const change = account.balance - spendable(parts);
    if (change !== 0n) this.changeBalance(bytes, parts.held, change);
    const isNew = parts.account === undefined && (account.balance > 0n || account.nonce > 0n);
    if (isNew || account.nonce !== (parts.account?.sequence ?? 0n)) {
      await this.keeper.accounts.setSequence(this.context, bytes, account.nonce);
    }
  }

  /** Takes all that an account is; its entry in the auth module stays, with sequence number 0. */
  async deleteAccount(address: Address): Promise<void> {
    const { bytes } = address;
    const parts = await this.parts(bytes);
    const balance = spendable(parts);
    if (balance !== 0n) this.changeBalance(bytes, parts.held, -balance);
    if (parts.account !== undefined && parts.account.sequence !== 0n) {
      await this.keeper.accounts.setSequence(this.context, bytes, 0n);
    }
    await this.clearStorage(address);
    if (parts.codeHash !== undefined) this.keeper.codeHashes.remove(this.context, bytes);
  }

  async modifyAccountFields(address: Address, fields: AccountFields): Promise<void> {
    const account = (await this.getAccount(address)) ?? new Account();
    account.nonce = fields.nonce ?? account.nonce;
    account.balance = fields.balance ?? account.balance;
    await this.putAccount(address, account);
  }

  private changeBalance(address: Uint8Array, held: bigint, change: bigint): void {
    const { bank } = this.keeper;
    // Modules account for what they hold; coins that come by themselves would break their sums.
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the EVM's own errors are no Errors
    if (change > 0n && bank.isBlocked(this.context, address)) throw blockedRecipient();
    bank.setBalance(this.context, address, { denom: this.coin, before: held, after: held + change });
    this.drift += change;
  }

  private parts(address: Uint8Array): MaybePromise<AccountParts> {
    return readParts(this.context, this.keeper, address, this.coin);
  }

  // --- code

  readCode(address: Address): MaybePromise<Uint8Array> {
    return this.keeper.code(this.context, address.bytes);
  }

  async getCode(address: Address): Promise<Uint8Array> {
    return this.readCode(address);
  }

  async getCodeSize(address: Address): Promise<number> {
    return (await this.readCode(address)).length;
  }

  async putCode(address: Address, code: Uint8Array): Promise<void> {
    const { keeper, context: ctx } = this;
    if (code.length === 0) {
      keeper.codeHashes.remove(ctx, address.bytes);
      return;
    }
    const hash = keccak256(code);
    if (!(await keeper.codes.has(ctx, hash))) keeper.codes.write(ctx, hash, code);
    keeper.codeHashes.write(ctx, address.bytes, hash);
  }

  // --- storage

  readStorage(address: Address, slot: Uint8Array): MaybePromise<Uint8Array> {
    const value = this.keeper.storage.read(this.context, [address.bytes, slot]);
    return value instanceof Promise ? value.then((found) => found ?? NOTHING) : (value ?? NOTHING);
  }

  async getStorage(address: Address, slot: Uint8Array): Promise<Uint8Array> {
    return this.readStorage(address, slot);
  }

  writeStorage(address: Address, slot: Uint8Array, value: Uint8Array): MaybePromise<void> {
    const original = this.readOriginalStorage(address, slot);
    if (original instanceof Promise) return original.then(() => this.setSlot(address, slot, value));
    this.setSlot(address, slot, value);
  }

  async putStorage(address: Address, slot: Uint8Array, value: Uint8Array): Promise<void> {
    await this.writeStorage(address, slot, value);
  }

  /** The value before the transaction; it is remembered when the slot is first written. */
  readOriginalStorage(address: Address, slot: Uint8Array): MaybePromise<Uint8Array> {
    const key = keyFromBytes(address.bytes) + keyFromBytes(slot);
    const known = this.originals.get(key);
    if (known !== undefined) return known;
    const value = this.readStorage(address, slot);
    if (value instanceof Promise) {
      return value.then((found) => {
        this.originals.set(key, found);
        return found;
      });
    }
    this.originals.set(key, value);
    return value;
  }

  /** Removes all storage: of contracts that vanish in the transaction that made them, and of none else since Cancun. */
  async clearStorage(address: Address): Promise<void> {
    const { keeper, context: ctx } = this;
    for await (const [key] of keeper.storage.range(ctx, { prefix: address.bytes })) keeper.storage.remove(ctx, key);
  }

  private setSlot(address: Address, slot: Uint8Array, value: Uint8Array): void {
    const { keeper, context: ctx } = this;
    const digits = withoutLeadingZeros(value);
    if (digits.length === 0) keeper.storage.remove(ctx, [address.bytes, slot]);
    else keeper.storage.write(ctx, [address.bytes, slot], digits);
  }

  // --- checkpoints: branches of the overlay

  openCheckpoint(): void {
    this.stackOrFail().open();
    this.drifts.push(this.drift);
  }

  keepCheckpoint(): void {
    this.stackOrFail().keep();
    this.drifts.pop();
  }

  dropCheckpoint(): void {
    this.stackOrFail().drop();
    this.drift = this.drifts.pop()!;
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

  private stackOrFail(): BranchStack {
    assert(this.stack !== undefined, "EVM checkpoints are set while the state is attached to a stack");
    return this.stack;
  }

  // --- what only tries have

  async getStateRoot(): Promise<Uint8Array> {
    throw new Error("the root of the state is the app hash");
  }

  async setStateRoot(): Promise<void> {
    throw new Error("the root of the state is the app hash");
  }

  async hasStateRoot(): Promise<boolean> {
    return false;
  }

  clearCaches(): void {
    this.originals.clear();
  }

  shallowCopy(): StateManagerInterface {
    return new EvmState(this.keeper);
  }
}

/** The account at an address, in a version that is only read; undefined when it does not exist. */
export async function accountAt(
  ctx: ReadContext,
  keeper: EvmKeeper,
  address: Uint8Array,
): Promise<Account | undefined> {
  const { baseDenom } = await keeper.chain.info(ctx);
  return accountOf(await readParts(ctx, keeper, address, baseDenom));
}

/** Ends the frame that would send, as any other exceptional halt does. */
function blockedRecipient(): EVMError {
  return new EVMError("module account cannot be sent coins" as never);
}

function withoutLeadingZeros(value: Uint8Array): Uint8Array {
  let zeros = 0;
  while (zeros < value.length && value[zeros] === 0) zeros++;
  // A copy: the value may be a view of the EVM's memory.
  return value.slice(zeros);
}
