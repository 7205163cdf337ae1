import fc from "fast-check";
import type { GenesisState } from "cosmjs-types/cosmos/mint/v1beta1/genesis";
import type { Params } from "cosmjs-types/cosmos/mint/v1beta1/mint";
import { MAX_AMOUNT } from "../../abci/state/coins.js";
import { ModuleStore } from "../../abci/state/collections.js";
import { ONE, type Decimal, formatDecimal, parseDecimal } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { memoryContext, testAddress } from "../../abci/state/testing/memory.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { AccountKeeper } from "../auth/keeper.js";
import { authModule } from "../auth/module.js";
import { addressOfModule } from "../auth/pubkey-addresses.js";
import { BankKeeper } from "../bank/keeper.js";
import { bankModule } from "../bank/module.js";
import { annualProvisions, blockProvision, nextInflation } from "./inflation.js";
import { MintKeeper } from "./keeper.js";
import { mintInvariants } from "./invariants.js";
import { mintMessages } from "./messages.js";
import { mintModule } from "./module.js";
import { defaultParams, paramsToWire } from "./params.js";
import { mintQueries } from "./queries.js";

const AUTHORITY = addressOfModule("gov");
const MODULES = { fee_collector: [], mint: ["minter"], gov: ["burner"] } as const;
const dec = (text: string): string => parseDecimal(text).toString();

/** Mint over a real bank with this supply, of which a part is staked. */
async function setUp({ supply = 1_000_000n, bonded = parseDecimal("0.67") } = {}) {
  const ctx = memoryContext({ mode: "genesis" });
  const accounts = new AccountKeeper(new ModuleStore("acc"), { authority: AUTHORITY, modules: MODULES });
  const bank = new BankKeeper(new ModuleStore("bank"), accounts, { authority: AUTHORITY, blocked: [] });
  const staked = { ratio: bonded };
  const mint = new MintKeeper({
    store: new ModuleStore("mint"),
    authority: AUTHORITY,
    bank,
    staking: { bondDenom: async () => "aec", bondedRatio: async () => staked.ratio },
  });
  const module = mintModule(mint, "aec");
  await authModule(accounts).genesis!.init(ctx, authModule(accounts).genesis!.defaults());
  const holder = {
    address: ctx.addresses.format(testAddress(1)),
    coins: [{ denom: "aec", amount: supply.toString() }],
  };
  const balances = supply === 0n ? [] : [holder];
  await bankModule(bank).genesis!.init(ctx, { ...(bankModule(bank).genesis!.defaults() as object), balances });
  await module.genesis!.init(ctx, module.genesis!.defaults());
  ctx.events.length = 0;
  return { ctx, bank, mint, module, staked, messages: mintMessages(mint), queries: mintQueries(mint) };
}

const collector = addressOfModule("fee_collector");

test("a block makes its part of the year's coins, which go to the fee collector", async () => {
  const { ctx, bank, module, mint, queries } = await setUp({ supply: 10n ** 27n });
  await module.beginBlock!(ctx);
  // 13 % of 10^27 in a year of 31,557,600 blocks.
  const made = (13n * 10n ** 25n) / 31_557_600n;
  expect(await bank.balance(ctx, collector, "aec")).toBe(made);
  expect(await bank.balance(ctx, addressOfModule("mint"), "aec")).toBe(0n);
  expect(await bank.supply(ctx, "aec")).toBe(10n ** 27n + made);
  expect(ctx.events.at(-1)).toEqual({
    type: "mint",
    attributes: [
      { key: "bonded_ratio", value: "0.670000000000000000" },
      { key: "inflation", value: "0.130000000000000000" },
      { key: "annual_provisions", value: "130000000000000000000000000.000000000000000000" },
      { key: "amount", value: made.toString() },
    ],
  });
  expect(Buffer.from((await queries.Inflation(ctx, {})).inflation).toString()).toBe(dec("0.13"));
  expect(Buffer.from((await queries.AnnualProvisions(ctx, {})).annualProvisions).toString()).toBe(
    (130n * 10n ** 24n * ONE).toString(),
  );
  for (const invariant of mintInvariants(mint)) await invariant.check(ctx);
});

describe("inflation", () => {
  const params = defaultParams("aec");
  const year = (from: Decimal, bonded: string): string => {
    let inflation = from;
    const blocks = { ...params, blocksPerYear: 1000n };
    for (let i = 0; i < 1000; i++) inflation = nextInflation(inflation, parseDecimal(bonded), blocks);
    return formatDecimal(inflation).slice(0, 8);
  };

  test.each([
    ["0.10", "0", "0.200000"],
    ["0.08", "0.67", "0.080000"],
    ["0.08", "0.335", "0.145000"],
    ["0.20", "1", "0.135970"],
    ["0.10", "1", "0.070000"],
  ])("moves in a year from %s with %s staked to %s", (from, bonded, to) => {
    expect(year(parseDecimal(from), bonded)).toBe(to);
  });

  test("property: stays within its bounds, and moves as the naive rule does", () => {
    const rate = fc.bigInt(0n, ONE);
    fc.assert(
      fc.property(
        rate,
        rate,
        rate,
        rate,
        fc.bigInt(1n, ONE),
        fc.bigInt(1n, 10n ** 9n),
        (now, bonded, a, b, goal, n) => {
          const [inflationMin, inflationMax] = a < b ? [a, b] : [b, a];
          const all = { ...params, inflationMin, inflationMax, goalBonded: goal, blocksPerYear: n };
          const next = nextInflation(now, bonded, all);
          expect(next >= inflationMin && next <= inflationMax).toBe(true);
          // now + (1 - bonded / goal) × change / n, as one fraction; the SDK's rule rounds three times on the way.
          const exact = now + ((goal - bonded) * params.inflationRateChange) / goal / n;
          const clamped = exact > inflationMax ? inflationMax : exact < inflationMin ? inflationMin : exact;
          const off = next > clamped ? next - clamped : clamped - next;
          expect(off).toBeLessThanOrEqual(3n);
        },
      ),
    );
  });

  test("property: the blocks of a year make the year's coins, less the fractions", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, ONE), fc.bigInt(0n, MAX_AMOUNT), fc.bigInt(1n, 1n << 40n), (rate, supply, blocks) => {
        const made = blockProvision(annualProvisions(rate, supply), blocks) * blocks;
        const exact = (rate * supply) / ONE;
        expect(made <= exact && exact - made < blocks).toBe(true);
      }),
    );
  });
});

