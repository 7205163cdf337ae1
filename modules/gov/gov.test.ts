import { MsgUpdateParams as BankUpdateParams } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { ProposalStatus } from "cosmjs-types/cosmos/gov/v1/gov";
import type { MsgUpdateParams } from "cosmjs-types/cosmos/gov/v1/tx";
import { MsgDeposit } from "cosmjs-types/cosmos/gov/v1/tx";
import { sdk } from "../../abci/state/errors.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { fails, linesOf } from "../bank/testing/fixture.js";
import { errors } from "./errors.js";
import { defaultParams } from "./params.js";
import { endBlock } from "./blocks.js";
import {
  DAY,
  EC,
  GOV,
  NO,
  POOL,
  VETO,
  YES,
  addValidator,
  aec,
  balanceOf,
  govFixture,
  govSend,
  holds,
  later,
  pack,
  proposalOf,
  settleSet,
  stored,
} from "./testing/fixture.js";

const { PROPOSAL_STATUS_VOTING_PERIOD, PROPOSAL_STATUS_DEPOSIT_PERIOD, PROPOSAL_STATUS_PASSED } = ProposalStatus;
const { PROPOSAL_STATUS_REJECTED } = ProposalStatus;

/** Three active validators of 100 EC each: operators 1, 2 and 3. Account 10 is a holder with 50 EC at validator 1. */
async function setUp() {
  const fixture = await govFixture();
  const { ctx, staking } = fixture;
  for (const byte of [1, 2, 3]) await addValidator(ctx, fixture, byte, 100n * EC);
  const operator = testAddress(1);
  await staking.delegate(ctx, { delegator: testAddress(10), operator, amount: 50n * EC, source: "account" });
  await settleSet(ctx, fixture);
  return fixture;
}

test("a text passes with the holders: deposit, vote, count, refund", async () => {
  const fixture = await setUp();
  const { ctx, messages, name, gov, queries } = fixture;
  const { proposalId: id } = await messages.SubmitProposal(ctx, proposalOf(name(20), { initialDeposit: aec(EC) }));
  expect(id).toBe(1n);
  expect((await stored(fixture, ctx, id)).status).toBe(PROPOSAL_STATUS_DEPOSIT_PERIOD);
  await fails(
    messages.Vote(ctx, { proposalId: id, voter: name(1), option: YES, metadata: "" }),
    errors.inactiveProposal,
  );

  await messages.Deposit(ctx, { proposalId: id, depositor: name(21), amount: aec(9n * EC) });
  expect((await stored(fixture, ctx, id)).status).toBe(PROPOSAL_STATUS_VOTING_PERIOD);
  await messages.Vote(ctx, { proposalId: id, voter: name(1), option: YES, metadata: "why" });
  await messages.Vote(ctx, { proposalId: id, voter: name(10), option: NO, metadata: "" });
  const { tally } = await queries.TallyResult(ctx, { proposalId: id });
  expect(tally).toEqual({
    yesCount: (100n * EC).toString(),
    noCount: (50n * EC).toString(),
    abstainCount: "0",
    noWithVetoCount: "0",
  });
  await holds(ctx, fixture);

  await endBlock(later(ctx, 2n * DAY - 1n), gov);
  expect((await stored(fixture, ctx, id)).status).toBe(PROPOSAL_STATUS_VOTING_PERIOD);
  const end = later(ctx, 2n * DAY);
  await endBlock(end, gov);
  expect(await stored(fixture, end, id)).toMatchObject({ status: PROPOSAL_STATUS_PASSED, finalTallyResult: tally });
  expect(await balanceOf(fixture, end, 20)).toBe(1000n * EC);
  expect(await balanceOf(fixture, end, 21)).toBe(1000n * EC);
  expect(linesOf(end)).toContain("active_proposal proposal_id=1 proposal_result=proposal_passed proposal_log=passed");
  expect((await queries.Votes(end, { proposalId: id, pagination: undefined })).votes).toEqual([]);
  await holds(end, fixture);
});

