import { Params } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Coin } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert, sdk } from "../../abci/state/errors.js";
import { addressKey, bytesKey, int64Key, pair, uint64Key } from "../../abci/state/keys.js";
import { bytesValue, protoValue, remembered } from "../../abci/state/values.js";
import { bytesEqual, keyFromBytes } from "../../abci/store/bytes.js";
import type { MaybePromise, StoreKey } from "../../abci/store/types.js";
import { type Account, accountValue, isVestingAccount, packedIsVesting, plainAccount } from "./account.js";
import { addressOfModule } from "./pubkey-addresses.js";
import type { ModulePermission, ModulePermissions } from "./types.js";
import { lockedCoins, trackDelegation, trackUndelegation } from "./vesting.js";
import { type VestingPlan, validateVesting, vestingAccount } from "./vesting-plan.js";

export interface AuthOptions {
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  /** Module accounts by name, with what each may do. */
  readonly modules: ModulePermissions;
}

interface ModuleAddress {
  readonly address: Uint8Array;
  readonly permissions: readonly ModulePermission[];
}

/** Who exists, under which number, and which transaction of theirs comes next. */
export class AccountKeeper {
  /** What transactions may be like, and what signatures cost. */
  readonly parameters;
  /** address → account, of any kind. AUTH-1, AUTH-2 */
  readonly accounts;
  /** The same entries, undecoded: what only needs to know of which kind an account is. */
  private readonly packed;
  /** The number that the next account gets. AUTH-3 */
  readonly nextNumber;
  /** account number → address; numbers are unique. AUTH-2 */
  readonly byNumber;
  /** (time-out in Unix nanoseconds, signer) of unordered transactions that were executed. */
  readonly nonces;

  readonly authority: Uint8Array;
  private readonly modules: ReadonlyMap<string, ModuleAddress>;
  private readonly moduleNames: ReadonlyMap<string, string>;

  constructor(store: ModuleStore, { authority, modules }: AuthOptions) {
    this.parameters = store.item(0x00, "params", remembered(protoValue(Params)));
    // The ante handler reads the same account for its fee and for its signature.
    this.accounts = store.map(0x01, "accounts", addressKey, remembered(accountValue));
    this.packed = this.accounts.as(bytesValue);
    this.nextNumber = store.sequence(0x02, "nextNumber");
    this.byNumber = store.map("accountNumber", "byNumber", uint64Key, bytesValue);
    this.nonces = store.set(0x5a, "nonces", pair(int64Key, bytesKey));
    this.authority = authority;
    this.modules = new Map(
      Object.entries(modules).map(([name, permissions]) => [name, { address: addressOfModule(name), permissions }]),
    );
    this.moduleNames = new Map([...this.modules].map(([name, { address }]) => [keyFromBytes(address), name]));
  }

  /** @throws sdk.unknownAddress */
  async get(ctx: ReadContext, address: Uint8Array): Promise<Account> {
    const account = await this.accounts.get(ctx, address);
    if (account === undefined) throw sdk.unknownAddress(`account ${ctx.addresses.format(address)} does not exist`);
    return account;
  }

  getOrUndefined(ctx: ReadContext, address: Uint8Array): Promise<Account | undefined> {
    return this.accounts.get(ctx, address);
  }

  /** The same, at once when it is in memory. */
  peek(ctx: ReadContext, address: Uint8Array): MaybePromise<Account | undefined> {
    return this.accounts.read(ctx, address);
  }

  exists(ctx: ReadContext, address: Uint8Array): MaybePromise<boolean> {
    return this.accounts.contains(ctx, address);
  }

  /**
   * Writes an account of any kind, and its number's index entry when the account is new or its number has changed.
   * For the signer of a transaction, `setSigner` does it with fewer steps.
   */
  async set(ctx: WriteContext, account: Account): Promise<void> {
    const address = ctx.addresses.parse(account.address);
    const known = await this.accounts.get(ctx, address);
    if (known === undefined || known.accountNumber !== account.accountNumber) {
      const owner = await this.byNumber.get(ctx, account.accountNumber);
      assert(owner === undefined || bytesEqual(owner, address), "AUTH-2: account numbers are unique");
      if (known !== undefined) await this.byNumber.delete(ctx, known.accountNumber);
      await this.byNumber.set(ctx, account.accountNumber, address);
    }
    await this.accounts.set(ctx, address, account);
  }

  /** Writes an account that was read in this context, with its key and next sequence number; its number stays. */
  setSigner(
    ctx: WriteContext,
    account: Account,
    { publicKey, sequence }: { publicKey: Any | undefined; sequence: bigint },
  ): void {
    this.accounts.write(ctx, ctx.addresses.parse(account.address), { ...account, pubKey: publicKey, sequence });
  }

  /** Writes an account's next sequence number; an address without account gets a plain one. */
  async setSequence(ctx: WriteContext, address: Uint8Array, sequence: bigint): Promise<void> {
    const account = await this.accounts.get(ctx, address);
    if (account !== undefined) return this.accounts.set(ctx, address, { ...account, sequence });
    const base = plainAccount(ctx.addresses.format(address), await this.nextNumber.next(ctx));
    await this.insert(ctx, address, { ...base, sequence });
  }

  /** Makes a plain account with the next number; the caller has seen that there is none at this address. */
  async create(ctx: WriteContext, address: Uint8Array): Promise<void> {
    await this.insert(ctx, address, plainAccount(ctx.addresses.format(address), await this.nextNumber.next(ctx)));
  }

