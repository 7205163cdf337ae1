import { testAddress } from "../../abci/state/testing/memory.js";
import { endBlock } from "./blocks.js";
import { govGenesis } from "./genesis.js";
import { defaultParams } from "./params.js";
import {
  DAY,
  EC,
  NO,
  YES,
  addValidator,
  aec,
  balanceOf,
  govFixture,
  govSend,
  holds,
  later,
  proposalOf,
  settleSet,
  stored,
} from "./testing/fixture.js";
import { COUNTED_PER_BLOCK, DROPPED_PER_BLOCK, SETTLED_PER_BLOCK } from "./types.js";

async function setUp() {
  const fixture = await govFixture();
  for (const byte of [1, 2, 3]) await addValidator(fixture.ctx, fixture, byte, 100n * EC);
  await settleSet(fixture.ctx, fixture);
  return fixture;
}

async function sizeOf(entries: AsyncIterable<unknown>): Promise<number> {
  let size = 0;
  for await (const _ of entries) size++;
  return size;
}

test("many votes and deposits are settled in bounded steps, and nothing is lost", async () => {
  const fixture = await setUp();
  const { ctx, gov, messages, name } = fixture;
  for (let id = 1n; id <= 4n; id++) await messages.SubmitProposal(ctx, proposalOf(name(20)));
  for (let voter = 1; voter <= 50; voter++) {
    for (let proposalId = 1n; proposalId <= 4n; proposalId++) {
      await messages.Vote(ctx, { proposalId, voter: name(voter), option: voter % 2 === 0 ? YES : NO, metadata: "" });
      await messages.Deposit(ctx, { proposalId, depositor: name(voter), amount: aec(EC) });
    }
  }
  await holds(ctx, fixture);
  const entries = async () =>
    (await sizeOf(gov.votes.range(ctx))) +
    (await sizeOf(gov.deposits.range(ctx))) +
    (await sizeOf(gov.counted.range(ctx)));
  let left = await entries();
  let blocks = 0;
  for (let at = later(ctx, 2n * DAY); left > 0; at = later(at, 1n), blocks++) {
    await endBlock(at, gov);
    const now = await entries();
    expect(left - now).toBeLessThanOrEqual(SETTLED_PER_BLOCK);
    left = now;
    await holds(at, fixture);
  }
  expect(blocks).toBeGreaterThan(3);
  expect(await sizeOf(gov.settling.range(ctx))).toBe(0);
  // Account 9 only voted and deposited: all of it is back.
  expect(await balanceOf(fixture, ctx, 9)).toBe(1000n * EC);
});

test("no more than so many proposals are dropped and counted in a block", async () => {
  const fixture = await setUp();
  const { ctx, gov, messages, name } = fixture;
  for (let i = 0; i < DROPPED_PER_BLOCK + 3; i++) {
    await messages.SubmitProposal(ctx, proposalOf(name(20 + (i % 20)), { initialDeposit: aec(EC) }));
  }
  for (let i = 0; i < COUNTED_PER_BLOCK + 2; i++) await messages.SubmitProposal(ctx, proposalOf(name(40 + i)));
  const first = later(ctx, 2n * DAY);
  await endBlock(first, gov);
  expect(await sizeOf(gov.inactiveQueue.range(ctx))).toBe(3);
  expect(await sizeOf(gov.activeQueue.range(ctx))).toBe(2);
  await holds(first, fixture);
  const second = later(first, 1n);
  await endBlock(second, gov);
  expect(await sizeOf(gov.inactiveQueue.range(ctx))).toBe(0);
  expect(await sizeOf(gov.activeQueue.range(ctx))).toBe(0);
  await holds(second, fixture);
});

test("a delegation that changes after its proposal ended touches nothing that is being settled", async () => {
  const fixture = await setUp();
  const { ctx, gov, messages, staking, name } = fixture;
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  for (let voter = 1; voter <= 60; voter++) {
    await messages.Vote(ctx, { proposalId: 1n, voter: name(voter), option: YES, metadata: "" });
    if (voter > 10) await messages.Deposit(ctx, { proposalId: 1n, depositor: name(voter), amount: aec(EC) });
  }
  const end = later(ctx, 2n * DAY);
  await endBlock(end, gov);
  expect(await gov.votes.has(end, [1n, testAddress(60)])).toBe(true);
  const operator = testAddress(1);
  await staking.delegate(end, { delegator: testAddress(60), operator, amount: EC, source: "account" });
  expect(await gov.counted.get(end, [1n, operator])).toMatchObject({ no: 0n });
  await holds(end, fixture);
});

