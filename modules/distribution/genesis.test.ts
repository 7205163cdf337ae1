import type { GenesisState } from "cosmjs-types/cosmos/distribution/v1beta1/genesis";
import { parseDecimal } from "../../abci/state/decimals.js";
import { StateContext } from "../../abci/state/context.js";
import { AppError } from "../../abci/state/errors.js";
import { Overlay } from "../../abci/state/overlay.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import { keyToBytes } from "../../abci/store/bytes.js";
import { exportWhole } from "../../abci/state/testing/export-whole.js";
import { checkConservation } from "./conservation.js";
import { distributionGenesis } from "./genesis.js";
import { distributionInvariants } from "./invariants.js";
import { aec, dec, fixture, type Fixture } from "./testing/fixture.js";

/** A state with everything in it: rewards, a commission, slashes, a withdraw address, fractions in the pool. */
async function lived(): Promise<Fixture> {
  const all = await fixture({ 12: aec(50n) });
  const { ctx, stakes, messages } = all;
  for (const byte of [1, 2]) await stakes.create(ctx, testAddress(byte), parseDecimal("0.1"));
  for (const byte of [11, 12, 13]) await stakes.delegate(ctx, testAddress(byte), testAddress(1), 7n * BigInt(byte));
  await all.block(aec(1001n), { 1: 3n, 2: 1n });
  await stakes.slash(inBlock(ctx, { height: 2n }), testAddress(1), parseDecimal("0.01"));
  await messages.WithdrawDelegatorReward(ctx, { delegatorAddress: all.name(11), validatorAddress: all.operator(1) });
  await messages.SetWithdrawAddress(ctx, { delegatorAddress: all.name(11), withdrawAddress: all.name(12) });
  await all.block(aec(33n), { 1: 3n });
  return all;
}

test("an exported state is the same state again", async () => {
  const all = await lived();
  const exported = (await exportWhole(all.module.genesis!, all.ctx)) as GenesisState;
  for (const list of Object.values(exported)) if (Array.isArray(list)) expect(list).not.toHaveLength(0);
  all.module.genesis!.validate(exported, "echo");

  const fresh = await fixture();
  await fresh.bank.mint(fresh.ctx, "mint", [
    { denom: "aec", amount: await all.bank.balance(all.ctx, all.distribution.account, "aec") },
  ]);
  const coins = await fresh.bank.allBalances(
    fresh.ctx,
    await fresh.bank.accounts.ensureModuleAccount(fresh.ctx, "mint"),
  );
  await fresh.bank.moveBetweenModules(fresh.ctx, { from: "mint", to: "distribution", coins });
  const genesis = distributionGenesis(fresh.distribution);
  await genesis.init(fresh.ctx, exported);
  expect(await exportWhole(genesis, fresh.ctx)).toEqual(exported);
});

test("a genesis that owes another amount than the module holds is refused", async () => {
  const { ctx, module } = await fixture();
  const state = {
    ...(module.genesis!.defaults() as GenesisState),
    feePool: { communityPool: [{ denom: "aec", amount: dec("5") }] },
  };
  const init = ctx.branch((inner) => module.genesis!.init(inner, state));
  await expect(init).rejects.toThrow("does not match the module holdings: nothing <-> 5.000000000000000000aec");
});

describe("a genesis with a fault in it is refused, and the fault is named", () => {
  const faults: readonly (readonly [string, (state: GenesisState) => void])[] = [
    ["community_tax has to be 0 to 1", (state) => void (state.params.communityTax = dec("2"))],
    ["fee_pool: amount of aec is not positive", (state) => void (state.feePool.communityPool[0]!.amount = "-1")],
    [
      "previous_proposer: invalid Bech32 prefix",
      (state) => void (state.previousProposer = state.outstandingRewards[0]!.validatorAddress),
    ],
    ["delegator_withdraw_infos[1]: .* is there twice", (state) => twice(state.delegatorWithdrawInfos)],
    ["outstanding_rewards[2]: .* is there twice", (state) => twice(state.outstandingRewards)],
    [
      "outstanding_rewards[0]: invalid denom",
      (state) => void (state.outstandingRewards[0]!.outstandingRewards[0]!.denom = "!"),
    ],
    ["validator_accumulated_commissions[2]", (state) => twice(state.validatorAccumulatedCommissions)],
    [
      "validator_historical_rewards[0]: reference_count is 0",
      (state) => void (state.validatorHistoricalRewards[0]!.rewards.referenceCount = 0),
    ],
    [
      "validator_current_rewards[0]: period is 0",
      (state) => void (state.validatorCurrentRewards[0]!.rewards.period = 0n),
    ],
    [
      "delegator_starting_infos[0]: stake is no decimal",
      (state) => void (state.delegatorStartingInfos[0]!.startingInfo.stake = "-5"),
    ],
    [
      "delegator_starting_infos[0]: .*empty address",
      (state) => void (state.delegatorStartingInfos[0]!.delegatorAddress = ""),
    ],
    [
      "validator_slash_events[0]: fraction is over 1",
      (state) => void (state.validatorSlashEvents[0]!.validatorSlashEvent.fraction = dec("1.1")),
    ],
    ["validator_slash_events[0]: period 9 is", (state) => void (state.validatorSlashEvents[0]!.period = 9n)],
  ];
  const twice = <T>(list: T[]): void => void list.push(list[0]!);

  test.each(faults)("%s", async (words, break_) => {
    const all = await lived();
    const state = (await exportWhole(all.module.genesis!, all.ctx)) as GenesisState;
    break_(state);
    const validate = () => all.module.genesis!.validate(state, "echo");
    expect(validate).toThrow(AppError);
    expect(validate).toThrow(new RegExp(words.replace(/[[\]]/g, "\\$&")));
  });
});

