import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { Equivocation } from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { Misbehavior } from "../../abci/state/commit.js";
import { AppError } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { timestampToNanos } from "../../abci/state/time.js";
import { eventsOf, type Fixture, slashingFixture, testValidator, UNIT } from "../slashing/testing/fixture.js";
import { hashOf, packed, unpacked } from "./equivocation.js";
import { evidenceGenesis } from "./genesis.js";
import { evidenceInvariants } from "./invariants.js";
import { evidenceMessages } from "./messages.js";
import { evidenceQueries } from "./queries.js";
import { FOREVER_NANOS } from "./types.js";

const SECOND = 1_000_000_000n;

/** Evidence that validator 1 of the fixture signed two blocks of height 2. */
function doubleSign(chain: Fixture, change: Partial<Misbehavior> = {}): Misbehavior {
  return {
    kind: "duplicateVote",
    consAddress: chain.validators[1]!.consAddress,
    power: 10n,
    height: 2n,
    timeNanos: chain.ctx.block.timeNanos + 10n * SECOND,
    totalPower: 40n,
    ...change,
  };
}

async function started(): Promise<Fixture> {
  const chain = await slashingFixture([10n, 10n, 10n, 10n]);
  await chain.blocks(3);
  return chain;
}

async function holds(chain: Fixture): Promise<void> {
  for (const invariant of evidenceInvariants(chain.evidence)) await invariant.check(chain.ctx);
}

test.each(["duplicateVote", "lightClientAttack"] as const)(
  "%s: the offender is slashed, jailed for good and tombstoned, and the evidence is kept",
  async (kind) => {
    const chain = await started();
    const { events, ctx } = await chain.block({ misbehavior: [doubleSign(chain, { kind })] });
    const address = ctx.addresses.formatConsensus(chain.validators[1]!.consAddress);
    expect(await chain.tokens(1)).toBe((10n * UNIT * 95n) / 100n);
    expect(await chain.jailed(1)).toBe(true);
    expect(eventsOf(events, "slash")).toEqual([
      { address, power: "10", reason: "double_sign", burned_coins: (UNIT / 2n).toString() },
      { jailed: address },
    ]);
    const info = (await chain.info(1))!;
    expect(info.tombstoned).toBe(true);
    expect(timestampToNanos(info.jailedUntil)).toBe(FOREVER_NANOS);
    const queries = evidenceQueries(chain.evidence);
    const { evidence } = await queries.AllEvidence(ctx, {});
    expect(evidence.map(unpacked)).toMatchObject([{ height: 2n, power: 10n, consensusAddress: address }]);
    const hash = Buffer.from(hashOf(unpacked(evidence[0]))).toString("hex");
    expect(await queries.Evidence(ctx, { hash, evidenceHash: new Uint8Array(0) })).toEqual({ evidence: evidence[0] });
    const older = { hash: "", evidenceHash: Buffer.from(hash, "hex") };
    expect(await queries.Evidence(ctx, older)).toEqual({ evidence: evidence[0] });
    await holds(chain);
    const validatorAddr = ctx.addresses.formatOperator(chain.validators[1]!.operator);
    await expect(chain.messages.Unjail(ctx, { validatorAddr })).rejects.toMatchObject({
      codespace: "slashing",
      code: 4,
    });
  },
);

test("evidence that comes twice, or of a second offence, costs once", async () => {
  const chain = await started();
  await chain.block({ misbehavior: [doubleSign(chain), doubleSign(chain)] });
  const once = await chain.tokens(1);
  await chain.block({ misbehavior: [doubleSign(chain), doubleSign(chain, { height: 3n })] });
  expect(await chain.tokens(1)).toBe(once);
  await holds(chain);
});

test("a tombstoned key enters no more once its validator is gone, whoever brings it; a new key does", async () => {
  const chain = await started();
  const { ctx, staking } = chain;
  await staking.setParams(ctx, { ...(await staking.params(ctx)), unbondingNanos: SECOND });
  await chain.block({ misbehavior: [doubleSign(chain)] });
  const { operator, pubKey } = chain.validators[1]!;
  const shares = (await staking.delegation(ctx, operator, operator))!.shares;
  await chain.block({ work: (inner) => staking.undelegate(inner, { delegator: operator, operator, shares }) });
  await chain.blocks(2);
  expect(await staking.validator(ctx, operator)).toBeUndefined();

  const enter = (key: Uint8Array, by: Uint8Array) =>
    ctx.branch((inner) =>
      staking.createValidator(inner, {
        operator: by,
        consPubkey: { typeUrl: PubKey.typeUrl, value: PubKey.encode({ key }).finish() },
        description: { moniker: "again", identity: "", website: "", securityContact: "", details: "" },
        commission: { rate: 0n, maxRate: 0n, maxChangeRate: 0n, updateTimeNanos: 0n },
        minSelfDelegation: 1n,
      }),
    );
  const refused = { codespace: "slashing", code: 9 };
  for (const by of [operator, testAddress(77)]) await expect(enter(pubKey, by)).rejects.toMatchObject(refused);
  await enter(testValidator(9).pubKey, operator);
});

