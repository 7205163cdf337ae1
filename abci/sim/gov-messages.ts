import { MsgSetSendEnabled } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { VoteOption } from "cosmjs-types/cosmos/gov/v1/gov";
import * as gov from "cosmjs-types/cosmos/gov/v1/tx";
import { TextProposal } from "cosmjs-types/cosmos/gov/v1beta1/gov";
import * as legacy from "cosmjs-types/cosmos/gov/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { MsgCancelUpgrade, MsgSoftwareUpgrade } from "cosmjs-types/cosmos/upgrade/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { defaultParams } from "../../modules/gov/params.js";
import { Role, SeatOption } from "../../proto/generated/echoin/council/v1/council.js";
import * as council from "../../proto/generated/echoin/council/v1/tx.js";
import { feeMarketProposal } from "./fee-market.js";
import { type Generator, type MessageWorld, authority, pack } from "./world.js";

/** Deposits that begin a vote in the simulation, in base units. */
const MIN_DEPOSIT = 10_000_000n;

const deposit = (amount: bigint) => [{ denom: "aec", amount: amount.toString() }];

/** Gov's parameters in the simulation: short periods, so that proposals end within a run. */
export const simGovParams = () => ({
  ...defaultParams(),
  minDeposit: deposit(MIN_DEPOSIT),
  expeditedMinDeposit: deposit(2n * MIN_DEPOSIT),
  maxDepositPeriod: { seconds: 20n, nanos: 0 },
  votingPeriod: { seconds: 60n, nanos: 0 },
  expeditedVotingPeriod: { seconds: 30n, nanos: 0 },
});

/** The council's rules in the simulation: a bare majority, so that some proposals pass with votes cast at random. */
export const simCouncilParams: council.MsgUpdateParams["params"] = {
  seatThreshold: "0.51",
  organisationSeats: 1,
  regionShare: "0.5",
  powerCap: "0.4",
};

const ORGANISATIONS = ["alpha.example", "beta.example", "gamma.example", "delta.example", "epsilon.example"];
const REGIONS = ["north", "south", "east", "west"];

const home = ({ random }: MessageWorld) => ({ organisation: random.pick(ORGANISATIONS), region: random.pick(REGIONS) });
const role = ({ random }: MessageWorld) => random.pick([Role.ROLE_AUDITOR, Role.ROLE_SECRETARY, random.below(5)]);

/** A proposal that is open, if there is one; now and then a number that is none. */
const proposalId = ({ random, proposals }: MessageWorld): bigint =>
  proposals.length === 0 || random.oneIn(10) ? BigInt(random.below(30)) : random.pick(proposals);

const option = ({ random }: MessageWorld): VoteOption =>
  random.oneIn(2) ? VoteOption.VOTE_OPTION_YES : random.below(6);

/** What proposals may do: harmless to the rest of the run, and now and then bound to fail. */
const proposed: readonly Generator[] = [
  (world) => pack(council.MsgGrantRole, { authority: world.gov, role: role(world), address: world.anyone() }),
  (world) =>
    pack(council.MsgRevokeRole, {
      authority: world.gov,
      role: role(world),
      address: world.random.pick(world.accounts),
    }),
  (world) =>
    pack(council.MsgRuleDeclaration, {
      authority: world.gov,
      operator: world.random.pick(world.accounts),
      ...home(world),
      reason: "as found",
    }),
  (world) => pack(council.MsgUpdateParams, { authority: world.gov, params: simCouncilParams }),
  (world) => pack(gov.MsgUpdateParams, { authority: world.gov, params: simGovParams() }),
  feeMarketProposal,
  (world) => pack(MsgSend, { fromAddress: world.gov, toAddress: world.anyone(), amount: deposit(MIN_DEPOSIT) }),
  (world) =>
    pack(MsgSetSendEnabled, {
      authority: world.gov,
      sendEnabled: [{ denom: "uusd", enabled: world.random.oneIn(2) }],
      useDefaultFor: [],
    }),
  (world) =>
    pack(
      MsgSoftwareUpgrade,
      MsgSoftwareUpgrade.fromPartial({ authority: world.gov, plan: { name: "next", height: 1_000_000n } }),
    ),
  (world) => pack(MsgCancelUpgrade, { authority: world.gov }),
  // Not gov's to sign.
  (world) => pack(MsgCancelUpgrade, { authority: world.sender }),
];

const text = (): Any => pack(TextProposal, { title: "Title", description: "Description" });