test("the stored form is the SDK's", async () => {
  const { ctx, distribution } = await lived();
  const hex = ({ key }: { key: string }) => Buffer.from(keyToBytes(key)).toString("hex");
  const [one, eleven] = [`14${"01".repeat(20)}`, `14${"0b".repeat(20)}`];
  const [validator, delegator] = [testAddress(1), testAddress(11)];
  expect(hex(distribution.pool.locate())).toBe("00");
  expect(hex(distribution.outstanding.locate(validator))).toBe(`02${one}`);
  expect(hex(distribution.withdrawAddresses.locate(delegator))).toBe(`03${eleven}`);
  expect(hex(distribution.startingInfos.locate([validator, delegator]))).toBe(`04${one}${eleven}`);
  expect(hex(distribution.historicalRewards.locate([validator, 258n]))).toBe(`05${one}0201000000000000`);
  expect(hex(distribution.currentRewards.locate(validator))).toBe(`06${one}`);
  expect(hex(distribution.commissions.locate(validator))).toBe(`07${one}`);
  expect(hex(distribution.slashEvents.locate([validator, 2n, 3n]))).toBe(`08${one}00000000000000020000000000000003`);
  expect(await ctx.read("distribution", distribution.previousProposer.locate().key)).toEqual(
    Uint8Array.of(0x0a, 20, ...testAddress(1)),
  );
});

describe("each invariant fails when it is broken", () => {
  const breaks: Readonly<Record<string, (all: Fixture) => Promise<void>>> = {
    "DISTRIBUTION-1": ({ ctx, distribution }) => distribution.pool.set(ctx, []),
    "DISTRIBUTION-3": ({ ctx, distribution }) =>
      distribution.startingInfos.delete(ctx, [testAddress(1), testAddress(12)]),
    "DISTRIBUTION-4": ({ ctx, distribution }) => distribution.outstanding.set(ctx, testAddress(1), []),
    "DISTRIBUTION-5": ({ ctx, distribution }) =>
      distribution.historicalRewards.set(ctx, [testAddress(1), 77n], { ratio: [], references: 1 }),
  };

  test.each(Object.keys(breaks))("%s", async (id) => {
    const all = await lived();
    const invariant = distributionInvariants(all.distribution).find((each) => each.id === id)!;
    await invariant.check(all.ctx);
    await breaks[id]!(all);
    await expect(invariant.check(all.ctx)).rejects.toThrow(`invariant broken: ${id}`);
  });
});

test("DISTRIBUTION-1 is checked in each block by what it writes", async () => {
  const all = await lived();
  const committed = readerOf(all.ctx);
  const check = async (work: (ctx: StateContext) => Promise<void>): Promise<void> => {
    const overlay = new Overlay(committed);
    const ctx = new StateContext({
      overlay,
      block: all.ctx.block,
      addresses: all.ctx.addresses,
      mode: "block",
      gas: all.ctx.gas,
    });
    await work(ctx);
    await checkConservation(all.distribution, overlay.netWrites(), committed);
  };
  await check(async (ctx) => {
    await all.messages.FundCommunityPool(ctx, { depositor: all.name(12), amount: [{ denom: "aec", amount: "3" }] });
    await all.messages.WithdrawDelegatorReward(ctx, {
      delegatorAddress: all.name(12),
      validatorAddress: all.operator(1),
    });
  });
  const broken = check((ctx) =>
    all.bank.move(ctx, { from: testAddress(12), to: all.distribution.account, coins: aec(1n) }),
  );
  await expect(broken).rejects.toThrow("DISTRIBUTION-1");
});

/** What a context holds, as a committed version. */
function readerOf(ctx: StateContext) {
  return {
    get: (store: string, key: string) => ctx.read(store, key),
    iterate: (store: string, range: object) => ctx.scan(store, range),
  };
}