test("evidence against one that is jailed already still slashes and tombstones it", async () => {
  const chain = await started();
  await chain.staking.jail(chain.ctx, chain.validators[1]!.consAddress);
  const { events } = await chain.block({ misbehavior: [doubleSign(chain)] });
  expect(eventsOf(events, "slash")).toHaveLength(1);
  expect((await chain.info(1))!.tombstoned).toBe(true);
});

test("evidence is too old when it is both in blocks and in time", async () => {
  const limits = { maxAgeNumBlocks: 5n, maxAgeDuration: { seconds: 30n, nanos: 0 }, maxBytes: 1000n };
  const chain = await started();
  const params = await chain.consensus.params(chain.ctx);
  await chain.consensus.setParams(chain.ctx, { ...params, evidence: limits });
  await chain.blocks(4);
  const about = { height: 2n, timeNanos: chain.ctx.block.timeNanos + 10n * SECOND };
  // Block 8 is six blocks and 30 seconds later: not over both limits.
  await chain.block({ misbehavior: [doubleSign(chain, { ...about, consAddress: chain.validators[0]!.consAddress })] });
  expect(await chain.jailed(0)).toBe(true);
  const { events } = await chain.block({ misbehavior: [doubleSign(chain, about)] });
  expect(await chain.jailed(1)).toBe(false);
  expect(eventsOf(events, "slash")).toEqual([]);
});

test.each<[string, (chain: Fixture) => Partial<Misbehavior>]>([
  ["an unknown validator", () => ({ consAddress: testAddress(99) })],
  ["an address that is none", () => ({ consAddress: new Uint8Array(3) })],
  ["nobody", () => ({ consAddress: new Uint8Array(0) })],
  ["a kind that is not known", () => ({ kind: "unknown" })],
  ["a height to come", () => ({ height: 1000n })],
  ["the block itself", () => ({ height: 4n })],
  ["height zero", () => ({ height: 0n })],
  ["no power", () => ({ power: 0n })],
  ["negative power", () => ({ power: -5n })],
  ["no time", () => ({ timeNanos: 0n })],
  ["a time to come", (chain) => ({ timeNanos: chain.ctx.block.timeNanos + 10_000n * SECOND })],
  ["a time beyond all calendars", () => ({ timeNanos: 1n << 80n })],
])("evidence about %s is no exception, and does nothing", async (_what, change) => {
  const chain = await started();
  const { events } = await chain.block({ misbehavior: [doubleSign(chain, change(chain))] });
  expect(eventsOf(events, "slash")).toEqual([]);
  expect((await evidenceQueries(chain.evidence).AllEvidence(chain.ctx, {})).evidence).toEqual([]);
});

test("evidence about a validator without signing info, or one that left, does nothing", async () => {
  const chain = await started();
  const { consAddress, operator } = chain.validators[1]!;
  const info = (await chain.info(1))!;
  await chain.slashing.infos.delete(chain.ctx, consAddress);
  await chain.slashing.clearMissedBlocks(chain.ctx, consAddress);
  await chain.block({ misbehavior: [doubleSign(chain)] });
  expect(await chain.jailed(1)).toBe(false);
  await chain.slashing.infos.set(chain.ctx, consAddress, { ...info, missedBlocksCounter: 0n });
  const before = (await chain.staking.validator(chain.ctx, operator))!;
  await chain.staking.setValidator(chain.ctx, before, { ...before, status: "unbonded" });
  await chain.block({ misbehavior: [doubleSign(chain)] });
  expect((await chain.info(1))!.tombstoned).toBe(false);
});

test("stake that left after the offence is slashed, and what had left before is not", async () => {
  for (const [height, taken] of [
    [2n, UNIT / 2n],
    [5n, (UNIT * 9n * 5n) / 100n],
  ] as const) {
    const chain = await started();
    const { operator } = chain.validators[1]!;
    const shares = UNIT * 10n ** 18n;
    await chain.block({
      work: (ctx) => chain.staking.undelegate(ctx, { delegator: operator, operator, shares }),
    });
    await chain.blocks(2);
    const supply = await chain.bank.supply(chain.ctx, "aec");
    const power = height === 2n ? 10n : 9n;
    const timeNanos = chain.ctx.block.timeNanos + height * 5n * SECOND;
    await chain.block({ misbehavior: [doubleSign(chain, { height, power, timeNanos })] });
    expect(supply - (await chain.bank.supply(chain.ctx, "aec"))).toBe(taken);
  }
});

