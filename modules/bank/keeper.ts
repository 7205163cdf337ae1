import { Metadata, Params } from "cosmjs-types/cosmos/bank/v1beta1/bank";
import { type Coin, MAX_AMOUNT, amountOf, formatCoins } from "../../abci/state/coins.js";
import type { ModuleStore } from "../../abci/state/collections.js";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { assert, sdk } from "../../abci/state/errors.js";
import { addressKey, lengthPrefixedAddressKey, pair, stringKey } from "../../abci/state/keys.js";
import { andThen } from "../../abci/state/maybe.js";
import { boolValue, integerValue, protoValue, remembered } from "../../abci/state/values.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import type { MaybePromise, StoreKey } from "../../abci/store/types.js";
import { blockedRecipient, errors, insufficientFunds, lockedOverBalance } from "./errors.js";
import { events } from "./events.js";
import type { BankAccounts, Payment, Transfer } from "./types.js";

export interface BankOptions {
  /** Who may change parameters: governance's module account. */
  readonly authority: Uint8Array;
  /** Addresses that no message may send to: module accounts, except those that are meant to be paid into. */
  readonly blocked: readonly Uint8Array[];
}

/**
 * Who owns how much. Every change of a balance in the whole chain passes through `move`, `pay`, `mint`, `burn`, the two for
 * delegation, and `setBalance` with `retire`, which are for the EVM.
 */
export class BankKeeper {
  /** denomination → total amount. BANK-1: the sum of its balances. Zero is never stored. */
  readonly supplies;
  /** base denomination → how people write it. */
  readonly metadata;
  /** (account, denomination) → amount in base units. BANK-2: positive; absent means zero. */
  readonly balances;
  /** (denomination, account) of each balance. BANK-3: the same pairs as `balances`. */
  readonly owners;
  /** denomination → whether it can be sent, where that differs from the parameters' default. */
  readonly sendEnabled;
  readonly parameters;

  readonly authority: Uint8Array;
  private readonly blocked: ReadonlySet<string>;

  constructor(
    store: ModuleStore,
    readonly accounts: BankAccounts,
    { authority, blocked }: BankOptions,
  ) {
    this.supplies = store.map(0x00, "supplies", stringKey, integerValue);
    this.metadata = store.map(0x01, "metadata", stringKey, protoValue(Metadata));
    this.balances = store.map(0x02, "balances", pair(addressKey, stringKey), integerValue);
    this.owners = store.set(0x03, "owners", pair(stringKey, lengthPrefixedAddressKey));
    this.sendEnabled = store.map(0x04, "sendEnabled", stringKey, boolValue);
    this.parameters = store.item(0x05, "params", remembered(protoValue(Params)));
    this.authority = authority;
    this.blocked = new Set(blocked.map(keyFromBytes));
  }

