import { decodeTxRaw as decodeAsClient } from "@cosmjs/proto-signing";
import { ed25519 } from "@noble/curves/ed25519.js";
import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { type ExtendedCommitInfo, RequestPrepareProposal } from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { openRounds } from "../../../modules/slashing/reports.js";
import { eventsOf, type Fixture, slashingFixture, UNIT } from "../../../modules/slashing/testing/fixture.js";
import { vectors } from "../../../modules/slashing/testing/vectors.js";
import { indexOf } from "../../../modules/slashing/rotation.js";
import {
  MsgVoteExtensions,
  ProposalFault,
  type ProposalReport,
  VoteExtension,
} from "../../../proto/generated/echoin/votes/v1/votes.js";
import { decodeMessage } from "../../../proto/reader.js";
import { encodeMessage } from "../../../proto/writer.js";
import type { StateContext } from "../../state/context.js";
import { AppError } from "../../state/errors.js";
import { decodeTransaction } from "../transaction.js";
import { decodeExtension, encodeExtension, isExtension, MAX_EXTENSION_BYTES, MAX_REPORTS } from "./extension.js";
import { Refusals } from "./refusals.js";
import { extensionSignBytes, isSigned } from "./signature.js";
import { decodeVotes, encodeVotes } from "./transaction.js";
import { Votes } from "./votes.js";

const { PROPOSAL_FAULT_ILLEGAL_TRANSACTION: ILLEGAL, PROPOSAL_FAULT_TOO_MUCH_GAS: GAS } = ProposalFault;
const hash = (byte: number) => new Uint8Array(32).fill(byte);
const report = (change: Partial<ProposalReport> = {}): ProposalReport => ({
  height: 5n,
  round: 0,
  proposer: new Uint8Array(20).fill(7),
  fault: ILLEGAL,
  ...change,
});

const extension = (...reports: ProposalReport[]) => encodeExtension({ reports });

/** How a call is refused, or what it gives. */
function codeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (error instanceof AppError) return `${error.codespace} ${error.code}`;
    throw error;
  }
}

test("an extension is read as it was written, in at most 512 bytes, and says nothing when it is empty", () => {
  const reports = fc.uniqueArray(
    fc.record({
      height: fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }),
      round: fc.nat(0xffffffff),
      proposer: fc.uint8Array({ minLength: 20, maxLength: 20 }),
      fault: fc.constantFrom(ILLEGAL, GAS),
    }),
    { maxLength: MAX_REPORTS, selector: ({ height }) => height },
  );
  fc.assert(
    fc.property(reports, (some) => {
      const sorted = [...some].sort((a, b) => (a.height < b.height ? -1 : 1));
      const bytes = extension(...sorted);
      expect(bytes.length).toBeLessThanOrEqual(MAX_EXTENSION_BYTES / 2);
      expect(
        decodeExtension(bytes).reports.map((each) => ({ ...each, proposer: Uint8Array.from(each.proposer) })),
      ).toEqual(sorted);
      expect(bytes.length === 0).toBe(some.length === 0);
    }),
  );
});

test("whatever bytes come, an extension is taken or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (bytes, versioned) => {
      if (versioned && bytes.length > 0) bytes[0] = 1;
      expect(typeof isExtension(bytes)).toBe("boolean");
    }),
  );
});

test.each<[string, Uint8Array]>([
  ["too long", Uint8Array.from([1, ...new Uint8Array(MAX_EXTENSION_BYTES)])],
  ["of another version", Uint8Array.from([2, ...extension(report()).slice(1)])],
  ["without content", Uint8Array.of(1)],
  ["cut short", extension(report()).slice(0, -1)],
  ["with something behind it", Uint8Array.from([...extension(report()), 0])],
  ["with an unknown field", Uint8Array.from([...extension(report()), 0x7a, 0x00])],
  ["with a report twice", extension(report(), report())],
  ["out of order", extension(report({ round: 1 }), report())],
  ["with a report more", extension(...[0, 1, 2, 3, 4].map((round) => report({ round })))],
  ["on height zero", extension(report({ height: 0n }))],
  ["on a negative height", extension(report({ height: -4n }))],
  ["about a short address", extension(report({ proposer: new Uint8Array(19) }))],
  ["without a fault", extension(report({ fault: 0 }))],
  ["with a fault that is none", extension(report({ fault: 99 }))],
  ["padded", Uint8Array.from([1, 0x8a, 0x00, ...encodeMessage(VoteExtension, { reports: [report()] }).slice(1)])],
])("an extension %s is refused", (_what, bytes) => {
  expect(codeOf(() => decodeExtension(bytes))).toBe("votes 2");
  expect(isExtension(bytes)).toBe(false);
});

