import { parseDecimal } from "../../abci/state/decimals.js";
import { QueryError } from "../../abci/state/module.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { aec, dec, fixture } from "./testing/fixture.js";

const coin = (amount: string) => ({ denom: "aec", amount: dec(amount) });

/** Validator 1 takes a tenth, 2 nothing; 11 delegates to both, 1 to itself; two awards of 100aec, one slash at height 3. */
async function setUp() {
  const all = await fixture();
  const { ctx, stakes, block } = all;
  await stakes.create(ctx, testAddress(1), parseDecimal("0.1"));
  await stakes.create(ctx, testAddress(2), 0n);
  await stakes.delegate(ctx, testAddress(1), testAddress(1), 10n);
  await stakes.delegate(ctx, testAddress(11), testAddress(1), 30n);
  await stakes.delegate(ctx, testAddress(11), testAddress(2), 5n);
  await block(aec(100n), { 1: 1n, 2: 1n });
  await block(aec(100n), { 1: 1n, 2: 1n });
  await stakes.slash(inBlock(ctx, { height: 3n }), testAddress(1), parseDecimal("0.25"));
  await stakes.slash(inBlock(ctx, { height: 8n }), testAddress(1), parseDecimal("0.5"));
  return all;
}

test("a delegator sees what it can withdraw, by validator and in all, and gets that", async () => {
  const { ctx, queries, messages, name, operator } = await setUp();
  const delegatorAddress = name(11);
  expect(await queries.DelegationTotalRewards(ctx, { delegatorAddress })).toEqual({
    rewards: [
      { validatorAddress: operator(1), reward: [coin("66.15")] },
      { validatorAddress: operator(2), reward: [coin("98")] },
    ],
    total: [coin("164.15")],
  });
  const one = { delegatorAddress, validatorAddress: operator(1) };
  expect(await queries.DelegationRewards(ctx, one)).toEqual({ rewards: [coin("66.15")] });
  expect(await queries.DelegatorValidators(ctx, { delegatorAddress })).toEqual({
    validators: [operator(1), operator(2)],
  });
  expect(await messages.WithdrawDelegatorReward(ctx, one)).toEqual({ amount: [{ denom: "aec", amount: "66" }] });
  expect(await queries.DelegatorWithdrawAddress(ctx, { delegatorAddress: name(50) })).toEqual({
    withdrawAddress: name(50),
  });
  expect(await queries.DelegationTotalRewards(ctx, { delegatorAddress: name(50) })).toEqual({ rewards: [], total: [] });
});

test("a validator sees its commission and the rewards of its own delegation", async () => {
  const { ctx, queries, name, operator } = await setUp();
  const one = { validatorAddress: operator(1) };
  expect(await queries.ValidatorDistributionInfo(ctx, one)).toEqual({
    operatorAddress: name(1),
    selfBondRewards: [coin("22.05")],
    commission: [coin("9.8")],
  });
  expect(await queries.ValidatorCommission(ctx, one)).toEqual({ commission: { commission: [coin("9.8")] } });
  expect(await queries.ValidatorOutstandingRewards(ctx, one)).toEqual({ rewards: { rewards: [coin("98")] } });
});

test("slashes are chosen by height, and paged", async () => {
  const { ctx, queries, operator } = await setUp();
  const slashes = async (startingHeight: bigint, endingHeight: bigint) => {
    const request = { validatorAddress: operator(1), startingHeight, endingHeight };
    return (await queries.ValidatorSlashes(ctx, request)).slashes.map(({ fraction }) => fraction);
  };
  expect(await slashes(0n, 100n)).toEqual([dec("0.25"), dec("0.5")]);
  expect(await slashes(3n, 3n)).toEqual([dec("0.25")]);
  expect(await slashes(4n, 7n)).toEqual([]);
  expect(await slashes(8n, 8n)).toEqual([dec("0.5")]);
  const paged = await queries.ValidatorSlashes(ctx, {
    validatorAddress: operator(1),
    startingHeight: 0n,
    endingHeight: 9n,
    pagination: { key: new Uint8Array(0), offset: 1n, limit: 1n, countTotal: true, reverse: false },
  });
  expect(paged.slashes.map(({ fraction }) => fraction)).toEqual([dec("0.5")]);
  expect(paged.pagination?.total).toBe(2n);
});

test("wrong questions get a gRPC status that says what was wrong", async () => {
  const { ctx, queries, name, operator } = await setUp();
  const status = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    if (!(error instanceof QueryError)) throw new Error("expected a QueryError", { cause: error });
    return `${error.status} ${error.message}`;
  };
  const { ValidatorCommission, ValidatorDistributionInfo, DelegationRewards, ValidatorSlashes } = queries;
  expect(await status(ValidatorCommission(ctx, { validatorAddress: "" }))).toBe(
    "INVALID_ARGUMENT empty validator address",
  );
  expect(await status(ValidatorCommission(ctx, { validatorAddress: name(1) }))).toContain("INVALID_ARGUMENT");
  expect(await status(ValidatorCommission(ctx, { validatorAddress: operator(3) }))).toBe(
    `NOT_FOUND ${operator(3)}: validator does not exist`,
  );
  expect(await status(ValidatorDistributionInfo(ctx, { validatorAddress: operator(2) }))).toBe(
    `NOT_FOUND ${name(2)} to ${operator(2)}: delegation does not exist`,
  );
  const none = { delegatorAddress: name(12), validatorAddress: operator(1) };
  expect(await status(DelegationRewards(ctx, none))).toContain("NOT_FOUND");
  expect(await status(DelegationRewards(ctx, { ...none, delegatorAddress: "x" }))).toContain("INVALID_ARGUMENT");
  const backwards = { validatorAddress: operator(1), startingHeight: 2n, endingHeight: 1n };
  expect(await status(ValidatorSlashes(ctx, backwards))).toContain("starting height greater than ending height");
});
