import { inBlock } from "../../abci/state/testing/memory.js";
import { endBlock } from "./blocks.js";
import { errors } from "./errors.js";
import { trackHistory } from "./history.js";
import { address, SECOND, type StakingFixture, stakingFixture, UNBONDING_NANOS } from "./testing/fixture.js";
import { HISTORY_REMOVED_PER_BLOCK, MATURED_PER_BLOCK } from "./types.js";

/** An account of its own for each number. */
function account(index: number): Uint8Array {
  const bytes = new Uint8Array(20).fill(0x55);
  new DataView(bytes.buffer).setUint32(0, index);
  return bytes;
}

/** As many accounts unbond a unit each from validator 1 in one block. */
async function unbondings(count: number) {
  const fixture = await stakingFixture();
  let { ctx } = fixture;
  await fixture.messages.CreateValidator(ctx, fixture.entry(1, 1000n));
  ctx = await fixture.next(ctx);
  for (let index = 0; index < count; index++) {
    const delegator = account(index);
    await fixture.bank.move(ctx, { from: address(3), to: delegator, coins: [{ denom: "aec", amount: 2n }] });
    await fixture.staking.delegate(ctx, { delegator, operator: address(1), amount: 2n, source: "account" });
    await fixture.staking.undelegate(ctx, { delegator, operator: address(1), shares: 10n ** 18n });
  }
  return { ...fixture, ctx };
}

const paid = (ctx: StakingFixture["ctx"]): number =>
  ctx.events.filter(({ type }) => type === "complete_unbonding").length;

test("10,000 unbondings due in one block are paid in batches, in the order of their owners, each once", async () => {
  const count = 10_000;
  const fixture = await unbondings(count);
  let { ctx } = fixture;
  await endBlock(ctx, fixture.staking);
  let blocks = 0;
  let total = 0;
  let timeNanos = ctx.block.timeNanos + UNBONDING_NANOS;
  while (total < count) {
    ctx = inBlock(ctx, { height: ctx.block.height + 1n, timeNanos });
    await endBlock(ctx, fixture.staking);
    expect(paid(ctx)).toBe(Math.min(MATURED_PER_BLOCK, count - total));
    total += paid(ctx);
    timeNanos += SECOND;
    blocks++;
  }
  expect(blocks).toBe(Math.ceil(count / MATURED_PER_BLOCK));
  for (const index of [0, 1, count - 1]) expect(await fixture.bank.balance(ctx, account(index), "aec")).toBe(1n);
  await fixture.holds(ctx);
  expect(await fixture.staking.bank.balance(ctx, fixture.accounts.moduleAddress("not_bonded_tokens_pool"), "aec")).toBe(
    0n,
  );
}, 120_000);

test("what is due and not paid yet can neither be slashed nor cancelled", async () => {
  const fixture = await unbondings(MATURED_PER_BLOCK + 1);
  let { ctx } = fixture;
  await endBlock(ctx, fixture.staking);
  const height = ctx.block.height;
  ctx = inBlock(ctx, { height: height + 1n, timeNanos: ctx.block.timeNanos + UNBONDING_NANOS });
  await endBlock(ctx, fixture.staking);
  ctx = inBlock(ctx, { height: height + 2n, timeNanos: ctx.block.timeNanos + SECOND });
  const last = { delegator: account(MATURED_PER_BLOCK), operator: address(1) };
  expect((await fixture.staking.unbonding(ctx, last.delegator, last.operator)).entries).toHaveLength(1);
  const cancel = { ...last, amount: 1n, creationHeight: height };
  await expect(fixture.staking.cancelUnbonding(ctx, cancel)).rejects.toThrow("already processed");
  const { consAddress } = await fixture.validator(ctx, 1);
  await fixture.staking.slash(ctx, { consAddress, infractionHeight: height, power: 100n, fraction: 10n ** 18n });
  await endBlock(ctx, fixture.staking);
  expect(await fixture.bank.balance(ctx, last.delegator, "aec")).toBe(1n);
  await fixture.holds(ctx);
});

test("validators and redelegations that are due are worked off in batches too", async () => {
  const fixture = await stakingFixture();
  const { ctx, staking } = fixture;
  await fixture.messages.CreateValidator(ctx, fixture.entry(1, 1000n));
  const count = MATURED_PER_BLOCK + 3;
  for (let index = 0; index < count; index++) {
    await staking.redelegationsDue.add(ctx, [ctx.block.timeNanos, [account(index), address(1), address(2)]]);
  }
  await endBlock(ctx, staking);
  const left: unknown[] = [];
  for await (const entry of staking.redelegationsDue.range(ctx)) left.push(entry);
  expect(left).toHaveLength(3);
});

