import { type Coin, coinsToWire } from "../../../abci/state/coins.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { Vote } from "../../../abci/state/commit.js";
import type { ReadContext, WriteContext } from "../../../abci/state/context.js";
import { type Decimal, ONE, mulDiv, parseDecimal } from "../../../abci/state/decimals.js";
import type { Event } from "../../../abci/state/events.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { keyFromBytes } from "../../../abci/store/bytes.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { beginBlock } from "../blocks.js";
import { distributionHooks } from "../hooks.js";
import { distributionInvariants } from "../invariants.js";
import { DistributionKeeper } from "../keeper.js";
import { distributionMessages } from "../messages.js";
import { distributionModule } from "../module.js";
import { distributionQueries } from "../queries.js";
import type { DistributionStaking, RewardedDelegation } from "../types.js";

export const AUTHORITY = addressOfModule("gov");

/** `wire` of a decimal text: the integer of its 18 places. */
export const dec = (text: string): string => parseDecimal(text).toString();

interface StakedValidator {
  operator: Uint8Array;
  shares: Decimal;
  tokens: bigint;
  commission: { rate: Decimal };
}

/** Shares and tokens as staking keeps them, with its hooks in its order, and nothing else of it. */
export class Stakes implements DistributionStaking {
  private readonly all = new Map<string, StakedValidator>();
  private readonly delegations = new Map<string, RewardedDelegation>();
  hooks!: ReturnType<typeof distributionHooks>;

  bondDenom = async (): Promise<string> => "aec";
  validator = async (_: ReadContext, operator: Uint8Array) => this.all.get(keyFromBytes(operator));
  /** Its consensus address is the operator's here. */
  validatorByConsAddress = async (_: ReadContext, address: Uint8Array) => this.all.get(keyFromBytes(address));
  delegation = async (_: ReadContext, delegator: Uint8Array, operator: Uint8Array) =>
    this.delegations.get(keyFromBytes(operator) + keyFromBytes(delegator));
  async *validators() {
    yield* this.all.values();
  }
  async *delegationsOf(_: ReadContext, delegator: Uint8Array) {
    for (const each of this.delegations.values()) if (Buffer.compare(each.delegator, delegator) === 0) yield each;
  }
  async *delegationsTo(_: ReadContext, operator: Uint8Array) {
    for (const each of this.delegations.values()) if (Buffer.compare(each.operator, operator) === 0) yield each;
  }

  async create(ctx: WriteContext, operator: Uint8Array, rate: Decimal): Promise<void> {
    this.all.set(keyFromBytes(operator), { operator, shares: 0n, tokens: 0n, commission: { rate } });
    await this.hooks.afterValidatorCreated(ctx, operator);
  }

  async delegate(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array, tokens: bigint): Promise<void> {
    const validator = this.at(operator);
    const shares = validator.shares === 0n ? tokens * ONE : mulDiv(tokens, validator.shares, validator.tokens, "floor");
    const known = await this.delegation(ctx, delegator, operator);
    if (known) await this.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    else await this.hooks.beforeDelegationCreated(ctx, delegator, operator);
    validator.shares += shares;
    validator.tokens += tokens;
    this.put({ delegator, operator, shares: (known?.shares ?? 0n) + shares });
    await this.hooks.afterDelegationModified(ctx, delegator, operator);
  }

  /** Takes shares out; a validator without any is removed when `remove` says so. Returns their tokens. */
  async undelegate(
    ctx: WriteContext,
    delegator: Uint8Array,
    operator: Uint8Array,
    { shares, remove = false }: { shares: Decimal; remove?: boolean },
  ): Promise<bigint> {
    const validator = this.at(operator);
    const known = (await this.delegation(ctx, delegator, operator))!;
    await this.hooks.beforeDelegationSharesModified(ctx, delegator, operator);
    const tokens =
      shares === validator.shares ? validator.tokens : mulDiv(shares, validator.tokens, validator.shares, "floor");
    validator.shares -= shares;
    validator.tokens -= tokens;
    if (known.shares === shares) {
      this.delegations.delete(keyFromBytes(operator) + keyFromBytes(delegator));
    } else {
      this.put({ ...known, shares: known.shares - shares });
      await this.hooks.afterDelegationModified(ctx, delegator, operator);
    }
    if (remove && validator.shares === 0n) {
      this.all.delete(keyFromBytes(operator));
      await this.hooks.afterValidatorRemoved(ctx, operator, operator);
    }
    return tokens;
  }

  async slash(ctx: WriteContext, operator: Uint8Array, fraction: Decimal): Promise<void> {
    const validator = this.at(operator);
    await this.hooks.beforeValidatorSlashed(ctx, operator, fraction);
    validator.tokens -= mulDiv(validator.tokens, fraction, ONE, "floor");
  }

  at(operator: Uint8Array): StakedValidator {
    return this.all.get(keyFromBytes(operator))!;
  }

  private put(delegation: RewardedDelegation): void {
    this.delegations.set(keyFromBytes(delegation.operator) + keyFromBytes(delegation.delegator), delegation);
  }
}

const MODULES = { fee_collector: [], mint: ["minter"], distribution: [], gov: ["burner"] } as const;

export type Fixture = Awaited<ReturnType<typeof fixture>>;

/** Distribution over real accounts and a real bank, after genesis; everyone in `holders` has these coins. */
export async function fixture(holders: Readonly<Record<number, readonly Coin[]>> = {}) {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const blocked = Object.keys(MODULES).map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked });
  const stakes = new Stakes();
  const distribution = new DistributionKeeper({
    store: new ModuleStore("distribution"),
    authority: AUTHORITY,
    account: addressOfModule("distribution"),
    feeCollector: addressOfModule("fee_collector"),
    bank,
    staking: stakes,
  });
  stakes.hooks = distributionHooks(distribution);
  const module = distributionModule(distribution);
  await authModule(accounts).genesis!.init(ctx, authModule(accounts).genesis!.defaults());
  const balances = Object.entries(holders).map(([byte, coins]) => ({
    address: ctx.addresses.format(testAddress(Number(byte))),
    coins: coinsToWire(coins),
  }));
  await bankModule(bank).genesis!.init(ctx, { ...(bankModule(bank).genesis!.defaults() as object), balances });
  await module.genesis!.init(ctx, module.genesis!.defaults());

  let height = 1n;
  return {
    ctx,
    bank,
    distribution,
    stakes,
    module,
    messages: distributionMessages(distribution),
    queries: distributionQueries(distribution),
    name: (byte: number) => ctx.addresses.format(testAddress(byte)),
    operator: (byte: number) => ctx.addresses.formatOperator(testAddress(byte)),
    /**
     * Mints into the fee collector, as fees and provisions come there, and begins the next block with these powers.
     * Returns the block's events.
     */
    block: async (coins: readonly Coin[], powers: Readonly<Record<number, bigint>>): Promise<readonly Event[]> => {
      if (coins.length > 0) {
        await bank.mint(ctx, "mint", coins);
        await bank.moveBetweenModules(ctx, { from: "mint", to: "fee_collector", coins });
      }
      const votes = Object.entries(powers).map(([byte, power]): Vote => ({
        consAddress: testAddress(Number(byte)),
        power,
        flag: "commit",
      }));
      height++;
      const next = inBlock(ctx, { height, votes, proposer: testAddress(1) });
      await beginBlock(next, distribution);
      return next.events;
    },
    holds: async (): Promise<void> => {
      for (const invariant of distributionInvariants(distribution)) await invariant.check(ctx);
    },
  };
}

export const aec = (amount: bigint): Coin[] => (amount === 0n ? [] : [{ denom: "aec", amount }]);