test("events of a proposal are the SDK's", async () => {
  const { ctx, messages, name } = await setUp();
  await messages.SubmitProposal(ctx, proposalOf(name(20), { messages: [govSend(ctx, name(1), 1n)] }));
  const options = [
    { option: YES, weight: "0.6" },
    { option: NO, weight: "0.400000000000000000" },
  ];
  await messages.VoteWeighted(ctx, { proposalId: 1n, voter: name(1), options, metadata: "" });
  const lines = linesOf(ctx).filter((line) => /^(submit|proposal)/.test(line));
  expect(lines).toEqual([
    `submit_proposal proposal_id=1 proposal_proposer=${name(20)} proposal_messages=,/cosmos.bank.v1beta1.MsgSend`,
    `proposal_deposit depositor=${name(20)} amount=${10n * EC}aec proposal_id=1`,
    "submit_proposal voting_period_start=1",
    `proposal_vote voter=${name(1)} option=[{"option":1,"weight":"0.6"},{"option":3,"weight":"0.400000000000000000"}] proposal_id=1`,
  ]);
});

test("a vote replaces the voter's earlier one, and counts once", async () => {
  const fixture = await setUp();
  const { ctx, messages, name, queries } = fixture;
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  for (const option of [YES, VETO, NO]) {
    await messages.Vote(ctx, { proposalId: 1n, voter: name(10), option, metadata: "" });
  }
  const { tally } = await queries.TallyResult(ctx, { proposalId: 1n });
  expect(tally).toMatchObject({ yesCount: "0", noCount: (50n * EC).toString(), noWithVetoCount: "0" });
  const { votes } = await queries.Votes(ctx, { proposalId: 1n, pagination: undefined });
  expect(votes).toHaveLength(1);
  await holds(ctx, fixture);
});

test("votes after the end are refused, although the count may come later", async () => {
  const { ctx, messages, name } = await setUp();
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  const vote = { proposalId: 1n, voter: name(1), option: YES, metadata: "" };
  await messages.Vote(later(ctx, 2n * DAY), vote);
  await fails(messages.Vote(later(ctx, 2n * DAY + 1n), vote), errors.inactiveProposal);
  const deposit = { proposalId: 1n, depositor: name(1), amount: aec(EC) };
  await fails(messages.Deposit(later(ctx, 2n * DAY + 1n), deposit), errors.inactiveProposal);
  await fails(
    messages.CancelProposal(later(ctx, 2n * DAY + 1n), { proposalId: 1n, proposer: name(20) }),
    errors.votingPeriodEnded,
  );
});

test.each([
  ["none", [], sdk.invalidRequest],
  ["less than one", [{ option: YES, weight: "0.999999999999999999" }], errors.invalidVote],
  [
    "over one",
    [
      { option: YES, weight: "0.7" },
      { option: NO, weight: "0.4" },
    ],
    errors.invalidVote,
  ],
  [
    "an option twice",
    [
      { option: YES, weight: "0.5" },
      { option: YES, weight: "0.5" },
    ],
    errors.invalidVote,
  ],
  [
    "a negative weight",
    [
      { option: YES, weight: "1.5" },
      { option: NO, weight: "-0.5" },
    ],
    errors.invalidVote,
  ],
  [
    "a weight of zero",
    [
      { option: YES, weight: "1" },
      { option: NO, weight: "0" },
    ],
    errors.invalidVote,
  ],
  ["19 places", [{ option: YES, weight: "1.0000000000000000000" }], errors.invalidVote],
  ["no number", [{ option: YES, weight: "all" }], errors.invalidVote],
  ["an unknown option", [{ option: 7, weight: "1" }], errors.invalidVote],
  ["no option", [{ option: 0, weight: "1" }], errors.invalidVote],
])("weights that are refused: %s", async (_, options, error) => {
  const { ctx, messages, name } = await setUp();
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  await fails(messages.VoteWeighted(ctx, { proposalId: 1n, voter: name(1), options, metadata: "" }), error);
});