test("each block and its validators are remembered, as many as the parameter says", async () => {
  const fixture = await stakingFixture({ params: { historicalEntries: 3 } });
  let { ctx } = fixture;
  for (const byte of [1, 2]) await fixture.messages.CreateValidator(ctx, fixture.entry(byte, byte === 1 ? 500n : 900n));
  for (let block = 0; block < 6; block++) {
    const hashes = { parentAppHash: Uint8Array.of(1), nextValidatorsHash: Uint8Array.of(2) };
    await trackHistory(inBlock(ctx, hashes), fixture.staking);
    ctx = await fixture.next(ctx);
  }
  const { hist } = await fixture.queries.HistoricalInfo(ctx, { height: 6n });
  expect(hist!.header).toMatchObject({
    chainId: "test-1",
    height: 6n,
    appHash: Uint8Array.of(1),
    nextValidatorsHash: Uint8Array.of(2),
  });
  expect(hist!.valset.map(({ operatorAddress }) => operatorAddress)).toEqual([2, 1].map(fixture.operator));
  const heights: bigint[] = [];
  for await (const [height] of fixture.staking.history.range(ctx)) heights.push(height);
  expect(heights).toEqual([4n, 5n, 6n]);
  await expect(fixture.queries.HistoricalInfo(ctx, { height: 3n })).rejects.toThrow("not found");
  await expect(fixture.queries.HistoricalInfo(ctx, { height: -1n })).rejects.toThrow("negative");
});

test("a lowered parameter removes old records a few a block, and none keeps none", async () => {
  const fixture = await stakingFixture({ params: { historicalEntries: 30 } });
  let { ctx } = fixture;
  for (let block = 0; block < 30; block++) {
    await trackHistory(ctx, fixture.staking);
    ctx = await fixture.next(ctx);
  }
  await fixture.staking.setParams(ctx, { ...(await fixture.staking.params(ctx)), historicalEntries: 0 });
  const count = async () => {
    let found = 0;
    for await (const _ of fixture.staking.history.range(ctx)) found++;
    return found;
  };
  await trackHistory(ctx, fixture.staking);
  expect(await count()).toBe(30 - HISTORY_REMOVED_PER_BLOCK);
  for (let block = 0; block < 2; block++) await trackHistory(ctx, fixture.staking);
  expect(await count()).toBe(0);
});

test("queries page what there is, and say what is wrong with a request", async () => {
  const fixture = await stakingFixture();
  const { queries, name, operator } = fixture;
  let { ctx } = fixture;
  for (const byte of [1, 2]) await fixture.messages.CreateValidator(ctx, fixture.entry(byte, 1000n));
  ctx = await fixture.next(ctx);
  await fixture.messages.CreateValidator(ctx, fixture.entry(4, 1000n));
  const page = { key: new Uint8Array(0), offset: 0n, limit: 1n, countTotal: true, reverse: false };
  const all = await queries.Validators(ctx, { status: "", pagination: page });
  expect([all.validators.length, all.pagination!.total]).toEqual([1, 3n]);
  const bonded = await queries.Validators(ctx, { status: "BOND_STATUS_BONDED", pagination: { ...page, limit: 10n } });
  expect(bonded.validators.map(({ operatorAddress }) => operatorAddress)).toEqual([1, 2].map(operator));
  await expect(queries.Validators(ctx, { status: "BONDED" })).rejects.toThrow("invalid validator status");
  await expect(queries.Validator(ctx, { validatorAddr: "" })).rejects.toThrow("cannot be empty");
  await expect(queries.Validator(ctx, { validatorAddr: operator(9) })).rejects.toThrow("not found");
  const pair = { delegatorAddr: name(1), validatorAddr: operator(2) };
  await expect(queries.Delegation(ctx, pair)).rejects.toThrow("not found for validator");
  await expect(queries.UnbondingDelegation(ctx, pair)).rejects.toThrow("unbonding delegation");
  await expect(queries.DelegatorValidator(ctx, pair)).rejects.toMatchObject({ code: errors.noDelegation.code });
  const own = { delegatorAddr: name(1), validatorAddr: operator(1) };
  expect((await queries.DelegatorValidator(ctx, own)).validator.operatorAddress).toBe(operator(1));
  expect((await queries.DelegatorValidators(ctx, { delegatorAddr: name(1) })).validators).toHaveLength(1);
  expect((await queries.ValidatorDelegations(ctx, { validatorAddr: operator(1) })).delegationResponses).toHaveLength(1);
  expect((await queries.ValidatorUnbondingDelegations(ctx, { validatorAddr: operator(1) })).unbondingResponses).toEqual(
    [],
  );
});
