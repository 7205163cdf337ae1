import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgUpdateParams as BankUpdateParams } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { ProposalStatus, type VoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import { MsgExecLegacyContent, MsgUpdateParams } from "cosmjs-types/cosmos/gov/v1/tx";
import { TextProposal } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { StateContext } from "../../abci/state/context.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { Role, SeatOption } from "../../proto/generated/echoin/council/v1/council.js";
import { MsgGrantRole } from "../../proto/generated/echoin/council/v1/tx.js";
import { fails, linesOf } from "../bank/testing/fixture.js";
import { councilMessages } from "../council/messages.js";
import { endBlock } from "./blocks.js";
import { errors } from "./errors.js";
import { defaultParams } from "./params.js";
import {
  DAY,
  EC,
  GOV,
  type GovFixture,
  NO,
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

const { PROPOSAL_STATUS_PASSED: PASSED, PROPOSAL_STATUS_REJECTED: REJECTED } = ProposalStatus;
const { PROPOSAL_STATUS_FAILED: FAILED, PROPOSAL_STATUS_VOTING_PERIOD: VOTING } = ProposalStatus;

/** Three seats, 100 EC each, and 50 EC in gov's account that are nobody's deposit. */
async function setUp() {
  const fixture = await govFixture();
  const { ctx, bank } = fixture;
  for (const byte of [1, 2, 3]) await addValidator(ctx, fixture, byte, 100n * EC);
  await settleSet(ctx, fixture);
  await bank.move(ctx, { from: testAddress(40), to: GOV, coins: [{ denom: "aec", amount: 50n * EC }] });
  return fixture;
}

interface Decision {
  readonly messages: readonly Any[];
  readonly seats?: readonly number[];
  readonly holders?: readonly (readonly [number, VoteOption])[];
  readonly expedited?: boolean;
}

/** Submits, votes, and lets the voting end; gives the context after it. */
async function decide(fixture: GovFixture, { messages, seats = [], holders = [], expedited = false }: Decision) {
  const { ctx, name, gov, council } = fixture;
  const initialDeposit = aec((expedited ? 50n : 10n) * EC);
  const { proposalId: id } = await fixture.messages.SubmitProposal(
    ctx,
    proposalOf(name(20), { messages: [...messages], expedited, initialDeposit }),
  );
  const yes = SeatOption.SEAT_OPTION_YES;
  for (const seat of seats)
    await councilMessages(council).Vote(ctx, { proposalId: id, operator: name(seat), option: yes });
  for (const [voter, option] of holders) {
    await fixture.messages.Vote(ctx, { proposalId: id, voter: name(voter), option, metadata: "" });
  }
  const end = later(ctx, expedited ? DAY : 2n * DAY);
  await endBlock(end, gov);
  return { id, end, proposal: await stored(fixture, end, id) };
}

const grant = (ctx: StateContext, name: string): Any =>
  pack(MsgGrantRole, { authority: ctx.addresses.format(GOV), role: Role.ROLE_AUDITOR, address: name });

const text = (ctx: StateContext): Any =>
  pack(MsgExecLegacyContent, {
    authority: ctx.addresses.format(GOV),
    content: pack(TextProposal, { title: "t", description: "d" }),
  });

describe("matters of authority", () => {
  test("two thirds of the seats decide, although no holder votes", async () => {
    const fixture = await setUp();
    const { ctx, name, council } = fixture;
    const { proposal, end } = await decide(fixture, { messages: [grant(ctx, name(9))], seats: [1, 2] });
    expect(proposal).toMatchObject({ status: PASSED, failedReason: "" });
    expect(await council.hasRole(end, Role.ROLE_AUDITOR, testAddress(9))).toBe(true);
    expect(linesOf(end)).toContain("council_tally proposal_id=1 seats=3 yes=2 no=0 abstain=0 needed=2");
    expect(linesOf(end)).toContain(`council_role_granted role=auditor address=${name(9)}`);
    await holds(end, fixture);
  });

  test("one seat of three is not enough, whatever the holders say", async () => {
    const fixture = await setUp();
    const { ctx, name, council } = fixture;
    const holders = [1, 2, 3].map((voter) => [voter, YES] as const);
    const { proposal, end } = await decide(fixture, { messages: [grant(ctx, name(9))], seats: [1], holders });
    expect(proposal.status).toBe(REJECTED);
    expect(proposal.failedReason).toContain("the council: 1 of 3 seats voted yes, 2 are needed");
    expect(await council.hasRole(end, Role.ROLE_AUDITOR, testAddress(9))).toBe(false);
  });

  test("the holders' veto stops what all seats want, and burns the deposits", async () => {
    const fixture = await setUp();
    const { ctx, name } = fixture;
    const holders = [
      [1, VETO],
      [2, NO],
    ] as const;
    const { proposal, end } = await decide(fixture, { messages: [grant(ctx, name(9))], seats: [1, 2, 3], holders });
    expect(proposal).toMatchObject({ status: REJECTED });
    expect(proposal.failedReason).toContain("vetoed by the holders");
    expect(await balanceOf(fixture, end, 20)).toBe(990n * EC);
    await holds(end, fixture);
  });

  test("holders who say no without a veto do not stop it", async () => {
    const fixture = await setUp();
    const { ctx, name } = fixture;
    const holders = [1, 2, 3].map((voter) => [voter, NO] as const);
    const { proposal } = await decide(fixture, { messages: [grant(ctx, name(9))], seats: [1, 2, 3], holders });
    expect(proposal.status).toBe(PASSED);
  });
});

test.each([
  ["the council alone", [1, 2, 3], [], REJECTED, "the holders: no quorum"],
  [
    "the holders alone",
    [],
    [
      [1, YES],
      [2, YES],
    ],
    REJECTED,
    "the council: 0 of 3 seats",
  ],
  [
    "both",
    [1, 2],
    [
      [1, YES],
      [2, YES],
    ],
    PASSED,
    "",
  ],
] as const)("the chambers' own rules take both chambers: %s", async (_, seats, holders, status, reason) => {
  const fixture = await setUp();
  const { ctx, gov } = fixture;
  const params = { ...defaultParams(), quorum: "0.4" };
  const change = pack(MsgUpdateParams, { authority: ctx.addresses.format(GOV), params });
  const { proposal, end } = await decide(fixture, { messages: [change], seats, holders });
  expect(proposal.status).toBe(status);
  expect(proposal.failedReason).toContain(reason);
  expect((await gov.params(end)).quorum === "0.4").toBe(status === PASSED);
});

test("a message inside MsgExec does not get around the holders", async () => {
  const { ctx, council } = await setUp();
  const inner = pack(MsgUpdateParams, { authority: ctx.addresses.format(GOV), params: defaultParams() });
  const wrapped = pack(MsgExec, { grantee: ctx.addresses.format(GOV), msgs: [inner] });
  expect(council.matterOf([wrapped])).toEqual({ holders: true, council: true });
  expect(council.matterOf([])).toEqual({ holders: true, council: false });
  expect(council.matterOf([text(ctx)])).toEqual({ holders: true, council: false });
  expect(council.matterOf([govSend(ctx, "", 1n)])).toEqual({ holders: false, council: true });
  expect(council.matterOf([text(ctx), govSend(ctx, "", 1n)])).toEqual({ holders: true, council: true });
});

describe("messages that fail", () => {
  test("nothing of the proposal stays, and its reason is kept; deposits go back", async () => {
    const fixture = await setUp();
    const { ctx, name, bank } = fixture;
    const messages = [govSend(ctx, name(8), 10n * EC), govSend(ctx, name(8), 10_000n * EC)];
    const { proposal, end } = await decide(fixture, { messages, seats: [1, 2] });
    expect(proposal.status).toBe(FAILED);
    expect(proposal.failedReason).toContain("insufficient funds");
    expect(await balanceOf(fixture, end, 8)).toBe(1000n * EC);
    expect(await balanceOf(fixture, end, 20)).toBe(1000n * EC);
    expect(await bank.balance(end, GOV, "aec")).toBe(50n * EC);
    const line = linesOf(end).find((each) => each.startsWith("active_proposal"));
    expect(line).toContain("proposal_result=proposal_failed");
    expect(line).toContain("passed, but msg 1 (/cosmos.bank.v1beta1.MsgSend) failed on execution:");
    await holds(end, fixture);
  });

  test("GOV-1: a proposal cannot spend what others deposited", async () => {
    const fixture = await setUp();
    const { ctx, name, messages } = fixture;
    await messages.SubmitProposal(ctx, proposalOf(name(21)));
    const { proposal, end } = await decide(fixture, { messages: [govSend(ctx, name(8), 51n * EC)], seats: [1, 2] });
    expect(proposal.status).toBe(FAILED);
    expect(proposal.failedReason).toContain("gov owes depositors");
    await holds(end, fixture);
  });

  test("a message whose bytes do not decode any more is a failure with a fixed reason", async () => {
    const fixture = await setUp();
    const { ctx, gov, name } = fixture;
    await fixture.messages.SubmitProposal(ctx, proposalOf(name(20), { messages: [grant(ctx, name(9))] }));
    const broken = { typeUrl: "/cosmos.bank.v1beta1.MsgSend", value: Uint8Array.of(0x0a, 0xff) };
    const gone = { typeUrl: "/cosmos.gone.v1.MsgGone", value: new Uint8Array(0) };
    for (const [message, reason] of [
      [broken, "internal error"],
      [gone, "no message handler found"],
    ] as const) {
      await ctx
        .branch(async (inner) => {
          const end = later(ctx, 2n * DAY);
          const proposal = await stored(fixture, inner, 1n);
          await gov.proposals.set(inner, 1n, { ...proposal, messages: [message] });
          for (const seat of [1, 2]) {
            const vote = { proposalId: 1n, operator: name(seat), option: SeatOption.SEAT_OPTION_YES };
            await councilMessages(fixture.council).Vote(inner, vote);
          }
          await endBlockIn(end, inner, gov);
          const after = await stored(fixture, inner, 1n);
          expect(after).toMatchObject({ status: FAILED });
          expect(after.failedReason).toContain(reason);
          throw new Rollback();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Rollback)) throw error;
        });
    }
  });

  test("a proposal that works too long runs out of gas", async () => {
    const fixture = await setUp();
    const { ctx, name } = fixture;
    const messages = Array.from({ length: 1500 }, () => govSend(ctx, name(8), 1n));
    const { proposal, end } = await decide(fixture, { messages, seats: [1, 2] });
    expect(proposal.status).toBe(FAILED);
    expect(proposal.failedReason).toContain("out of gas");
    expect(await balanceOf(fixture, end, 8)).toBe(1000n * EC);
  });

  test("wrong authority inside is refused when it is submitted", async () => {
    const fixture = await setUp();
    const { ctx, name } = fixture;
    const params = { sendEnabled: [], defaultSendEnabled: false };
    const message = pack(BankUpdateParams, { authority: name(3), params });
    await fails(
      fixture.messages.SubmitProposal(ctx, proposalOf(name(20), { messages: [message] })),
      errors.invalidSigner,
    );
  });
});