const equivocation = (chain: Fixture, change: Partial<Equivocation> = {}): Equivocation => ({
  height: 2n,
  time: { seconds: 1_700_000_010n, nanos: 0 },
  power: 10n,
  consensusAddress: chain.ctx.addresses.formatConsensus(chain.validators[1]!.consAddress),
  ...change,
});

test.each<[string, number, (chain: Fixture) => Any | undefined]>([
  ["what carries no proof", 2, (chain) => packed(equivocation(chain))],
  ["nothing", 3, () => undefined],
  ["another kind of message", 3, () => ({ typeUrl: MsgSend.typeUrl, value: new Uint8Array(0) })],
  ["no protobuf", 3, () => ({ typeUrl: Equivocation.typeUrl, value: Uint8Array.of(0xff) })],
  ["no height", 3, (chain) => packed(equivocation(chain, { height: 0n }))],
  ["no power", 3, (chain) => packed(equivocation(chain, { power: 0n }))],
  ["no time", 3, (chain) => packed(equivocation(chain, { time: { seconds: 0n, nanos: 0 } }))],
  ["nobody", 3, (chain) => packed(equivocation(chain, { consensusAddress: "" }))],
])("evidence sent in a transaction is refused: %s (evidence %i)", async (_what, code, make) => {
  const chain = await started();
  const submitter = chain.ctx.addresses.format(testAddress(1));
  const evidence = make(chain);
  const sent = evidenceMessages(chain.evidence).SubmitEvidence(chain.ctx, { submitter, ...(evidence && { evidence }) });
  await expect(sent).rejects.toMatchObject({ codespace: "evidence", code });
});

test("evidence that is there already cannot be sent again", async () => {
  const chain = await started();
  await chain.block({ misbehavior: [doubleSign(chain)] });
  const [evidence] = (await evidenceQueries(chain.evidence).AllEvidence(chain.ctx, {})).evidence;
  const submitter = chain.ctx.addresses.format(testAddress(1));
  const sent = evidenceMessages(chain.evidence).SubmitEvidence(chain.ctx, { submitter, evidence: evidence! });
  await expect(sent).rejects.toMatchObject({ codespace: "evidence", code: 5 });
});

test("queries say what is wrong with a hash", async () => {
  const chain = await started();
  const { Evidence } = evidenceQueries(chain.evidence);
  const none = new Uint8Array(0);
  await expect(Evidence(chain.ctx, { hash: "", evidenceHash: none })).rejects.toThrow("hash is empty");
  await expect(Evidence(chain.ctx, { hash: "xyz", evidenceHash: none })).rejects.toThrow("64 hexadecimal digits");
  await expect(Evidence(chain.ctx, { hash: "ab".repeat(32), evidenceHash: none })).rejects.toThrow("not found");
});

test("genesis gives back what was exported, and refuses what is no evidence", async () => {
  const chain = await started();
  await chain.block({ misbehavior: [doubleSign(chain)] });
  const genesis = evidenceGenesis(chain.evidence);
  const state = await genesis.export(chain.ctx);
  genesis.validate(state, "echo");
  const fresh = await slashingFixture([10n]);
  await evidenceGenesis(fresh.evidence).init(fresh.ctx, state);
  expect(await evidenceGenesis(fresh.evidence).export(fresh.ctx)).toEqual(state);
  const twice = { evidence: [...state.evidence, ...state.evidence] };
  expect(() => genesis.validate(twice, "echo")).toThrow(AppError);
  const other = { evidence: [{ typeUrl: MsgSend.typeUrl, value: new Uint8Array(0) }] };
  expect(() => genesis.validate(other, "echo")).toThrow(AppError);
});

test.each<[string, (chain: Fixture) => Promise<void>]>([
  ["EVIDENCE-1", (chain) => chain.evidence.evidences.set(chain.ctx, testAddress(1), packed(equivocation(chain)))],
  ["EVIDENCE-2", (chain) => chain.evidence.keep(chain.ctx, equivocation(chain))],
])("%s is seen to be broken", async (id, breakIt) => {
  const chain = await started();
  const invariant = evidenceInvariants(chain.evidence).find((each) => each.id === id)!;
  await invariant.check(chain.ctx);
  await breakIt(chain);
  await expect(invariant.check(chain.ctx)).rejects.toThrow(id);
});
