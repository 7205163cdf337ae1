import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { type Coin, coinsToWire } from "../../../abci/state/coins.js";
import { ModuleStore } from "../../../abci/state/collections.js";
import type { Vote } from "../../../abci/state/commit.js";
import type { ReadContext, WriteContext } from "../../../abci/state/context.js";
import { type Decimal, ONE, parseDecimal } from "../../../abci/state/decimals.js";
import type { Event } from "../../../abci/state/events.js";
import { inBlock, memoryContext, testAddress } from "../../../abci/state/testing/memory.js";
import { encodeMessage } from "../../../proto/writer.js";
import { AccountKeeper } from "../../auth/keeper.js";
import { authModule } from "../../auth/module.js";
import { addressOfModule } from "../../auth/pubkey-addresses.js";
import { BankKeeper } from "../../bank/keeper.js";
import { bankModule } from "../../bank/module.js";
import { ConsensusKeeper } from "../../consensus/keeper.js";
import { createValidator } from "../../staking/candidates.js";
import { StakingKeeper } from "../../staking/keeper.js";
import { stakingModule } from "../../staking/module.js";
import { consAddressOf } from "../../staking/records.js";
import type { StakingHooks } from "../../staking/types.js";
import { beginBlock } from "../blocks.js";
import { distributionHooks } from "../hooks.js";
import { distributionInvariants } from "../invariants.js";
import { DistributionKeeper } from "../keeper.js";
import { distributionMessages } from "../messages.js";
import { distributionModule } from "../module.js";
import { distributionQueries } from "../queries.js";

export const AUTHORITY = addressOfModule("gov");

/** `wire` of a decimal text: the integer of its 18 places. */
export const dec = (text: string): string => parseDecimal(text).toString();

/** The real staking, with short ways to do what tests do often. Validators are active, and a unit of tokens is one of power. */
export class Stakes {
  constructor(
    private readonly staking: StakingKeeper,
    private readonly bank: BankKeeper,
  ) {}

  /** A validator without stake, whose consensus address is `consAddressOf(operator)`. */
  async create(ctx: WriteContext, operator: Uint8Array, rate: Decimal): Promise<void> {
    const commission = { rate, maxRate: ONE, maxChangeRate: ONE, updateTimeNanos: 0n };
    const description = { moniker: "v", identity: "", website: "", securityContact: "", details: "" };
    await createValidator(ctx, this.staking, {
      operator,
      consPubkey: consKeyOf(operator),
      description,
      commission,
      minSelfDelegation: 1n,
    });
    const validator = await this.at(ctx, operator);
    await this.staking.setValidator(ctx, validator, { ...validator, status: "bonded" });
  }

  /** Delegates tokens that the delegator is given for it. */
  async delegate(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array, tokens: bigint): Promise<void> {
    await this.bank.mint(ctx, "mint", aec(tokens));
    await this.bank.moveFromModule(ctx, "mint", delegator, aec(tokens));
    await this.staking.delegate(ctx, { delegator, operator, amount: tokens, source: "account" });
  }

  /** Takes shares out; all of them when none are named. */
  async undelegate(ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array, shares?: Decimal): Promise<void> {
    const all = await this.sharesOf(ctx, delegator, operator);
    await this.staking.undelegate(ctx, { delegator, operator, shares: shares ?? all });
  }

  async redelegate(ctx: WriteContext, delegator: Uint8Array, from: Uint8Array, to: Uint8Array): Promise<void> {
    const shares = await this.sharesOf(ctx, delegator, from);
    await this.staking.redelegate(ctx, { delegator, from, to, shares });
  }

  /** Slashes for a fault of this block, or of an earlier one after which stake has moved on. */
  async slash(ctx: WriteContext, operator: Uint8Array, fraction: Decimal, infractionHeight = ctx.block.height) {
    const { consAddress, tokens: power } = await this.at(ctx, operator);
    await this.staking.slash(ctx, { consAddress, infractionHeight, power, fraction });
  }

  /** A validator that leaves the active set for good: without delegations it is removed. */
  async retire(ctx: WriteContext, operator: Uint8Array): Promise<void> {
    const validator = await this.at(ctx, operator);
    await this.staking.setValidator(ctx, validator, { ...validator, status: "unbonded" });
  }

  async sharesOf(ctx: ReadContext, delegator: Uint8Array, operator: Uint8Array): Promise<Decimal> {
    return (await this.staking.delegation(ctx, delegator, operator))?.shares ?? 0n;
  }

  at(ctx: ReadContext, operator: Uint8Array) {
    return this.staking.requireValidator(ctx, operator);
  }
}

/** An ed25519 key for each operator; nobody holds it. */
const consKeyOf = (operator: Uint8Array) => ({
  typeUrl: PubKey.typeUrl,
  value: encodeMessage(PubKey, { key: Uint8Array.from([...operator, ...new Uint8Array(12)]) }),
});

const MODULES = {
  fee_collector: [],
  mint: ["minter"],
  distribution: [],
  bonded_tokens_pool: ["burner", "staking"],
  not_bonded_tokens_pool: ["burner", "staking"],
  gov: ["burner"],
  feemarket: ["burner"],
} as const;

export type Fixture = Awaited<ReturnType<typeof fixture>>;

/** Distribution over real accounts, a real bank and real staking, after genesis; everyone in `holders` has these coins. */
export async function fixture(holders: Readonly<Record<number, readonly Coin[]>> = {}) {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const blocked = Object.keys(MODULES).map(addressOfModule);
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked });
  const hooks: StakingHooks[] = [];
  const consensus = new ConsensusKeeper(new ModuleStore("consensus"), AUTHORITY);
  const staking = new StakingKeeper({
    store: new ModuleStore("staking"),
    bank,
    accounts,
    consensus,
    authority: AUTHORITY,
    hooks,
  });
  const stakes = new Stakes(staking, bank);
  const distribution = new DistributionKeeper({
    store: new ModuleStore("distribution"),
    authority: AUTHORITY,
    account: addressOfModule("distribution"),
    feeCollector: addressOfModule("fee_collector"),
    bank,
    staking,
  });
  hooks.push(distributionHooks(distribution));
  const module = distributionModule(distribution);
  await authModule(accounts).genesis!.init(ctx, authModule(accounts).genesis!.defaults());
  const balances = Object.entries(holders).map(([byte, coins]) => ({
    address: ctx.addresses.format(testAddress(Number(byte))),
    coins: coinsToWire(coins),
  }));
  await bankModule(bank).genesis!.init(ctx, { ...(bankModule(bank).genesis!.defaults() as object), balances });
  await module.genesis!.init(ctx, module.genesis!.defaults());
  await stakingModule(staking).genesis!.init(ctx, stakingModule(staking).genesis!.defaults());
  await staking.reduction.set(ctx, 1n);

  let height = 1n;
  return {
    ctx,
    bank,
    distribution,
    staking,
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
        consAddress: consAddressOf(consKeyOf(testAddress(Number(byte)))),
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
