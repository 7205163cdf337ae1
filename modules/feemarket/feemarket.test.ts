import { ModuleStore } from "../../abci/state/collections.js";
import type { WriteContext } from "../../abci/state/context.js";
import { parseDecimal, toDecimal } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { GasMeter } from "../../abci/state/gas.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { BaseFeeUse, type Params } from "../../proto/generated/echoin/feemarket/v1/feemarket.js";
import type { GenesisState } from "../../proto/generated/echoin/feemarket/v1/genesis.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { rewardValidator } from "../distribution/allocation.js";
import { aec, AUTHORITY, fixture } from "../distribution/testing/fixture.js";
import { feeMarketGenesis } from "./genesis.js";
import { feeMarketInvariants } from "./invariants.js";
import { FeeMarketKeeper } from "./keeper.js";
import { feeMarketModule } from "./module.js";
import { DEFAULT_PARAMS } from "./params.js";
import { feeMarketMessages } from "./messages.js";
import { feeMarketQueries, gasPricesQueries } from "./queries.js";
import { TRANSIENT_STORE } from "./types.js";

const GWEI = 1_000_000_000n;
const LIMIT = 1_000_000n;
const COLLECTOR = addressOfModule("fee_collector");
const OPERATOR = 9;

/** The market over the real bank, staking and distribution, with one validator that takes a tenth as its commission. */
async function setUp(params: Partial<Params> = {}, limit = LIMIT) {
  const { ctx: genesis, bank, distribution, staking, stakes, holds } = await fixture();
  const market = new FeeMarketKeeper({
    store: new ModuleStore("feemarket"),
    transient: new ModuleStore(TRANSIENT_STORE),
    bank,
    chain: { info: async () => ({ baseDenom: "aec" }) },
    recipients: {
      fundCommunityPool: (ctx, coins, from) => distribution.fundCommunityPool(ctx, coins, from),
      rewardValidator: (ctx, reward) => rewardValidator(ctx, distribution, reward),
    },
    validators: { operatorOf: (ctx, consAddress) => staking.byConsAddress.read(ctx, consAddress) },
    maxBlockGas: async () => limit,
    collector: COLLECTOR,
    authority: AUTHORITY,
  });
  const module = feeMarketModule(market);
  await module.genesis!.init(genesis, { params: { ...DEFAULT_PARAMS, ...params }, baseFee: "" });
  await stakes.create(genesis, testAddress(OPERATOR), parseDecimal("0.1"));
  await stakes.delegate(genesis, testAddress(OPERATOR), testAddress(OPERATOR), 1000n);
  const { consAddress } = await staking.requireValidator(genesis, testAddress(OPERATOR));
  const ctx = inBlock(genesis, { height: 5n, proposer: consAddress }, { mode: "deliver" });

  /** As a transaction does that pays this. */
  const pay = async (at: WriteContext, paid: { baseFee: bigint; tip: bigint }): Promise<void> => {
    const coins = aec(paid.baseFee + paid.tip);
    await bank.mint(at, "mint", coins);
    await bank.moveBetweenModules(at, { from: "mint", to: "fee_collector", coins });
    await market.record(at, paid);
  };
  const check = async (): Promise<void> => {
    await holds();
    for (const invariant of feeMarketInvariants(market)) await invariant.check(ctx);
  };
  const collected = (): Promise<bigint> => bank.balance(ctx, COLLECTOR, "aec");
  return { ctx, bank, distribution, market, module, pay, check, collected };
}

const poolOf = async ({ ctx, distribution }: Awaited<ReturnType<typeof setUp>>) =>
  (await distribution.communityPool(ctx)).map(({ amount }) => amount);