test.each([
  ["another coin", [{ denom: "uusd", amount: "5" }], errors.invalidDepositDenom],
  ["another coin besides", [...aec(EC), { denom: "uusd", amount: "5" }], errors.invalidDepositDenom],
  ["too little", aec(EC / 10n - 1n), errors.depositTooSmall],
  ["nothing", [], sdk.invalidCoins],
  ["zero", [{ denom: "aec", amount: "0" }], sdk.invalidCoins],
  ["a negative amount", [{ denom: "aec", amount: "-5" }], sdk.invalidCoins],
  ["the same coin twice", [...aec(EC), ...aec(EC)], sdk.invalidCoins],
  ["more than there is", aec(5000n * EC), sdk.insufficientFunds],
])("deposits that are refused: %s", async (_, amount, error) => {
  const fixture = await setUp();
  const { ctx, messages, name } = fixture;
  await messages.SubmitProposal(ctx, proposalOf(name(20), { initialDeposit: aec(EC) }));
  await fails(
    ctx.branch((inner) => messages.Deposit(inner, { proposalId: 1n, depositor: name(21), amount })),
    error,
  );
  await holds(ctx, fixture);
});

test("gov cannot deposit what it holds for others", async () => {
  const { ctx, messages, name } = await setUp();
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  const deposit = { proposalId: 1n, depositor: ctx.addresses.format(GOV), amount: aec(EC) };
  await fails(messages.Deposit(ctx, deposit), sdk.unauthorized);
});

test("a proposal without its deposit is dropped and paid back, or burnt by parameter", async () => {
  const fixture = await setUp();
  const { ctx, messages, name, gov, bank } = fixture;
  await messages.SubmitProposal(ctx, proposalOf(name(20), { initialDeposit: aec(EC) }));
  const end = later(ctx, 2n * DAY);
  await endBlock(end, gov);
  expect(linesOf(end)).toContain("inactive_proposal proposal_id=1 proposal_result=proposal_dropped");
  expect(await gov.proposals.get(end, 1n)).toBeUndefined();
  expect(await balanceOf(fixture, end, 20)).toBe(1000n * EC);

  await gov.parameters.set(end, { ...defaultParams(), burnProposalDepositPrevote: true });
  const supply = await bank.supply(end, "aec");
  await messages.SubmitProposal(end, proposalOf(name(20), { initialDeposit: aec(EC) }));
  await endBlock(later(end, 2n * DAY), gov);
  expect(await balanceOf(fixture, end, 20)).toBe(999n * EC);
  expect(await bank.supply(end, "aec")).toBe(supply - EC);
  await holds(end, fixture);
});

test.each([
  ["no quorum", [[10, YES]], {}, false],
  ["no quorum, burnt by parameter", [[10, YES]], { burnVoteQuorum: true }, true],
  [
    "more no than yes",
    [
      [1, NO],
      [2, NO],
      [3, YES],
    ],
    {},
    false,
  ],
  [
    "half is not more than half",
    [
      [1, NO],
      [10, NO],
      [2, YES],
      [3, YES],
      [11, NO],
    ],
    {},
    false,
  ],
  [
    "vetoed, burnt",
    [
      [1, VETO],
      [2, YES],
      [3, YES],
    ],
    {},
    true,
  ],
  [
    "vetoed, kept by parameter",
    [
      [1, VETO],
      [2, YES],
      [3, YES],
    ],
    { burnVoteVeto: false },
    false,
  ],
] as const)("a text is rejected: %s", async (_, votes, change, burnt) => {
  const fixture = await setUp();
  const { ctx, messages, name, gov, staking } = fixture;
  await gov.parameters.set(ctx, { ...defaultParams(), ...change });
  // Account 11 makes yes and no even where it votes.
  const even = { delegator: testAddress(11), operator: testAddress(3), amount: 50n * EC, source: "account" } as const;
  await staking.delegate(ctx, even);
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  for (const [voter, option] of votes) {
    await messages.Vote(ctx, { proposalId: 1n, voter: name(voter), option, metadata: "" });
  }
  const end = later(ctx, 2n * DAY);
  await endBlock(end, gov);
  expect((await stored(fixture, end, 1n)).status).toBe(PROPOSAL_STATUS_REJECTED);
  expect(await balanceOf(fixture, end, 20)).toBe(burnt ? 990n * EC : 1000n * EC);
  await holds(end, fixture);
});

