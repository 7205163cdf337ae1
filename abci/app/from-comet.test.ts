import { RequestFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import { misbehaviorOf, voteOf } from "./from-comet.js";

const address = new Uint8Array(20).fill(7);

test("a commit's votes are read with their power and what each validator did", () => {
  const { decidedLastCommit } = RequestFinalizeBlock.fromPartial({
    decidedLastCommit: {
      votes: [0, 1, 2, 3, 9].map((blockIdFlag) => ({ validator: { address, power: 5n }, blockIdFlag })),
    },
  });
  const votes = decidedLastCommit.votes.map(voteOf);
  expect(votes.map(({ flag }) => flag)).toEqual(["absent", "absent", "commit", "nil", "absent"]);
  expect(votes[0]).toMatchObject({ consAddress: address, power: 5n });
});

test("evidence of any kind is read, and an entry that says nothing is no exception", () => {
  const { misbehavior } = RequestFinalizeBlock.fromPartial({
    misbehavior: [
      { type: 1, validator: { address, power: 5n }, height: 3n, time: { seconds: 2n, nanos: 1 }, totalVotingPower: 9n },
      { type: 2 },
      { type: 77 },
    ],
  });
  const [double, attack, other] = misbehavior.map(misbehaviorOf);
  expect(double).toEqual({
    kind: "duplicateVote",
    consAddress: address,
    power: 5n,
    height: 3n,
    timeNanos: 2_000_000_001n,
    totalPower: 9n,
  });
  expect(attack).toMatchObject({ kind: "lightClientAttack", consAddress: new Uint8Array(0), power: 0n });
  expect(other!.kind).toBe("unknown");
});
