import { ONE } from "../../abci/state/decimals.js";
import { AppError } from "../../abci/state/errors.js";
import { nanosToDuration, nanosToTimestamp } from "../../abci/state/time.js";
import { inBlock, testAddress } from "../../abci/state/testing/memory.js";
import type { GenesisState } from "../../proto/generated/echoin/slashing/v1/genesis.js";
import { slashingGenesis } from "./genesis.js";
import { slashingInvariants } from "./invariants.js";
import {
  decimalBytes,
  DEFAULT_PARAMS,
  DEFAULT_PROPOSAL_PARAMS,
  validateParams,
  validateProposalParams,
} from "./params.js";
import { proposalQueries } from "./queries.js";
import { type Fixture, slashingFixture, UNIT } from "./testing/fixture.js";

const SECOND = 1_000_000_000n;

/** A validator that is in jail until a time. */
async function jailed(chain: Fixture, index: number, untilNanos: bigint) {
  const { consAddress } = chain.validators[index]!;
  await chain.staking.jail(chain.ctx, consAddress);
  const info = (await chain.info(index))!;
  await chain.slashing.infos.set(chain.ctx, consAddress, { ...info, jailedUntil: nanosToTimestamp(untilNanos) });
}

const unjail = (chain: Fixture, operator: Uint8Array) =>
  chain.block({
    work: (ctx) => chain.messages.Unjail(ctx, { validatorAddr: ctx.addresses.formatOperator(operator) }),
  });

test("a validator stays in jail until its time is over", async () => {
  const chain = await slashingFixture([10n, 10n]);
  const { ctx } = await chain.block();
  await jailed(chain, 1, ctx.block.timeNanos + 10n * SECOND);
  await expect(unjail(chain, chain.validators[1]!.operator)).rejects.toMatchObject({ codespace: "slashing", code: 4 });
});

test("a validator that served its time, to the very second, stands again", async () => {
  const chain = await slashingFixture([10n, 10n]);
  const { ctx } = await chain.block();
  await jailed(chain, 1, ctx.block.timeNanos + 5n * SECOND);
  await unjail(chain, chain.validators[1]!.operator);
  expect(await chain.jailed(1)).toBe(false);
});

test.each<[string, number, (chain: Fixture) => Promise<Uint8Array>]>([
  ["an operator that is no validator", 2, async () => testAddress(77)],
  ["a validator that is not jailed", 5, async (chain) => chain.validators[1]!.operator],
  [
    "a tombstoned validator",
    4,
    async (chain) => {
      await jailed(chain, 1, 0n);
      await chain.slashing.tombstone(chain.ctx, chain.validators[1]!.consAddress);
      return chain.validators[1]!.operator;
    },
  ],
  [
    "a validator whose own stake is gone",
    6,
    async (chain) => {
      const { operator, consAddress } = chain.validators[1]!;
      const delegator = testAddress(50);
      // Somebody else's stake keeps the validator there.
      await chain.staking.setDelegation(chain.ctx, { delegator, operator, shares: ONE }, true);
      await chain.staking.jail(chain.ctx, consAddress);
      await chain.staking.delegations.delete(chain.ctx, [operator, operator]);
      return operator;
    },
  ],
  [
    "a validator with less of its own than it promised",
    7,
    async (chain) => {
      const { operator, consAddress } = chain.validators[1]!;
      const before = (await chain.staking.validator(chain.ctx, operator))!;
      await chain.staking.setValidator(chain.ctx, before, { ...before, minSelfDelegation: 11n * UNIT });
      await chain.staking.jail(chain.ctx, consAddress);
      return operator;
    },
  ],
])("%s cannot be unjailed (slashing %i)", async (_what, code, prepare) => {
  const chain = await slashingFixture([10n, 10n]);
  const operator = await prepare(chain);
  const validatorAddr = chain.ctx.addresses.formatOperator(operator);
  await expect(chain.messages.Unjail(chain.ctx, { validatorAddr })).rejects.toMatchObject({
    codespace: "slashing",
    code,
  });
});

test("a validator that was never active can be unjailed at any time", async () => {
  const chain = await slashingFixture([10n, 10n]);
  const { operator, consAddress } = chain.validators[1]!;
  await chain.slashing.infos.delete(chain.ctx, consAddress);
  await chain.staking.jail(chain.ctx, consAddress);
  await chain.messages.Unjail(chain.ctx, { validatorAddr: chain.ctx.addresses.formatOperator(operator) });
  expect(await chain.jailed(1)).toBe(false);
});