describe("cancelling", () => {
  test("half of the deposits is burnt, the rest goes back; votes go", async () => {
    const fixture = await setUp();
    const { ctx, messages, name, gov, bank, queries } = fixture;
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await messages.Deposit(ctx, { proposalId: 1n, depositor: name(21), amount: aec(EC + 1n) });
    await messages.Vote(ctx, { proposalId: 1n, voter: name(1), option: YES, metadata: "" });
    const supply = await bank.supply(ctx, "aec");
    const answer = await messages.CancelProposal(ctx, { proposalId: 1n, proposer: name(20) });
    expect(answer).toMatchObject({ proposalId: 1n, canceledHeight: 2n });
    await expect(queries.Proposal(ctx, { proposalId: 1n })).rejects.toThrow("proposal 1 doesn't exist");
    await endBlock(ctx, gov);
    expect(await balanceOf(fixture, ctx, 20)).toBe(995n * EC);
    expect(await balanceOf(fixture, ctx, 21)).toBe(1000n * EC - EC / 2n);
    expect(await bank.supply(ctx, "aec")).toBe(supply - 5n * EC - EC / 2n);
    expect(await gov.votes.has(ctx, [1n, testAddress(1)])).toBe(false);
    expect(linesOf(ctx)).toContain(`cancel_proposal sender=${name(20)} proposal_id=1`);
    await holds(ctx, fixture);
  });

  test.each([
    ["the community pool", POOL],
    ["an account", testAddress(50)],
  ])("the charge can go to %s", async (_, to) => {
    const fixture = await setUp();
    const { ctx, messages, name, gov, bank } = fixture;
    const before = await bank.balance(ctx, to, "aec");
    await messages.UpdateParams(ctx, {
      authority: ctx.addresses.format(GOV),
      params: { ...defaultParams(), proposalCancelDest: ctx.addresses.format(to) },
    });
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await messages.CancelProposal(ctx, { proposalId: 1n, proposer: name(20) });
    await endBlock(ctx, gov);
    expect((await bank.balance(ctx, to, "aec")) - before).toBe(5n * EC);
    await holds(ctx, fixture);
  });

  test("only the proposer can, once, and while the proposal is open", async () => {
    const { ctx, messages, name, gov } = await setUp();
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await messages.SubmitProposal(ctx, proposalOf(name(20)));
    await fails(messages.CancelProposal(ctx, { proposalId: 1n, proposer: name(21) }), errors.invalidProposer);
    await fails(messages.CancelProposal(ctx, { proposalId: 9n, proposer: name(20) }), errors.invalidProposal);
    await messages.CancelProposal(ctx, { proposalId: 1n, proposer: name(20) });
    await fails(messages.CancelProposal(ctx, { proposalId: 1n, proposer: name(20) }), errors.invalidProposal);
    const end = later(ctx, 2n * DAY);
    await endBlock(end, gov);
    await fails(messages.CancelProposal(end, { proposalId: 2n, proposer: name(20) }), errors.invalidProposal);
  });
});