class Rollback extends Error {}

/** The end of a block over what a branch holds: the branch's state, the later block's time. */
async function endBlockIn(
  end: StateContext,
  inner: Parameters<typeof endBlock>[0],
  gov: GovFixture["gov"],
): Promise<void> {
  const at = Object.create(inner, { block: { value: end.block } }) as typeof inner;
  await endBlock(at, gov);
}

describe("expedited proposals", () => {
  test("pass after the shorter time", async () => {
    const fixture = await setUp();
    const { ctx, name } = fixture;
    const { proposal } = await decide(fixture, { messages: [grant(ctx, name(9))], seats: [1, 2], expedited: true });
    expect(proposal).toMatchObject({ status: PASSED, expedited: true });
  });

  test("become regular when they do not pass; votes stand, deposits stay", async () => {
    const fixture = await setUp();
    const { gov } = fixture;
    const holders = [
      [1, YES],
      [2, NO],
      [3, YES],
    ] as const;
    const { id, proposal, end } = await decide(fixture, { messages: [], holders, expedited: true });
    expect(proposal).toMatchObject({ status: VOTING, expedited: false });
    expect(linesOf(end)).toContain(
      "active_proposal proposal_id=1 proposal_result=expedited_proposal_rejected proposal_log=expedited proposal converted to regular",
    );
    expect(await balanceOf(fixture, end, 20)).toBe(950n * EC);
    await holds(end, fixture);
    // Two thirds are under the expedited threshold of 0.667, and over the regular half.
    const regular = later(end, DAY);
    await endBlock(regular, gov);
    expect((await stored(fixture, regular, id)).status).toBe(PASSED);
    expect(await balanceOf(fixture, regular, 20)).toBe(1000n * EC);
    await holds(regular, fixture);
  });
});