describe("genesis", () => {
  test("what is exported starts again, and counts on", async () => {
    const fixture = await setUp();
    const { ctx, gov, messages, name } = fixture;
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await messages.SubmitProposal(
      ctx,
      proposalOf(name(21), { initialDeposit: aec(EC), messages: [govSend(ctx, name(1), 1n)] }),
    );
    await messages.Vote(ctx, { proposalId: 1n, voter: name(1), option: YES, metadata: "m" });
    const state = await govGenesis(gov).export(ctx);
    govGenesis(gov).validate(state, "echo");
    expect([state.proposals.length, state.deposits.length, state.votes.length, state.startingProposalId]).toEqual([
      2,
      2,
      1,
      3n,
    ]);

    const other = await setUp();
    const total = { denom: "aec", amount: 11n * EC };
    await other.bank.move(other.ctx, { from: testAddress(30), to: other.gov.address, coins: [total] });
    await govGenesis(other.gov).init(other.ctx, state);
    expect(await govGenesis(other.gov).export(other.ctx)).toEqual(state);
    await holds(other.ctx, other);
    await endBlock(later(other.ctx, 2n * DAY), other.gov);
    expect((await stored(other, other.ctx, 1n)).finalTallyResult).toMatchObject({ yesCount: (100n * EC).toString() });
    await holds(other.ctx, other);
  });

  test("deposits on what has ended are paid back after the start", async () => {
    const fixture = await setUp();
    const { ctx, gov, bank, name } = fixture;
    await bank.move(ctx, { from: testAddress(30), to: gov.address, coins: [{ denom: "aec", amount: EC }] });
    const deposits = [{ proposalId: 7n, depositor: name(9), amount: aec(EC) }];
    const state = { ...govGenesis(gov).defaults(), startingProposalId: 8n, deposits };
    govGenesis(gov).validate(state, "echo");
    await govGenesis(gov).init(ctx, state);
    await holds(ctx, fixture);
    await endBlock(later(ctx, 1n), gov);
    expect(await balanceOf(fixture, ctx, 9)).toBe(1001n * EC);
    await holds(ctx, fixture);
  });

  test("faults are named", async () => {
    const { ctx, gov, messages, name } = await setUp();
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await messages.Vote(ctx, { proposalId: 1n, voter: name(1), option: YES, metadata: "" });
    const good = await govGenesis(gov).export(ctx);
    const [proposal] = good.proposals;
    const [vote] = good.votes;
    const [deposit] = good.deposits;
    const check = (change: object) => () => govGenesis(gov).validate({ ...good, ...change }, "echo");
    expect(check({})).not.toThrow();
    expect(check({ startingProposalId: 0n })).toThrow("starting proposal id must be greater than 0");
    expect(check({ startingProposalId: 1n })).toThrow("proposal 1 is not before starting_proposal_id 1");
    expect(check({ proposals: [proposal, proposal] })).toThrow("duplicate proposal id: 1");
    expect(check({ proposals: [{ ...proposal, status: 9 }] })).toThrow("proposal 1 has no status");
    expect(check({ proposals: [{ ...proposal, votingEndTime: undefined }] })).toThrow("voting_end_time is missing");
    expect(check({ votes: [vote, vote] })).toThrow("it is there twice");
    expect(check({ votes: [{ ...vote, proposalId: 2n }] })).toThrow("the proposal is not in its voting period");
    expect(check({ votes: [{ ...vote, options: [] }] })).toThrow("a vote has at least one option");
    expect(check({ deposits: [deposit, deposit] })).toThrow("it is there twice");
    expect(check({ deposits: [{ ...deposit, amount: [] }] })).toThrow("it has no coins");
    expect(check({ deposits: [{ ...deposit, depositor: "nobody" }] })).toThrow("deposit of nobody on proposal 1");
    expect(check({ params: undefined })).toThrow("params are missing");
    expect(check({ params: { ...defaultParams(), quorum: "2" } })).toThrow("quorum must be at least 0 and at most 1");
    expect(check({ depositParams: { minDeposit: [] } })).toThrow("no longer supported");
  });
});