const firstDeposit = ({ random }: MessageWorld) =>
  deposit(random.oneIn(4) ? 1n + random.amount(MIN_DEPOSIT) : random.oneIn(4) ? 2n * MIN_DEPOSIT : MIN_DEPOSIT);

export const govGenerators: Readonly<Record<string, Generator>> = {
  [gov.MsgSubmitProposal.typeUrl]: (world) => {
    const { random } = world;
    const count = random.oneIn(4) ? random.below(3) : 1;
    return pack(gov.MsgSubmitProposal, {
      messages: Array.from({ length: count }, () => random.pick(proposed)(world)),
      initialDeposit: firstDeposit(world),
      proposer: world.sender,
      metadata: "ipfs://x",
      title: "Title",
      summary: "s".repeat(1 + random.below(300)),
      expedited: random.oneIn(4),
    });
  },
  [gov.MsgExecLegacyContent.typeUrl]: (world) =>
    pack(gov.MsgExecLegacyContent, { content: text(), authority: authority(world) }),
  [gov.MsgVote.typeUrl]: (world) =>
    pack(gov.MsgVote, { proposalId: proposalId(world), voter: world.sender, option: option(world), metadata: "" }),
  [gov.MsgVoteWeighted.typeUrl]: (world) =>
    pack(gov.MsgVoteWeighted, {
      proposalId: proposalId(world),
      voter: world.sender,
      options: [
        { option: VoteOption.VOTE_OPTION_YES, weight: "0.7" },
        { option: option(world), weight: world.random.oneIn(5) ? "0.4" : "0.3" },
      ],
      metadata: "",
    }),
  [gov.MsgDeposit.typeUrl]: (world) =>
    pack(gov.MsgDeposit, {
      proposalId: proposalId(world),
      depositor: world.sender,
      amount: deposit(1n + world.random.amount(MIN_DEPOSIT)),
    }),
  [gov.MsgUpdateParams.typeUrl]: (world) =>
    pack(gov.MsgUpdateParams, { authority: authority(world), params: simGovParams() }),
  [gov.MsgCancelProposal.typeUrl]: (world) =>
    pack(gov.MsgCancelProposal, { proposalId: proposalId(world), proposer: world.sender }),
  [legacy.MsgSubmitProposal.typeUrl]: (world) =>
    pack(legacy.MsgSubmitProposal, { content: text(), initialDeposit: firstDeposit(world), proposer: world.sender }),
  [legacy.MsgVote.typeUrl]: (world) =>
    pack(legacy.MsgVote, { proposalId: proposalId(world), voter: world.sender, option: option(world) }),
  [legacy.MsgVoteWeighted.typeUrl]: (world) =>
    pack(legacy.MsgVoteWeighted, {
      proposalId: proposalId(world),
      voter: world.sender,
      options: [{ option: option(world), weight: (10n ** 18n).toString() }],
    }),
  [legacy.MsgDeposit.typeUrl]: (world) =>
    pack(legacy.MsgDeposit, {
      proposalId: proposalId(world),
      depositor: world.sender,
      amount: deposit(1n + world.random.amount(MIN_DEPOSIT)),
    }),
  [council.MsgDeclare.typeUrl]: (world) => pack(council.MsgDeclare, { operator: world.sender, ...home(world) }),
  [council.MsgVote.typeUrl]: (world) =>
    pack(council.MsgVote, {
      proposalId: proposalId(world),
      operator: world.sender,
      option: world.random.oneIn(8) ? world.random.below(5) : SeatOption.SEAT_OPTION_YES,
    }),
  [council.MsgRuleDeclaration.typeUrl]: (world) =>
    pack(council.MsgRuleDeclaration, {
      authority: authority(world),
      operator: world.sender,
      ...home(world),
      reason: "",
    }),
  [council.MsgGrantRole.typeUrl]: (world) =>
    pack(council.MsgGrantRole, { authority: authority(world), role: role(world), address: world.sender }),
  [council.MsgRevokeRole.typeUrl]: (world) =>
    pack(council.MsgRevokeRole, { authority: authority(world), role: role(world), address: world.sender }),
  [council.MsgUpdateParams.typeUrl]: (world) =>
    pack(council.MsgUpdateParams, { authority: authority(world), params: simCouncilParams }),
};

/** Messages that are sent more often than others while proposals are open: without votes none would ever pass. */
export const VOTING: readonly string[] = [gov.MsgVote.typeUrl, council.MsgVote.typeUrl, council.MsgVote.typeUrl];