describe("proposals that are refused", () => {
  test.each([
    ["no title", { title: "" }, sdk.invalidRequest],
    ["no summary", { summary: "" }, sdk.invalidRequest],
    ["nothing at all", { metadata: "" }, errors.noMessages],
    ["metadata too long", { metadata: "m".repeat(256) }, errors.metadataTooLong],
    ["title too long", { title: "ü".repeat(128) }, errors.metadataTooLong],
    ["summary too long", { summary: "s".repeat(10_201) }, errors.summaryTooLong],
    ["metadata with another title", { metadata: '{"title":"Other","summary":"Summary"}' }, errors.invalidContent],
    ["metadata with another summary", { metadata: '{"title":"Title"}' }, errors.invalidContent],
    ["odd coins", { initialDeposit: [{ denom: "uusd", amount: "500" }] }, errors.invalidDepositDenom],
    ["no deposit", { initialDeposit: [] }, errors.depositTooSmall],
  ])("%s", async (_, change, error) => {
    const fixture = await setUp();
    const { ctx, messages, name, gov } = fixture;
    await fails(
      ctx.branch((inner) => messages.SubmitProposal(inner, proposalOf(name(20), change))),
      error,
    );
    expect(await gov.proposals.get(ctx, 1n)).toBeUndefined();
    await holds(ctx, fixture);
  });

  test("messages that gov does not sign, that nobody handles, or that are not known", async () => {
    const { ctx, messages, name } = await setUp();
    const submit = (message: { typeUrl: string; value: Uint8Array }) =>
      messages.SubmitProposal(ctx, proposalOf(name(20), { messages: [message] }));
    const foreign = pack(BankUpdateParams, {
      authority: name(7),
      params: { sendEnabled: [], defaultSendEnabled: true },
    });
    await fails(submit(foreign), errors.invalidSigner);
    await fails(submit({ typeUrl: "/nobody.knows.MsgThis", value: new Uint8Array(0) }), sdk.unknownRequest);
    const unhandled = "/cosmos.mint.v1beta1.MsgUpdateParams";
    const authority = Buffer.from(ctx.addresses.format(GOV));
    const value = Uint8Array.from([0x0a, authority.length, ...authority]);
    await fails(submit({ typeUrl: unhandled, value }), errors.unroutable);
    await fails(submit({ typeUrl: foreign.typeUrl, value: Uint8Array.of(0x0a, 0xff) }), sdk.txDecode);
  });

  test("a first deposit below its share of the minimum", async () => {
    const { ctx, messages, name, gov } = await setUp();
    await gov.parameters.set(ctx, { ...defaultParams(), minInitialDepositRatio: "0.5" });
    const half = 5n * EC;
    await fails(
      messages.SubmitProposal(ctx, proposalOf(name(20), { initialDeposit: aec(half - 1n) })),
      errors.depositTooSmall,
    );
    await messages.SubmitProposal(ctx, proposalOf(name(20), { initialDeposit: aec(half) }));
  });
});

test("parameters change by gov alone, and only to valid ones", async () => {
  const { ctx, messages, name } = await setUp();
  const authority = ctx.addresses.format(GOV);
  await fails(messages.UpdateParams(ctx, { authority: name(1), params: defaultParams() }), errors.invalidSigner);
  const bad: Partial<MsgUpdateParams["params"]>[] = [
    { quorum: "1.1" },
    { threshold: "0" },
    { vetoThreshold: "no" },
    { expeditedThreshold: "0.5" },
    { minDeposit: [] },
    { expeditedMinDeposit: aec(10n * EC) },
    { votingPeriod: { seconds: 0n, nanos: 0 } },
    { expeditedVotingPeriod: { seconds: 172_800n, nanos: 0 } },
    { proposalCancelDest: "nowhere" },
    { minDepositRatio: "-0.1" },
  ];
  for (const change of bad) {
    const params = { ...defaultParams(), ...change };
    await fails(messages.UpdateParams(ctx, { authority, params }), sdk.invalidRequest);
  }
  const params = { ...defaultParams(), proposalCancelDest: ctx.addresses.format(GOV) };
  await fails(messages.UpdateParams(ctx, { authority, params }), sdk.unauthorized);
});

test("deposits on a proposal that is voted on are taken, and paid back with the others", async () => {
  const fixture = await setUp();
  const { ctx, messages, name, gov } = fixture;
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  await messages.Deposit(ctx, MsgDeposit.fromPartial({ proposalId: 1n, depositor: name(20), amount: aec(EC) }));
  expect(await gov.deposits.get(ctx, [1n, testAddress(20)])).toMatchObject({ amount: aec(11n * EC) });
  await endBlock(later(ctx, 2n * DAY), gov);
  expect(await balanceOf(fixture, ctx, 20)).toBe(1000n * EC);
});
