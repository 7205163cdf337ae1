import { setupGovExtension, QueryClient } from "@cosmjs/stargate";
import type { MsgVoteWeighted as LegacyVoteWeighted } from "cosmjs-types/cosmos/gov/v1beta1/tx";
import { ProposalStatus, TextProposal, VoteOption } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import { sdk } from "../../abci/state/errors.js";
import { codecFor } from "../../proto/codecs.js";
import { decodeMessage } from "../../proto/reader.js";
import { serviceMethods } from "../../proto/registry.js";
import { encodeMessage } from "../../proto/writer.js";
import { fails } from "../bank/testing/fixture.js";
import { errors } from "./errors.js";
import {
  EC,
  GOV,
  type GovFixture,
  NO,
  YES,
  addValidator,
  aec,
  govFixture,
  govSend,
  pack,
  proposalOf,
  settleSet,
} from "./testing/fixture.js";

async function setUp() {
  const fixture = await govFixture();
  await addValidator(fixture.ctx, fixture, 1, 100n * EC);
  await settleSet(fixture.ctx, fixture);
  return fixture;
}

const text = (title = "Old title", description = "Old words") => pack(TextProposal, { title, description });

/** cosmjs's extension over the query handlers: its bytes go in, theirs come out. */
function cosmjs({ ctx, legacyQueries }: GovFixture) {
  const methods = new Map(serviceMethods("cosmos.gov.v1beta1.Query").map((method) => [method.name, method]));
  const client = {
    queryAbci: async (path: string, request: Uint8Array) => {
      const name = path.split("/").pop() as keyof typeof legacyQueries;
      const method = methods.get(name)!;
      const handler = legacyQueries[name] as (at: typeof ctx, value: unknown) => Promise<unknown>;
      const answer = await handler(ctx, decodeMessage(method.input, request));
      return { value: encodeMessage(codecFor(method.output.typeUrl), answer), height: 1 };
    },
  };
  return setupGovExtension(Object.assign(Object.create(QueryClient.prototype) as QueryClient, client)).gov;
}

test("a legacy text is a proposal like any other", async () => {
  const { ctx, legacyMessages, queries, name } = await setUp();
  const deposit = aec(10n * EC);
  const submitted = { content: text(), initialDeposit: deposit, proposer: name(20) };
  expect(await legacyMessages.SubmitProposal(ctx, submitted)).toEqual({ proposalId: 1n });
  const { proposal } = await queries.Proposal(ctx, { proposalId: 1n });
  expect(proposal).toMatchObject({ title: "Old title", summary: "Old words", expedited: false });
  expect(proposal!.messages[0]!.typeUrl).toBe("/cosmos.gov.v1.MsgExecLegacyContent");
  await legacyMessages.Vote(ctx, { proposalId: 1n, voter: name(1), option: VoteOption.VOTE_OPTION_YES });
  const half = (10n ** 18n / 2n).toString();
  const options = [
    { option: VoteOption.VOTE_OPTION_YES, weight: half },
    { option: VoteOption.VOTE_OPTION_NO, weight: half },
  ];
  await legacyMessages.VoteWeighted(ctx, { proposalId: 1n, voter: name(1), options });
  await legacyMessages.Deposit(ctx, { proposalId: 1n, depositor: name(2), amount: aec(EC) });
  const { tally } = await queries.TallyResult(ctx, { proposalId: 1n });
  expect(tally).toMatchObject({ yesCount: (50n * EC).toString(), noCount: (50n * EC).toString() });
});

test.each([
  ["none", undefined, errors.invalidContent],
  [
    "another kind",
    { typeUrl: "/cosmos.params.v1beta1.ParameterChangeProposal", value: new Uint8Array(0) },
    errors.invalidType,
  ],
  ["a blank title", text("  "), errors.invalidContent],
  ["a long title", text("t".repeat(141)), errors.invalidContent],
  ["no description", text("t", ""), errors.invalidContent],
  ["a long description", text("t", "d".repeat(10_001)), errors.invalidContent],
])("contents that are refused: %s", async (_, content, error) => {
  const { ctx, legacyMessages, name } = await setUp();
  const submitted = { ...(content && { content }), initialDeposit: aec(10n * EC), proposer: name(20) };
  await fails(legacyMessages.SubmitProposal(ctx, submitted), error);
});

test("weights that are no integers are refused", async () => {
  const { ctx, legacyMessages, name } = await setUp();
  await legacyMessages.SubmitProposal(ctx, { content: text(), initialDeposit: aec(10n * EC), proposer: name(20) });
  for (const weight of ["0.5", "-1", "", "9".repeat(200)]) {
    const vote: LegacyVoteWeighted = { proposalId: 1n, voter: name(1), options: [{ option: 1, weight }] };
    await fails(legacyMessages.VoteWeighted(ctx, vote), errors.invalidVote);
  }
});