test("extensions are signed as CometBFT signs them", () => {
  const [{ chainId, height, round, ...vector }] = vectors("extension") as [ReturnType<typeof vectors<"extension">>[0]];
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
  const place = { chainId, height: BigInt(height), round };
  const signed = bytes(vector.extension);
  expect(Buffer.from(extensionSignBytes(place, signed)).toString("hex")).toBe(vector.signBytes);
  const vote = { pubKey: bytes(vector.pubKey), extension: signed, signature: bytes(vector.signature) };
  expect(isSigned(place, vote)).toBe(true);
  expect(isSigned({ ...place, round: round + 1 }, vote)).toBe(false);
  expect(isSigned({ ...place, chainId: "other" }, vote)).toBe(false);
  expect(isSigned(place, { ...vote, signature: new Uint8Array(64) })).toBe(false);
  expect(isSigned(place, { ...vote, signature: new Uint8Array(3) })).toBe(false);
});

test("refusals are remembered in order, each proposal once, for a while and not without end", () => {
  const refusals = new Refusals();
  refusals.record({ height: 1n, hash: hash(1), fault: ILLEGAL });
  refusals.record({ height: 1n, hash: hash(2), fault: GAS });
  refusals.record({ height: 1n, hash: hash(1), fault: ILLEGAL });
  expect(refusals.at(1n)).toEqual([ILLEGAL, GAS]);
  expect(refusals.at(2n)).toEqual([]);
  for (let i = 0; i < 500; i++) refusals.record({ height: 2n, hash: Buffer.from(`${i}`), fault: GAS });
  expect(refusals.at(2n)).toHaveLength(128);
  refusals.record({ height: 33n, hash: hash(1), fault: GAS });
  expect(refusals.at(1n)).toEqual([]);
  expect(refusals.at(2n)).toHaveLength(128);
});

const message: MsgVoteExtensions = {
  height: 5n,
  votes: [{ validator: "echovalcons1x", extension: Uint8Array.of(1), signature: new Uint8Array(64) }],
};

test("clients that decode blocks read the votes' transaction like any other", () => {
  const { body, authInfo, signatures } = decodeAsClient(encodeVotes(message));
  expect(body.messages.map(({ typeUrl }) => typeUrl)).toEqual([MsgVoteExtensions.typeUrl]);
  expect(authInfo.fee).toMatchObject({ amount: [], gasLimit: 0n });
  expect(authInfo.signerInfos).toEqual([]);
  expect(signatures).toEqual([]);
  expect(decodeMessage(MsgVoteExtensions, body.messages[0]!.value)).toMatchObject({ height: 5n });
});

test("votes are no transaction that anybody could send", () => {
  expect(codeOf(() => decodeTransaction(encodeVotes(message)))).toBe("sdk 2");
});