describe("what a block's transactions paid", () => {
  const first = { baseFee: 700n, tip: 30n };
  const second = { baseFee: 1_400n, tip: 10n };

  test.each([
    [BaseFeeUse.BASE_FEE_USE_BURN, { burnt: 2_100n, pool: [], left: 0n }],
    [BaseFeeUse.BASE_FEE_USE_COMMUNITY_POOL, { burnt: 0n, pool: [toDecimal(2_100n)], left: 0n }],
    [BaseFeeUse.BASE_FEE_USE_AWARDS, { burnt: 0n, pool: [], left: 2_100n }],
  ])(
    "is divided when it ends, the base fee by the parameter %i, tips to the proposer's validator",
    async (use, expected) => {
      const test = await setUp({ baseFeeUse: use });
      const { ctx, bank, distribution, module, pay } = test;
      await pay(ctx, first);
      await pay(ctx, second);
      const supply = await bank.supply(ctx, "aec");
      await module.endBlock!(ctx);
      expect(supply - (await bank.supply(ctx, "aec"))).toBe(expected.burnt);
      expect(await poolOf(test)).toEqual(expected.pool);
      expect(await test.collected()).toBe(expected.left);
      const operator = testAddress(OPERATOR);
      expect(await distribution.commissions.get(ctx, operator)).toEqual([{ denom: "aec", amount: toDecimal(4n) }]);
      expect((await distribution.currentRewards.get(ctx, operator))!.rewards).toEqual([
        { denom: "aec", amount: toDecimal(36n) },
      ]);
      await test.check();
    },
  );

  test("stays with all who stake when the proposer is no validator any more, or there is no market", async () => {
    const stranger = await setUp({ baseFeeUse: BaseFeeUse.BASE_FEE_USE_AWARDS });
    const unknown = inBlock(stranger.ctx, { proposer: testAddress(77) });
    await stranger.pay(unknown, first);
    await stranger.module.endBlock!(unknown);
    expect(await stranger.collected()).toBe(730n);

    const off = await setUp({ enabled: false });
    await off.pay(off.ctx, first);
    await off.module.endBlock!(off.ctx);
    expect(await off.collected()).toBe(730n);
    await off.check();
  });

  test("is counted for blocks alone, and costs no gas", async () => {
    const { ctx, market } = await setUp();
    for (const mode of ["check", "recheck", "simulate", "genesis"] as const) {
      await market.record(inBlock(ctx, {}, { mode }), first);
    }
    await market.record(ctx, { baseFee: 0n, tip: 0n });
    expect(await market.paid.get(ctx)).toBeUndefined();
    const metered = inBlock(ctx, {}, { mode: "deliver", gas: new GasMeter(10n) });
    await market.record(metered, first);
    expect(metered.gas.consumed).toBe(0n);
    expect(await market.paid.get(ctx)).toEqual(first);
  });

  test("FEEMARKET-2: is with the collector until then", async () => {
    const { ctx, market, module } = await setUp();
    await market.record(ctx, first);
    await expect(module.endBlock!(ctx)).rejects.toThrow("FEEMARKET-2");
  });
});

describe("the base fee", () => {
  test("moves with the block's gas, and queries tell the next", async () => {
    const { ctx, market, module, check } = await setUp();
    const block = async (used: bigint): Promise<void> => {
      await market.countGas(ctx, used);
      await module.endBlock!(ctx);
      await check();
    };
    const told = async () => {
      const { prices } = await gasPricesQueries(market).GasPrices(ctx, { denom: "aec" });
      const { price } = await gasPricesQueries(market).GasPrice(ctx, { denom: "aec" });
      expect(prices).toEqual([price]);
      expect(BigInt(price.amount)).toBe(toDecimal(await market.baseFee(ctx)));
      return feeMarketQueries(market).BaseFee(ctx, {});
    };
    await block(LIMIT);
    expect(await told()).toEqual({ baseFee: { denom: "aec", amount: "1125000000" }, gasTarget: LIMIT / 2n });
    await block(LIMIT / 2n);
    expect((await told()).baseFee!.amount).toBe("1125000000");
    await block(0n);
    expect((await told()).baseFee!.amount).toBe(GWEI.toString());
    expect(ctx.events.filter(({ type }) => type === "fee_market")).toHaveLength(3);
    expect(ctx.events.at(-1)!.attributes.map(({ key, value }) => `${key}=${value}`)).toEqual([
      "base_fee=1125000000",
      "gas_used=0",
      "base_fees_paid=0",
      "tips_paid=0",
      "next_base_fee=1000000000",
    ]);
  });

  test("of blocks without a limit has no target", async () => {
    const { ctx, market } = await setUp({}, -1n);
    expect(await feeMarketQueries(market).BaseFee(ctx, {})).toMatchObject({ gasTarget: 0n });
  });

  test("has no price in other coins, and all prices are the chain's coin's", async () => {
    const { ctx, market } = await setUp();
    const queries = gasPricesQueries(market);
    await expect(queries.GasPrice(ctx, { denom: "uusd" })).rejects.toMatchObject({ status: "NOT_FOUND" });
    await expect(queries.GasPrices(ctx, { denom: "uusd" })).rejects.toThrow("paid in aec");
    expect(await queries.GasPrices(ctx, { denom: "" })).toEqual({
      prices: [{ denom: "aec", amount: toDecimal(GWEI).toString() }],
    });
  });
});