test("nobody but the authority changes parameters, and no account address is an operator's", async () => {
  const chain = await slashingFixture([10n]);
  const authority = chain.ctx.addresses.format(testAddress(1));
  const refused = { codespace: "gov", code: 13 };
  const first = chain.messages.UpdateParams(chain.ctx, { authority, params: DEFAULT_PARAMS });
  await expect(first).rejects.toMatchObject(refused);
  const second = chain.proposals.UpdateParams(chain.ctx, { authority, params: DEFAULT_PROPOSAL_PARAMS });
  await expect(second).rejects.toMatchObject(refused);
  const third = chain.messages.Unjail(chain.ctx, { validatorAddr: authority });
  await expect(third).rejects.toMatchObject({ codespace: "sdk", code: 7 });
});

test.each([
  ["no window", { signedBlocksWindow: 0n }],
  ["a window over the limit", { signedBlocksWindow: 1_000_001n }],
  ["more than all signed", { minSignedPerWindow: decimalBytes(ONE + 1n) }],
  ["a negative fraction", { slashFractionDowntime: decimalBytes(-1n) }],
  ["more than all slashed", { slashFractionDoubleSign: decimalBytes(2n * ONE) }],
  ["a fraction that is no number", { slashFractionDowntime: Buffer.from("half") }],
  ["no fraction", { slashFractionDowntime: new Uint8Array(0) }],
  ["no time in jail", { downtimeJailDuration: nanosToDuration(0n) }],
])("parameters with %s are refused", (_what, change) => {
  expect(() => validateParams({ ...DEFAULT_PARAMS, ...change })).toThrow(AppError);
});

test.each([
  ["a sink that is none", { sink: 2 }],
  ["more turns than are remembered", { turnsWindow: 65 }],
  ["all turns forgiven", { turnsWindow: 5, maxMissedTurns: 5 }],
  ["a negative fraction", { slashFractionDelay: "-1" }],
  ["more than all slashed", { slashFractionInvalidProposal: (ONE + 1n).toString() }],
  ["no time in jail", { delayJailDuration: nanosToDuration(0n) }],
  ["time in jail that is negative", { invalidProposalJailDuration: nanosToDuration(-1n) }],
])("parameters of proposals with %s are refused", (_what, change) => {
  expect(() => validateProposalParams({ ...DEFAULT_PROPOSAL_PARAMS, ...change })).toThrow(AppError);
});

test("queries answer what there is, and say what there is not", async () => {
  const chain = await slashingFixture([10n, 10n]);
  await chain.blocks(3);
  const { addresses } = chain.ctx;
  const consAddress = addresses.formatConsensus(chain.validators[0]!.consAddress);
  expect(await chain.queries.Params(chain.ctx, {})).toEqual({ params: DEFAULT_PARAMS });
  const { valSigningInfo } = await chain.queries.SigningInfo(chain.ctx, { consAddress });
  expect(valSigningInfo).toMatchObject({ address: consAddress, startHeight: 0n, indexOffset: 2n });
  const stranger = addresses.formatConsensus(testAddress(9));
  await expect(chain.queries.SigningInfo(chain.ctx, { consAddress: stranger })).rejects.toThrow("not found");
  await expect(chain.queries.SigningInfo(chain.ctx, { consAddress: "" })).rejects.toThrow("empty");
  expect((await chain.queries.SigningInfos(chain.ctx, {})).info).toHaveLength(2);

  const proposals = proposalQueries(chain.slashing);
  expect(await proposals.Params(chain.ctx, {})).toEqual({ params: DEFAULT_PROPOSAL_PARAMS });
  const { height, proposers } = await proposals.Proposers(chain.ctx, { rounds: 0 });
  expect([height, proposers.length]).toEqual([4n, 10]);
  await expect(proposals.Proposers(chain.ctx, { rounds: 101 })).rejects.toThrow("at most 100");
  expect((await proposals.Turns(chain.ctx, {})).turns.length).toBeGreaterThan(0);
  expect(await proposals.FailedRounds(chain.ctx, {})).toEqual({ heights: [] });
});