test("votes have one form, and other transactions are none", () => {
  expect(decodeVotes(encodeVotes(message))).toEqual(message);
  expect(decodeVotes(Uint8Array.of(1, 2, 3))).toBeUndefined();
  expect(decodeVotes(Buffer.from(MsgVoteExtensions.typeUrl))).toBeUndefined();
  const raw = decodeMessage(TxRaw, encodeVotes(message));
  const memo = encodeMessage(TxBody, TxBody.fromPartial({ memo: MsgVoteExtensions.typeUrl }));
  expect(decodeVotes(encodeMessage(TxRaw, { ...raw, bodyBytes: memo }))).toBeUndefined();
  const body = decodeMessage(TxBody, raw.bodyBytes);
  const others: TxRaw[] = [
    { ...raw, signatures: [new Uint8Array(64)] },
    { ...raw, authInfoBytes: new Uint8Array(0) },
    { ...raw, bodyBytes: encodeMessage(TxBody, { ...body, memo: "hello" }) },
    { ...raw, bodyBytes: encodeMessage(TxBody, { ...body, messages: [body.messages[0]!, body.messages[0]!] }) },
    {
      ...raw,
      bodyBytes: encodeMessage(TxBody, {
        ...body,
        messages: [{ typeUrl: MsgVoteExtensions.typeUrl, value: Uint8Array.of(0xff) }],
      }),
    },
  ];
  for (const other of others) {
    const bytes = encodeMessage(TxRaw, other);
    expect(codeOf(() => decodeVotes(bytes))).toBe("votes 3");
  }
  expect(() => decodeVotes(Uint8Array.from([...encodeVotes(message), 0x7a, 0x00]))).toThrow(AppError);
});

// From here on: four validators, of whom one proposed in round 0 of height 1 what the others refused.
interface Scene {
  readonly chain: Fixture;
  readonly ctx: StateContext;
  readonly votes: Votes;
  readonly honest: Votes;
  readonly accused: Uint8Array;
  readonly truth: ProposalReport;
}

async function scene(powers: readonly bigint[] = [10n, 10n, 10n, 10n]): Promise<Scene> {
  const chain = await slashingFixture(powers);
  const refusals = new Refusals();
  const accused = chain.comet.proposer(1, 0);
  refusals.record({ height: 1n, hash: hash(1), fault: ILLEGAL });
  await chain.block({ round: 1 });
  await chain.block();
  const { ctx } = await chain.block();
  const truth = { height: 1n, round: 0, proposer: accused, fault: ILLEGAL };
  return {
    chain,
    ctx,
    votes: new Votes(chain.slashing, new Refusals()),
    honest: new Votes(chain.slashing, refusals),
    accused,
    truth,
  };
}

/** What each validator says at the last height, signed with its own key; absent ones did not vote. */
function commitOf({ chain, ctx }: Scene, said: readonly (Uint8Array | "absent")[], round = 0): ExtendedCommitInfo {
  const height = BigInt(chain.height);
  const place = { chainId: ctx.block.chainId, height, round };
  const { members } = chain.comet.set(chain.height);
  const votes = members.map(({ address, power }) => {
    const index = chain.validators.findIndex(({ consAddress }) => Buffer.compare(consAddress, address) === 0);
    const what = said[index] ?? new Uint8Array(0);
    const voteExtension = what === "absent" ? new Uint8Array(0) : what;
    const { secret } = chain.validators[index]!;
    return {
      validator: { address, power },
      voteExtension,
      extensionSignature: ed25519.sign(extensionSignBytes(place, voteExtension), secret),
      blockIdFlag: what === "absent" ? 1 : 2,
    };
  });
  return RequestPrepareProposal.fromPartial({ localLastCommit: { round, votes } }).localLastCommit;
}

test("a validator reports what it refused when it is sure of the round, and only as long as it matters", async () => {
  const at = await scene();
  expect(decodeExtension(await at.honest.extend(at.ctx)).reports).toEqual([at.truth]);
  // Who saw nothing, or another number of proposals than rounds, says nothing.
  expect(await at.votes.extend(at.ctx)).toEqual(new Uint8Array(0));
  const unsure = new Refusals();
  for (const byte of [1, 2]) unsure.record({ height: 1n, hash: hash(byte), fault: ILLEGAL });
  expect(await new Votes(at.chain.slashing, unsure).extend(at.ctx)).toEqual(new Uint8Array(0));
  const { ctx } = await at.chain.blocks(20);
  expect(await at.honest.extend(ctx)).toEqual(new Uint8Array(0));
});