describe("parameters", () => {
  test("are changed by the authority alone, and hold from the end of the block", async () => {
    const { ctx, market, module, check } = await setUp();
    const messages = feeMarketMessages(market);
    const params = { ...DEFAULT_PARAMS, minBaseFee: "5000000000", baseFeeUse: BaseFeeUse.BASE_FEE_USE_AWARDS };
    const authority = ctx.addresses.format(AUTHORITY);
    const stranger = messages.UpdateParams(ctx, { authority: ctx.addresses.format(testAddress(1)), params });
    await expect(stranger).rejects.toMatchObject({ codespace: "gov", code: 13 });
    await messages.UpdateParams(ctx, { authority, params });
    expect(await feeMarketQueries(market).Params(ctx, {})).toEqual({ params });
    await module.endBlock!(ctx);
    expect(await market.baseFee(ctx)).toBe(5n * GWEI);
    await check();
    await messages.UpdateParams(ctx, { authority, params: { ...params, enabled: false, minBaseFee: "0" } });
    await module.endBlock!(ctx);
    expect(await market.baseFee(ctx)).toBe(0n);
    await check();
  });

  test.each<[string, Partial<Params>, RegExp]>([
    ["a price that is none", { minBaseFee: "1.5" }, /min_base_fee: "1.5" is not an integer/],
    ["a negative price", { minBaseFee: "-1" }, /min_base_fee is not negative: -1/],
    ["a price nobody could pay", { minBaseFee: "1000000000000001" }, /min_base_fee is at most 1000000000000000/],
    ["no multiplier", { elasticityMultiplier: 0 }, /elasticity_multiplier is 1 to 1000, not 0/],
    ["too large a multiplier", { elasticityMultiplier: 1001 }, /elasticity_multiplier/],
    ["no denominator", { baseFeeChangeDenominator: 0 }, /base_fee_change_denominator is 1 to 1000000, not 0/],
    ["no use", { baseFeeUse: BaseFeeUse.BASE_FEE_USE_UNSPECIFIED }, /base_fee_use/],
    ["an unknown use", { baseFeeUse: 9 }, /base_fee_use .* not 9/],
  ])("with %s are refused", async (_, change, reason) => {
    const { ctx, market } = await setUp();
    const params = { ...DEFAULT_PARAMS, ...change };
    const authority = ctx.addresses.format(AUTHORITY);
    await expect(feeMarketMessages(market).UpdateParams(ctx, { authority, params })).rejects.toThrow(reason);
    expect(() => feeMarketGenesis(market).validate({ params, baseFee: "" }, "echo")).toThrow(AppError);
  });

  test("none at all are refused", async () => {
    const { ctx, market } = await setUp();
    const authority = ctx.addresses.format(AUTHORITY);
    const update = feeMarketMessages(market).UpdateParams(ctx, { authority });
    await expect(update).rejects.toThrow("there are none");
  });
});

describe("genesis", () => {
  test("comes back out as it went in", async () => {
    const { ctx, market, module } = await setUp();
    await market.countGas(ctx, LIMIT);
    await module.endBlock!(ctx);
    const exported = (await module.genesis!.export(ctx)) as GenesisState;
    expect(exported).toEqual({ params: DEFAULT_PARAMS, baseFee: "1125000000" });
    const fresh = await setUp();
    module.genesis!.validate(exported, "echo");
    await fresh.module.genesis!.init(fresh.ctx, exported);
    expect(await fresh.module.genesis!.export(fresh.ctx)).toEqual(exported);
    await fresh.check();
  });

  const off = { ...DEFAULT_PARAMS, enabled: false };
  test.each<[string, GenesisState, RegExp]>([
    ["a base fee that is no number", { params: DEFAULT_PARAMS, baseFee: "x" }, /base_fee: "x" is not an integer/],
    ["a base fee under the least", { params: DEFAULT_PARAMS, baseFee: "5" }, /base_fee is 1000000000/],
    ["a base fee over the most", { params: DEFAULT_PARAMS, baseFee: (10n ** 37n).toString() }, /base_fee is/],
    ["a base fee that would not stay", { params: off, baseFee: "2000000000" }, /while the market is off/],
    ["no parameters", { params: undefined, baseFee: "" }, /there are none/],
  ])("with %s is refused", async (_, state, reason) => {
    const { market } = await setUp();
    expect(() => feeMarketGenesis(market).validate(state, "echo")).toThrow(reason);
  });
});

test("FEEMARKET-1 fails when it is broken", async () => {
  const { ctx, market, check } = await setUp();
  await check();
  await market.setBaseFee(ctx, GWEI - 1n);
  await expect(check()).rejects.toThrow("FEEMARKET-1");
  await market.prices.set(ctx, { denom: "uusd", amount: GWEI });
  await expect(check()).rejects.toThrow("FEEMARKET-1");
});