  /**
   * Makes a vesting account with the next number, which has delegated nothing; the caller has seen that there is none.
   * @throws sdk.invalidRequest for a schedule that does not add up
   */
  async createVesting(ctx: WriteContext, address: Uint8Array, plan: VestingPlan): Promise<void> {
    const base = plainAccount(ctx.addresses.format(address), await this.nextNumber.next(ctx));
    const account = vestingAccount(base, plan);
    try {
      validateVesting(account);
    } catch (error) {
      throw sdk.invalidRequest(error instanceof Error ? error.message : "invalid vesting schedule");
    }
    await this.insert(ctx, address, account);
  }

  /** Writes an account that did not exist, under a number that is not in use. */
  async insert(ctx: WriteContext, address: Uint8Array, account: Account): Promise<void> {
    await this.byNumber.set(ctx, account.accountNumber, address);
    await this.accounts.set(ctx, address, account);
  }

  /** Where an account is stored: for read-ahead hints. */
  locate(address: Uint8Array): StoreKey {
    return this.accounts.locate(address);
  }

  params(ctx: ReadContext): MaybePromise<Params> {
    return this.parameters.readSet(ctx);
  }

  /** @param params checked by the caller, see `validateParams` */
  setParams(ctx: WriteContext, params: Params): Promise<void> {
    return this.parameters.set(ctx, params);
  }

  /** A module account's address, which needs no state. Fails an assertion for a name that the wiring does not know. */
  moduleAddress(name: string): Uint8Array {
    return this.moduleOf(name).address;
  }

  /** Names of all module accounts, sorted. */
  get moduleAccountNames(): string[] {
    return [...this.modules.keys()].sort();
  }

  /** The name of the module whose account an address is. */
  moduleNameOf(address: Uint8Array): string | undefined {
    return this.moduleNames.get(keyFromBytes(address));
  }

  /** Whether an address is that of a module account, made already or not. */
  isModuleAccount(address: Uint8Array): boolean {
    return this.moduleNames.has(keyFromBytes(address));
  }

  /** Whether the wiring allows a module account to mint, to burn, or to hold delegated coins. */
  modulePermits(name: string, permission: ModulePermission): boolean {
    return this.moduleOf(name).permissions.includes(permission);
  }

  /**
   * The address of a module account, which is made if there is none. Whatever other account stands at the address
   * becomes the module's: nobody can have its key, but anyone can have sent coins there before the module existed.
   */
  async ensureModuleAccount(ctx: WriteContext, name: string): Promise<Uint8Array> {
    const { address, permissions } = this.moduleOf(name);
    const known = await this.accounts.get(ctx, address);
    if (known?.kind === "module") {
      assert(known.name === name, `AUTH-5: the account of module ${name} is its own`);
      return address;
    }
    const accountNumber = known?.accountNumber ?? (await this.nextNumber.next(ctx));
    const base = plainAccount(ctx.addresses.format(address), accountNumber);
    await this.insert(ctx, address, { ...base, kind: "module", name, permissions });
    return address;
  }

  /** What an account cannot spend at the block's time; nothing for any but vesting accounts. */
  lockedCoins(ctx: ReadContext, address: Uint8Array): MaybePromise<readonly Coin[]> {
    const packed = this.packed.read(ctx, address);
    return packed instanceof Promise ? packed.then((bytes) => lockedIn(ctx, bytes)) : lockedIn(ctx, packed);
  }

  /** Notes on a vesting account that it delegated `amount` of the `balance` it had; nothing for others. */
  async trackDelegation(
    ctx: WriteContext,
    address: Uint8Array,
    { balance, amount }: { balance: readonly Coin[]; amount: readonly Coin[] },
  ): Promise<void> {
    const account = await this.get(ctx, address);
    if (!isVestingAccount(account)) return;
    const { timeNanos } = ctx.block;
    await this.accounts.set(ctx, address, trackDelegation(account, { balance, amount, timeNanos }));
  }

  /** Notes on a vesting account that `amount` came back from delegation; nothing for others. */
  async trackUndelegation(ctx: WriteContext, address: Uint8Array, amount: readonly Coin[]): Promise<void> {
    const account = await this.get(ctx, address);
    if (isVestingAccount(account)) await this.accounts.set(ctx, address, trackUndelegation(account, amount));
  }

  /** Uses up the nonce of an unordered transaction. @throws sdk.invalidRequest when it was used before */
  async addUnorderedNonce(
    ctx: WriteContext,
    { sender, timeoutNanos }: { sender: Uint8Array; timeoutNanos: bigint },
  ): Promise<void> {
    const nonce = [timeoutNanos, sender] as const;
    if (await this.nonces.has(ctx, nonce)) {
      throw sdk.invalidRequest(
        `failed to add unordered nonce: sender ${ctx.addresses.format(sender)} has already used timeout ${timeoutNanos}`,
      );
    }
    await this.nonces.add(ctx, nonce);
  }

  /**
   * Removes nonces whose time-out lies before this block's time, at most `limit` of them, the oldest first. One that
   * times out exactly now stays: its transaction may still be in this block.
   */
  async removeExpiredNonces(ctx: WriteContext, limit: number): Promise<number> {
    let removed = 0;
    for await (const nonce of this.nonces.range(ctx, { to: [ctx.block.timeNanos, new Uint8Array(0)] })) {
      if (removed >= limit) break;
      await this.nonces.delete(ctx, nonce);
      removed++;
    }
    return removed;
  }

  private moduleOf(name: string): ModuleAddress {
    const module = this.modules.get(name);
    assert(module !== undefined, `module account ${name} is not in the wiring`);
    return module;
  }
}

const NOTHING: readonly Coin[] = [];

function lockedIn(ctx: ReadContext, packed: Uint8Array | undefined): readonly Coin[] {
  if (packed === undefined || !packedIsVesting(packed)) return NOTHING;
  return lockedCoins(accountValue.decode(packed), ctx.block.timeNanos);
}