test("a supply of 256 bits is never passed, and stops no block", async () => {
  const { ctx, bank, module } = await setUp({ supply: MAX_AMOUNT - 5n, bonded: 0n });
  await module.beginBlock!(ctx);
  expect(await bank.supply(ctx, "aec")).toBe(MAX_AMOUNT);
  await module.beginBlock!(ctx);
  expect(await bank.supply(ctx, "aec")).toBe(MAX_AMOUNT);
});

test("without a supply nothing is made, and the event says so", async () => {
  const { ctx, module } = await setUp({ supply: 0n, bonded: 0n });
  await module.beginBlock!(ctx);
  expect(ctx.events.map(({ type }) => type)).toEqual(["mint"]);
  expect(ctx.events[0]!.attributes.at(-1)).toEqual({ key: "amount", value: "0" });
});

describe("parameters", () => {
  const authority = memoryContext().addresses.format(AUTHORITY);
  const valid = paramsToWire(defaultParams("aec"));

  test("are changed by the authority, and hold from the next block on", async () => {
    const { ctx, messages, queries, module, bank } = await setUp({ supply: 1000n });
    const params = { ...valid, inflationMin: dec("1"), inflationMax: dec("1"), blocksPerYear: 1n };
    await messages.UpdateParams(ctx, { authority, params });
    expect(await queries.Params(ctx, {})).toEqual({ params });
    await module.beginBlock!(ctx);
    expect(await bank.balance(ctx, collector, "aec")).toBe(1000n);
  });

  const wrong: readonly [string, Partial<Params>][] = [
    ["mint_denom", { mintDenom: "" }],
    ["mint_denom", { mintDenom: "a b" }],
    ["inflation_rate_change cannot be negative, as -0.100000000000000000 is", { inflationRateChange: dec("-0.1") }],
    ["inflation_max is 1.100000000000000000, and can be 1 at most", { inflationMax: dec("1.1") }],
    ["inflation_min is not a decimal", { inflationMin: "" }],
    ["goal_bonded must be positive", { goalBonded: "0" }],
    ["goal_bonded is not a decimal: 0.5", { goalBonded: "0.5" }],
    ["blocks_per_year must be positive", { blocksPerYear: 0n }],
    ["max inflation (0.100000000000000000) must be greater", { inflationMax: dec("0.1"), inflationMin: dec("0.2") }],
  ];
  test.each(wrong)("are refused in a message and in a genesis file: %s", async (words, change) => {
    const { ctx, messages, module, queries } = await setUp();
    const params = { ...valid, ...change };
    const update = messages.UpdateParams(ctx, { authority, params });
    await expect(update).rejects.toMatchObject({ codespace: "sdk", code: 18 });
    await expect(update).rejects.toThrow(words);
    expect(await queries.Params(ctx, {})).toEqual({ params: valid });
    const state = { ...(module.genesis!.defaults() as GenesisState), params };
    expect(() => module.genesis!.validate(state, "echo")).toThrow(words);
  });

  test("are nobody else's to change", async () => {
    const { ctx, messages } = await setUp();
    const other = ctx.addresses.format(testAddress(1));
    const update = messages.UpdateParams(ctx, { authority: other, params: valid });
    await expect(update).rejects.toMatchObject({ codespace: "gov", code: 13 });
  });
});

test("an exported state is the same state again; a minter with a fault is refused", async () => {
  const { ctx, module, mint } = await setUp({ supply: 10n ** 27n, bonded: 0n });
  for (let i = 0; i < 3; i++) await module.beginBlock!(ctx);
  const exported = (await module.genesis!.export(ctx)) as GenesisState;
  module.genesis!.validate(exported, "echo");
  const fresh = await setUp();
  await fresh.module.genesis!.init(fresh.ctx, exported);
  expect(await fresh.module.genesis!.export(fresh.ctx)).toEqual(exported);
  for (const minter of [
    { ...exported.minter, inflation: dec("-0.1") },
    { ...exported.minter, annualProvisions: "x" },
  ]) {
    expect(() => module.genesis!.validate({ ...exported, minter }, "echo")).toThrow(AppError);
  }
  const at = ({ key }: { key: string }) => Buffer.from(keyToBytes(key)).toString("hex");
  expect([at(mint.minter.locate()), at(mint.parameters.locate())]).toEqual(["00", "01"]);
});

test("MINT-1 fails when it is broken", async () => {
  const { ctx, mint } = await setUp();
  await mint.minter.set(ctx, { inflation: -1n, annualProvisions: 0n });
  await expect(mintInvariants(mint)[0]!.check(ctx)).rejects.toThrow("MINT-1");
});