test("what more than two thirds attest to is carried into the next block, and its proposer is slashed once", async () => {
  const at = await scene();
  const said = extension(at.truth);
  const carried = (await at.votes.inject(at.ctx, commitOf(at, [said, said, said])))!;
  const votes = decodeVotes(carried)!;
  expect(votes.votes).toHaveLength(3);
  expect(await at.votes.verify(at.ctx, votes, 0)).toEqual([at.truth]);

  const { events } = await at.chain.block({ work: (ctx) => at.votes.deliver(ctx, votes) });
  const address = at.ctx.addresses.formatConsensus(at.accused);
  const burned = (UNIT / 10n).toString();
  expect(eventsOf(events, "slash")).toEqual([
    { address, power: "10", reason: "invalid_proposal", jailed: address, burned_coins: burned },
  ]);
  // Again, in the block after: it has been dealt with, so that there is nothing to carry or to take.
  const later = { ...at, ctx: (await at.chain.block()).ctx };
  expect(await at.votes.inject(later.ctx, commitOf(later, [said, said, said]))).toBeUndefined();
  expect(await at.honest.extend(later.ctx)).toEqual(new Uint8Array(0));
  expect((await openRounds(later.ctx, at.chain.slashing))[0]!.rounds[0]!.punished).toBe(true);
});

test.each<[string, (at: Scene) => ExtendedCommitInfo]>([
  ["two of four", (at) => commitOf(at, [extension(at.truth), extension(at.truth)])],
  [
    "three that do not say the same",
    (at) => commitOf(at, [extension(at.truth), extension(at.truth), extension({ ...at.truth, fault: GAS })]),
  ],
  [
    "all, about a proposer whose turn it was not",
    (at) => {
      const other = at.chain.validators.find(({ consAddress }) => Buffer.compare(consAddress, at.accused) !== 0)!;
      const said = extension({ ...at.truth, proposer: other.consAddress });
      return commitOf(at, [said, said, said, said]);
    },
  ],
  [
    "all, about a round that decided",
    (at) => {
      const said = extension({ ...at.truth, round: 1 });
      return commitOf(at, [said, said, said, said]);
    },
  ],
  [
    "all, about a height that was decided at once",
    (at) => {
      const said = extension({ ...at.truth, height: 2n });
      return commitOf(at, [said, said, said, said]);
    },
  ],
  [
    "three, of whom one signed another round",
    (at) => {
      const said = extension(at.truth);
      const commit = commitOf(at, [said, said, said]);
      const other = commitOf(at, [said, said, said], 1);
      const index = commit.votes.findIndex(({ voteExtension }) => voteExtension.length > 0);
      commit.votes[index]!.extensionSignature = other.votes[index]!.extensionSignature;
      return commit;
    },
  ],
  [
    "three, of whom one is counted as absent",
    (at) => {
      const said = extension(at.truth);
      const commit = commitOf(at, [said, said, said]);
      commit.votes.find(({ voteExtension }) => voteExtension.length > 0)!.blockIdFlag = 1;
      return commit;
    },
  ],
  [
    "three, of whom one is no validator",
    (at) => {
      const said = extension(at.truth);
      const commit = commitOf(at, [said, said, said]);
      commit.votes.find(({ voteExtension }) => voteExtension.length > 0)!.validator.address = new Uint8Array(20);
      return commit;
    },
  ],
])("%s carry nothing", async (_who, commit) => {
  const at = await scene();
  expect(await at.votes.inject(at.ctx, commit(at))).toBeUndefined();
});

test("the power that counts is the chain's own, whatever the proposer claims", async () => {
  // One with a hundred, three with ten each: the three are less than two thirds.
  const at = await scene([100n, 10n, 10n, 10n]);
  const said = extension(at.truth);
  const commit = commitOf(at, [new Uint8Array(0), said, said, said]);
  for (const vote of commit.votes) vote.validator.power = vote.voteExtension.length > 0 ? 1000n : 1n;
  expect(await at.votes.inject(at.ctx, commit)).toBeUndefined();
  expect(await at.votes.inject(at.ctx, commitOf(at, [said, said, said, said]))).toBeDefined();
});

test("malformed extensions that came in late are left out, and the rest is carried", async () => {
  const at = await scene();
  const said = extension(at.truth);
  const commit = commitOf(at, [said, said, said, Uint8Array.of(9, 9, 9)]);
  expect(decodeVotes((await at.votes.inject(at.ctx, commit))!)!.votes).toHaveLength(3);
  const noise = commitOf(at, [new Uint8Array(600), Uint8Array.of(1), Uint8Array.of(0xff), "absent"]);
  expect(await at.votes.inject(at.ctx, noise)).toBeUndefined();
  expect(await at.votes.inject(at.ctx, { round: 0, votes: [] })).toBeUndefined();
});