async function exported(): Promise<{ chain: Fixture; state: GenesisState }> {
  const chain = await slashingFixture([10n, 10n, 10n, 10n]);
  await chain.blocks(4, { absent: [1] });
  await chain.block({ round: 1 });
  await chain.blocks(2);
  return { chain, state: await slashingGenesis(chain.slashing).export(chain.ctx) };
}

test("an exported chain starts again with the same windows, turns and parameters", async () => {
  const { state } = await exported();
  const fresh = await slashingFixture([10n, 10n, 10n, 10n]);
  const genesis = slashingGenesis(fresh.slashing);
  genesis.validate(state, "echo");
  await genesis.init(fresh.ctx, state);
  expect(await genesis.export(fresh.ctx)).toEqual(state);
  expect(state.missedBlocks.flatMap(({ missedBlocks }) => missedBlocks)).toHaveLength(3);
  for (const invariant of slashingInvariants(fresh.slashing)) await invariant.check(fresh.ctx);
});

test("what is exported after windows became shorter holds no old window", async () => {
  const { chain } = await exported();
  await chain.slashing.setParams(inBlock(chain.ctx, { height: 7n }), { ...DEFAULT_PARAMS, signedBlocksWindow: 10n });
  const genesis = slashingGenesis(chain.slashing);
  const state = await genesis.export(inBlock(chain.ctx, { height: 7n }));
  genesis.validate(state, "echo");
  expect(state.missedBlocks.flatMap(({ missedBlocks }) => missedBlocks)).toEqual([]);
});

test.each<[string, (state: GenesisState) => void]>([
  ["a window of nine blocks", (state) => (state.params = { ...DEFAULT_PARAMS, signedBlocksWindow: 9n })],
  [
    "a jail of a second",
    (state) => (state.params = { ...DEFAULT_PARAMS, downtimeJailDuration: nanosToDuration(SECOND) }),
  ],
  ["a signing info twice", (state) => state.signingInfos.push(state.signingInfos[0]!)],
  ["a counter that is too high", (state) => (state.signingInfos[0]!.validatorSigningInfo.missedBlocksCounter += 1n)],
  ["a negative index", (state) => (state.signingInfos[0]!.validatorSigningInfo.indexOffset = -1n)],
  ["missed blocks of a stranger", (state) => (state.signingInfos.length = 0)],
  ["missed blocks twice", (state) => state.missedBlocks.push(state.missedBlocks[0]!)],
  [
    "missed blocks outside of the window",
    (state) => (state.missedBlocks.find((each) => each.missedBlocks.length > 0)!.missedBlocks[0]!.index = 100n),
  ],
  ["turns twice", (state) => state.turns.push(state.turns[0]!)],
  ["more turns missed than there were", (state) => (state.turns[0]!.turns = { missed: 4n, count: 2 })],
  ["an address that is none", (state) => (state.signingInfos[0]!.address = "echo1nothing")],
])("genesis with %s is refused", async (_what, change) => {
  const { chain, state } = await exported();
  change(state);
  expect(() => slashingGenesis(chain.slashing).validate(state, "echo")).toThrow(AppError);
});

test.each<[string, (chain: Fixture) => Promise<void>]>([
  [
    "SLASHING-1",
    async (chain) => {
      const info = (await chain.info(0))!;
      await chain.slashing.infos.set(chain.ctx, testAddress(9), info);
    },
  ],
  ["SLASHING-2", (chain) => chain.slashing.setMissedAt(chain.ctx, chain.validators[0]!.consAddress, 3n, true)],
  ["SLASHING-3", (chain) => chain.slashing.turns.set(chain.ctx, testAddress(9), { missed: 8n, count: 3 })],
  ["SLASHING-4", (chain) => chain.slashing.failedRounds.set(chain.ctx, 900n, { height: 900n, rounds: [] })],
  [
    "SLASHING-5",
    async (chain) => {
      const ranks = (await chain.slashing.priorities.get(chain.ctx))!;
      await chain.slashing.priorities.set(chain.ctx, { ...ranks, proposer: 7 });
    },
  ],
])("%s is seen to be broken", async (id, breakIt) => {
  const chain = await slashingFixture([10n, 10n]);
  const invariant = slashingInvariants(chain.slashing).find((each) => each.id === id)!;
  await invariant.check(chain.ctx);
  await breakIt(chain);
  await expect(invariant.check(chain.ctx)).rejects.toThrow(id);
});