  async balance(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint> {
    return (await this.balances.get(ctx, [address, denom])) ?? 0n;
  }

  /** What an account holds, at once when it is in memory; undefined for nothing. */
  peekBalance(ctx: ReadContext, address: Uint8Array, denom: string): MaybePromise<bigint | undefined> {
    return this.balances.read(ctx, [address, denom]);
  }

  /** Where a balance is stored: for read-ahead hints. */
  locateBalance(address: Uint8Array, denom: string): StoreKey {
    return this.balances.locate([address, denom]);
  }

  /** All coins of an account, sorted. Reads one entry for each denomination that it holds. */
  async allBalances(ctx: ReadContext, address: Uint8Array): Promise<Coin[]> {
    const coins: Coin[] = [];
    for await (const [[, denom], amount] of this.balances.range(ctx, { prefix: address }))
      coins.push({ denom, amount });
    return coins;
  }

  /** What an account can spend of a denomination now. */
  async spendable(ctx: ReadContext, address: Uint8Array, denom: string): Promise<bigint> {
    const locked = amountOf(await this.accounts.lockedCoins(ctx, address), denom);
    const held = await this.balance(ctx, address, denom);
    return held > locked ? held - locked : 0n;
  }

  async supply(ctx: ReadContext, denom: string): Promise<bigint> {
    return (await this.supplies.get(ctx, denom)) ?? 0n;
  }

  /** The power of ten between a denomination and the unit that people use, if its metadata says. */
  async displayExponent(ctx: ReadContext, denom: string): Promise<number | undefined> {
    const metadata = await this.metadata.get(ctx, denom);
    return metadata?.denomUnits.find((unit) => unit.denom === metadata.display)?.exponent;
  }

  /** Whether no message may send to this address. Modules themselves may: they use `move`. */
  isBlocked(_ctx: ReadContext, address: Uint8Array): boolean {
    return this.blocked.has(keyFromBytes(address));
  }

  /** @throws sdk.unauthorized, for messages that would send to a blocked address */
  requireRecipient(ctx: ReadContext, address: Uint8Array): void {
    if (this.isBlocked(ctx, address)) throw blockedRecipient(ctx.addresses.format(address));
  }

  /** Whether users may send a denomination; at once when that is known in memory. */
  isSendEnabled(ctx: ReadContext, denom: string): MaybePromise<boolean> {
    return andThen(
      this.sendEnabled.read(ctx, denom),
      (own) => own ?? andThen(this.parameters.readSet(ctx), ({ defaultSendEnabled }) => defaultSendEnabled),
    );
  }

  /** @throws errors.sendDisabled, for messages; modules move what they have to move. */
  async requireSendEnabled(ctx: ReadContext, coins: readonly Coin[]): Promise<void> {
    for (const { denom } of coins) {
      const enabled = this.isSendEnabled(ctx, denom);
      if (!(enabled instanceof Promise ? await enabled : enabled)) throw errors.sendDisabled(denom);
    }
  }

  params(ctx: ReadContext): Promise<Params> {
    return this.parameters.getSet(ctx);
  }

  /** Moves coins between accounts; a recipient that has no account gets one. @throws sdk.insufficientFunds */
  async move(ctx: WriteContext, { from, to, coins }: Transfer): Promise<void> {
    await this.subtract(ctx, from, coins);
    await this.add(ctx, to, coins);
    const exists = this.accounts.exists(ctx, to);
    if (!(exists instanceof Promise ? await exists : exists)) await this.accounts.create(ctx, to);
    if (!ctx.keepsEvents) return;
    const amount = formatCoins(coins);
    const sender = ctx.addresses.format(from);
    const recipient = ctx.addresses.format(to);
    ctx.emit(events.coinSpent(sender, amount));
    ctx.emit(events.coinReceived(recipient, amount));
    ctx.emit(events.transfer(recipient, sender, amount));
    ctx.emit(events.sender(sender));
  }

  /** Moves coins from one account to several; `total` is their sum. @throws sdk.insufficientFunds */
  async pay(
    ctx: WriteContext,
    { from, total, payments }: { from: Uint8Array; total: readonly Coin[]; payments: readonly Payment[] },
  ): Promise<void> {
    const sender = ctx.addresses.format(from);
    ctx.emit(events.sender(sender));
    for (const { to } of payments) {
      if (!(await this.accounts.exists(ctx, to))) await this.accounts.create(ctx, to);
    }
    await this.subtract(ctx, from, total);
    ctx.emit(events.coinSpent(sender, formatCoins(total)));
    for (const { to, coins } of payments) {
      const recipient = ctx.addresses.format(to);
      const amount = formatCoins(coins);
      await this.add(ctx, to, coins);
      ctx.emit(events.coinReceived(recipient, amount));
      ctx.emit(events.transfer(recipient, sender, amount));
    }
  }

  /** Moves an account's coins to a module account. @throws sdk.insufficientFunds */
  async moveToModule(ctx: WriteContext, from: Uint8Array, module: string, coins: readonly Coin[]): Promise<void> {
    return this.move(ctx, { from, to: await this.accounts.ensureModuleAccount(ctx, module), coins });
  }

  /** Moves a module account's coins to an account. @throws sdk.unauthorized if it is blocked, sdk.insufficientFunds */
  async moveFromModule(ctx: WriteContext, module: string, to: Uint8Array, coins: readonly Coin[]): Promise<void> {
    this.requireRecipient(ctx, to);
    return this.move(ctx, { from: this.accounts.moduleAddress(module), to, coins });
  }

  /** Moves coins between module accounts. @throws sdk.insufficientFunds */
  moveBetweenModules(
    ctx: WriteContext,
    { from, to, coins }: { from: string; to: string; coins: readonly Coin[] },
  ): Promise<void> {
    return this.moveToModule(ctx, this.accounts.moduleAddress(from), to, coins);
  }

  /** Makes coins, which the module account gets. @throws sdk.invalidCoins for a supply over 256 bits */
  async mint(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void> {
    assert(this.accounts.modulePermits(module, "minter"), `BANK-5: module ${module} is allowed to mint`);
    const minter = await this.accounts.ensureModuleAccount(ctx, module);
    for (const { denom, amount } of coins) {
      const supply = (await this.supply(ctx, denom)) + amount;
      if (supply > MAX_AMOUNT) throw sdk.invalidCoins(`the supply of ${denom} would be over 256 bits`);
      await this.setSupply(ctx, denom, supply);
    }
    await this.add(ctx, minter, coins);
    const text = ctx.addresses.format(minter);
    ctx.emit(events.coinReceived(text, formatCoins(coins)));
    ctx.emit(events.minted(text, formatCoins(coins)));
  }

  /** Destroys coins of the module account. @throws sdk.insufficientFunds */
  async burn(ctx: WriteContext, module: string, coins: readonly Coin[]): Promise<void> {
    assert(this.accounts.modulePermits(module, "burner"), `BANK-5: module ${module} is allowed to burn`);
    const burner = await this.accounts.ensureModuleAccount(ctx, module);
    await this.subtract(ctx, burner, coins);
    for (const { denom, amount } of coins) {
      const supply = (await this.supply(ctx, denom)) - amount;
      assert(supply >= 0n, `BANK-1: the supply of ${denom} covers what is burnt`);
      await this.setSupply(ctx, denom, supply);
    }
    const text = ctx.addresses.format(burner);
    ctx.emit(events.coinSpent(text, formatCoins(coins)));
    ctx.emit(events.burnt(text, formatCoins(coins)));
  }

  /** Moves coins to a pool of delegated coins; vesting coins can be delegated. @throws sdk.insufficientFunds */
  async delegate(ctx: WriteContext, from: Uint8Array, pool: string, coins: readonly Coin[]): Promise<void> {
    assert(this.accounts.modulePermits(pool, "staking"), `BANK-5: module ${pool} is allowed to hold delegations`);
    const to = await this.accounts.ensureModuleAccount(ctx, pool);
    const balance: Coin[] = [];
    for (const { denom, amount } of coins) {
      const held = await this.balance(ctx, from, denom);
      if (held < amount) {
        throw sdk.insufficientFunds(`failed to delegate; ${held}${denom} is smaller than ${formatCoins(coins)}`);
      }
      balance.push({ denom, amount: held });
      this.setBalance(ctx, from, { denom, before: held, after: held - amount });
    }
    await this.accounts.trackDelegation(ctx, from, { balance, amount: coins });
    ctx.emit(events.coinSpent(ctx.addresses.format(from), formatCoins(coins)));
    await this.add(ctx, to, coins);
    ctx.emit(events.coinReceived(ctx.addresses.format(to), formatCoins(coins)));
  }

  /** Moves coins back from a pool of delegated coins; a recipient without an account gets one. @throws sdk.insufficientFunds */
  async undelegate(ctx: WriteContext, pool: string, to: Uint8Array, coins: readonly Coin[]): Promise<void> {
    assert(this.accounts.modulePermits(pool, "staking"), `BANK-5: module ${pool} is allowed to hold delegations`);
    const from = await this.accounts.ensureModuleAccount(ctx, pool);
    await this.subtract(ctx, from, coins);
    ctx.emit(events.coinSpent(ctx.addresses.format(from), formatCoins(coins)));
    // A genesis file may owe coins to an address that it gives no account.
    if (await this.accounts.exists(ctx, to)) await this.accounts.trackUndelegation(ctx, to, coins);
    else await this.accounts.create(ctx, to);
    await this.add(ctx, to, coins);
    ctx.emit(events.coinReceived(ctx.addresses.format(to), formatCoins(coins)));
  }

  /** Gives an account that holds nothing its first coins, for genesis alone: supplies are set beside. */
  async endow(ctx: WriteContext, address: Uint8Array, coins: readonly Coin[]): Promise<void> {
    assert(ctx.mode === "genesis", "BANK-1: coins come from nowhere at genesis alone");
    for (const { denom, amount } of coins) this.setBalance(ctx, address, { denom, before: 0n, after: amount });
  }

  /**
   * Writes a balance that is `before` now, and its index entry when it appears or disappears. Whoever calls it answers for
   * BANK-1: the EVM, whose transfers are two writes, gives to one what it takes from another, or has it retired.
   */
  setBalance(
    ctx: WriteContext,
    address: Uint8Array,
    { denom, before, after }: { denom: string; before: bigint; after: bigint },
  ): void {
    assert(after >= 0n && after <= MAX_AMOUNT, "BANK-2: balances fit 256 bits and are not negative");
    if (after === 0n) {
      this.balances.remove(ctx, [address, denom]);
      if (before !== 0n) this.owners.remove(ctx, [denom, address]);
      return;
    }
    this.balances.write(ctx, [address, denom], after);
    if (before === 0n) this.owners.put(ctx, [denom, address]);
  }

  /** Takes coins that no balance holds any more from the supply: what the EVM burnt. */
  async retire(ctx: WriteContext, { denom, amount }: Coin): Promise<void> {
    const supply = (await this.supply(ctx, denom)) - amount;
    assert(supply >= 0n, `BANK-1: the supply of ${denom} covers what is burnt`);
    await this.setSupply(ctx, denom, supply);
  }

  private async subtract(ctx: WriteContext, from: Uint8Array, coins: readonly Coin[]): Promise<void> {
    const reading = this.accounts.lockedCoins(ctx, from);
    const lockedCoins = reading instanceof Promise ? await reading : reading;
    for (const coin of coins) {
      const { denom, amount } = coin;
      assert(amount > 0n, "BANK-4: amounts moved are positive");
      const known = this.balances.read(ctx, [from, denom]);
      const held = (known instanceof Promise ? await known : known) ?? 0n;
      const locked = lockedCoins.length === 0 ? 0n : amountOf(lockedCoins, denom);
      if (locked > held) throw lockedOverBalance({ denom, amount: locked }, { denom, amount: held });
      if (held - locked < amount) throw insufficientFunds({ denom, amount: held - locked }, coin);
      this.setBalance(ctx, from, { denom, before: held, after: held - amount });
    }
  }

  private async add(ctx: WriteContext, to: Uint8Array, coins: readonly Coin[]): Promise<void> {
    for (const { denom, amount } of coins) {
      assert(amount > 0n, "BANK-4: amounts moved are positive");
      const known = this.balances.read(ctx, [to, denom]);
      const held = (known instanceof Promise ? await known : known) ?? 0n;
      this.setBalance(ctx, to, { denom, before: held, after: held + amount });
    }
  }

  private async setSupply(ctx: WriteContext, denom: string, amount: bigint): Promise<void> {
    if (amount === 0n) await this.supplies.delete(ctx, denom);
    else await this.supplies.set(ctx, denom, amount);
  }
}