async function carriedVotes(at: Scene): Promise<MsgVoteExtensions> {
  const said = extension(at.truth);
  return decodeVotes((await at.votes.inject(at.ctx, commitOf(at, [said, said, said, said])))!)!;
}

test.each<[string, (votes: MsgVoteExtensions, at: Scene) => MsgVoteExtensions]>([
  ["no votes", (votes) => ({ ...votes, votes: [] })],
  ["two of four", (votes) => ({ ...votes, votes: votes.votes.slice(0, 2) })],
  ["another height", (votes) => ({ ...votes, height: votes.height - 1n })],
  ["the height to come", (votes) => ({ ...votes, height: votes.height + 1n })],
  ["a vote twice", (votes) => ({ ...votes, votes: [votes.votes[0]!, votes.votes[0]!, ...votes.votes.slice(1)] })],
  ["votes out of order", (votes) => ({ ...votes, votes: [...votes.votes].reverse() })],
  [
    "a signature of another",
    (votes) => {
      const [first, second, ...rest] = votes.votes;
      return { ...votes, votes: [{ ...first!, signature: second!.signature }, second!, ...rest] };
    },
  ],
  [
    "a stranger",
    (votes, { ctx }) => {
      const stranger = { ...votes.votes[0]!, validator: ctx.addresses.formatConsensus(new Uint8Array(20)) };
      return { ...votes, votes: [...votes.votes, stranger] };
    },
  ],
  ["an address that is none", (votes) => ({ ...votes, votes: [{ ...votes.votes[0]!, validator: "nobody" }] })],
  [
    "an extension that is none",
    (votes) => ({ ...votes, votes: [{ ...votes.votes[0]!, extension: Uint8Array.of(9) }] }),
  ],
  [
    "a vote that says nothing",
    (votes, at) => {
      // Signed, empty, and so no part of what is attested to.
      const { members } = at.chain.comet.set(at.chain.height);
      const commit = commitOf(at, [extension(at.truth), extension(at.truth), extension(at.truth)]);
      const silent = commit.votes.findIndex(({ voteExtension }) => voteExtension.length === 0);
      const own = {
        validator: at.ctx.addresses.formatConsensus(members[silent]!.address),
        extension: new Uint8Array(0),
        signature: commit.votes[silent]!.extensionSignature,
      };
      return { ...votes, votes: votes.votes.map((vote, index) => (index === silent ? own : vote)) };
    },
  ],
])("a proposal with %s among its votes is refused, and in a block it does nothing", async (_what, change) => {
  const at = await scene();
  const votes = change(await carriedVotes(at), at);
  await expect(at.votes.verify(at.ctx, votes, 0)).rejects.toBeInstanceOf(AppError);
  const before = await at.chain.slashing.failedRounds.get(at.ctx, 1n);
  await expect(
    at.chain.block({ work: (ctx) => ctx.branch((inner) => at.votes.deliver(inner, votes)) }),
  ).rejects.toBeInstanceOf(AppError);
  expect(await at.chain.slashing.failedRounds.get(at.ctx, 1n)).toEqual(before);
});

test("votes of another round than the one that decided are refused", async () => {
  const at = await scene();
  const votes = await carriedVotes(at);
  await expect(at.votes.verify(at.ctx, votes, 1)).rejects.toMatchObject({ codespace: "votes", code: 3 });
  expect(indexOf(at.chain.comet.set(at.chain.height).members, at.accused)).toBeGreaterThanOrEqual(0);
});

test("a chain that follows no validators carries no votes and takes none", async () => {
  const at = await scene();
  const votes = await carriedVotes(at);
  const said = extension(at.truth);
  await at.chain.slashing.priorities.delete(at.chain.ctx);
  expect(await at.votes.inject(at.ctx, commitOf(at, [said, said, said]))).toBeUndefined();
  await expect(at.votes.verify(at.ctx, votes, 0)).rejects.toThrow("follows no validator set");
});