test("only gov runs a legacy content, and only a text", async () => {
  const { ctx, messages, name } = await setUp();
  const content = text();
  await messages.ExecLegacyContent(ctx, { authority: ctx.addresses.format(GOV), content });
  await fails(messages.ExecLegacyContent(ctx, { authority: name(1), content }), errors.invalidSigner);
  const other = { typeUrl: "/cosmos.distribution.v1beta1.CommunityPoolSpendProposal", value: new Uint8Array(0) };
  await fails(
    messages.ExecLegacyContent(ctx, { authority: ctx.addresses.format(GOV), content: other }),
    errors.noHandler,
  );
});

test("cosmjs's GovExtension reads every kind of proposal", async () => {
  const fixture = await setUp();
  const { ctx, messages, legacyMessages, name } = fixture;
  await legacyMessages.SubmitProposal(ctx, { content: text(), initialDeposit: aec(10n * EC), proposer: name(20) });
  await messages.SubmitProposal(ctx, proposalOf(name(20)));
  const two = [govSend(ctx, name(1), 1n), govSend(ctx, name(1), 2n)];
  await messages.SubmitProposal(ctx, proposalOf(name(21), { messages: two, initialDeposit: aec(EC) }));
  const weights = [
    { option: YES, weight: "0.75" },
    { option: NO, weight: "0.25" },
  ];
  await messages.VoteWeighted(ctx, { proposalId: 1n, voter: name(1), options: weights, metadata: "" });
  await messages.Vote(ctx, { proposalId: 2n, voter: name(1), option: YES, metadata: "" });

  const gov = cosmjs(fixture);
  const { proposals } = await gov.proposals(ProposalStatus.PROPOSAL_STATUS_UNSPECIFIED, "", "");
  expect(proposals.map(({ proposalId, content }) => [proposalId, content?.typeUrl])).toEqual([
    [1n, TextProposal.typeUrl],
    [2n, TextProposal.typeUrl],
    [3n, "/cosmos.bank.v1beta1.MsgSend"],
  ]);
  expect(TextProposal.decode(proposals[1]!.content!.value)).toEqual({ title: "Title", description: "Summary" });
  const { proposal } = await gov.proposal(1);
  expect(proposal.totalDeposit).toEqual(aec(10n * EC));

  const voting = await gov.proposals(ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD, "", name(1));
  expect(voting.proposals.map(({ proposalId }) => proposalId)).toEqual([1n, 2n]);
  const waiting = await gov.proposals(ProposalStatus.PROPOSAL_STATUS_UNSPECIFIED, name(21), "");
  expect(waiting.proposals.map(({ proposalId }) => proposalId)).toEqual([3n]);

  expect((await gov.deposits(1)).deposits).toHaveLength(1);
  expect((await gov.deposit(1, name(20))).deposit.amount).toEqual(aec(10n * EC));
  expect((await gov.tally(1)).tally).toMatchObject({ yes: (75n * EC).toString(), no: (25n * EC).toString() });
  const { vote } = await gov.vote(1, name(1));
  expect(vote.option).toBe(VoteOption.VOTE_OPTION_UNSPECIFIED);
  expect(vote.options.map(({ weight }) => weight)).toEqual(["750000000000000000", "250000000000000000"]);
  expect((await gov.vote(2, name(1))).vote.option).toBe(VoteOption.VOTE_OPTION_YES);
  expect((await gov.votes(2)).votes).toHaveLength(1);
  expect((await gov.params("deposit")).depositParams.minDeposit).toEqual(aec(10n * EC));
  expect((await gov.params("voting")).votingParams.votingPeriod.seconds).toBe(172_800n);
  const { tallyParams } = await gov.params("tallying");
  expect(Buffer.from(tallyParams.quorum).toString()).toBe("334000000000000000");
  await expect(gov.params("all" as "voting")).rejects.toThrow("unknown params type");
});

test("queries say what is missing", async () => {
  const { ctx, queries, legacyQueries, name } = await setUp();
  await expect(queries.Proposal(ctx, { proposalId: 0n })).rejects.toMatchObject({ status: "INVALID_ARGUMENT" });
  await expect(queries.Proposal(ctx, { proposalId: 5n })).rejects.toMatchObject({ status: "NOT_FOUND" });
  await expect(queries.TallyResult(ctx, { proposalId: 5n })).rejects.toMatchObject({ status: "NOT_FOUND" });
  await expect(queries.Vote(ctx, { proposalId: 5n, voter: name(1) })).rejects.toThrow("not found for proposal: 5");
  await expect(queries.Deposit(ctx, { proposalId: 5n, depositor: name(1) })).rejects.toMatchObject({
    status: "NOT_FOUND",
  });
  await expect(legacyQueries.Params(ctx, { paramsType: "" })).rejects.toThrow("not a valid parameter type");
  await fails(queries.Vote(ctx, { proposalId: 5n, voter: "nobody" }), sdk.invalidAddress);
});
