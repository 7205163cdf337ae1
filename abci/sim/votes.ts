import type { CommitInfo, ExtendedCommitInfo, ExtendedVoteInfo } from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import { indexOf, type RankedMember } from "../../modules/slashing/rotation.js";
import { MAX_EXTENSION_BYTES } from "../app/votes/extension.js";
import { extensionSignBytes } from "../app/votes/signature.js";
import { assert } from "../state/errors.js";
import { bytesEqual } from "../store/bytes.js";
import type { Faults } from "./faults.js";
import type { Random } from "./random.js";
import type { Replica } from "./replica.js";
import { type SimValidators, signAs, toTimestamp } from "./validators.js";

/** A block that got more than two thirds of the votes, and when. */
export interface VotedBlock {
  readonly height: bigint;
  readonly round: number;
  readonly timeNanos: bigint;
  readonly proposer: Uint8Array;
  readonly txs: readonly Uint8Array[];
  readonly hash: Uint8Array;
}

const ACCEPT = 1;
const NOTHING: Uint8Array = new Uint8Array(0);

/** What the first proposer is told of the height before. */
export const NO_COMMIT: ExtendedCommitInfo = { round: 0, votes: [] };

/** The same commit as everybody but the next proposer sees it. */
export function withoutExtensions({ round, votes }: ExtendedCommitInfo): CommitInfo {
  return { round, votes: votes.map(({ validator, blockIdFlag }) => ({ validator, blockIdFlag })) };
}

/** The precommits of a height: honest validators ask their replica what to add, others say what they like. */
export class Precommits {
  constructor(
    private readonly parts: {
      readonly random: Random;
      readonly replicas: readonly Replica[];
      readonly validators: SimValidators;
      readonly faults: Faults;
      readonly chainId: string;
      readonly extensions: boolean;
    },
  ) {}

  /**
   * The commit of a block: more than two thirds signed it, and more than two thirds of what they add is honest.
   * @param down a validator that cannot vote
   */
  async of(block: VotedBlock, down?: Uint8Array): Promise<ExtendedCommitInfo> {
    const { random, validators, faults } = this.parts;
    const members = validators.members(block.height);
    let spare = validators.spare(block.height) - (down === undefined ? 0n : members[indexOf(members, down)]!.power);
    const votes: ExtendedVoteInfo[] = [];
    for (const [index, member] of members.entries()) {
      const validator = { address: member.address, power: member.power };
      if (down !== undefined && bytesEqual(member.address, down)) {
        votes.push({ validator, ...noExtension, blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_ABSENT });
        continue;
      }
      const fails = member.power <= spare && random.oneIn(3);
      if (fails) spare -= member.power;
      const votesForIt = !fails || random.oneIn(2);
      votes.push({
        validator,
        ...(votesForIt ? await this.forBlock(block, member, fails ? undefined : index) : noExtension),
        blockIdFlag: votesForIt ? BlockIDFlag.BLOCK_ID_FLAG_COMMIT : faults.noVote(),
      });
    }
    return { round: block.round, votes };
  }

  /** @param index of an honest validator; undefined for one that lies */
  private async forBlock(block: VotedBlock, member: RankedMember, index: number | undefined) {
    const { extensions, chainId } = this.parts;
    if (!extensions) return noExtension;
    const voteExtension = index === undefined ? await this.dishonest(block, member) : await this.honest(block, index);
    if (voteExtension.length === 0) return noExtension;
    const signBytes = extensionSignBytes({ chainId, height: block.height, round: block.round }, voteExtension);
    return { voteExtension, extensionSignature: signAs(member, signBytes) };
  }

  private async honest(block: VotedBlock, index: number): Promise<Uint8Array> {
    const { replicas } = this.parts;
    const own = replicas[index % replicas.length]!;
    const { voteExtension } = await own.app.extendVote({
      hash: block.hash,
      height: block.height,
      time: toTimestamp(block.timeNanos),
      txs: [...block.txs],
      proposedLastCommit: { round: 0, votes: [] },
      misbehavior: [],
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: block.proposer,
    });
    assert(voteExtension.length <= MAX_EXTENSION_BYTES, "a vote extension has at most 512 bytes");
    assert(await this.isTaken(block, voteExtension), "every validator takes an honest one's extension");
    return voteExtension;
  }

  /** A lie that cannot be told from the truth, or what nobody takes; that comes in all the same, when it comes late. */
  private async dishonest(block: VotedBlock, { address }: RankedMember): Promise<Uint8Array> {
    const { random, faults } = this.parts;
    if (random.oneIn(2)) {
      const lie = faults.lie(block.height);
      assert(await this.isTaken(block, lie, address), "a lie in the right form is taken");
      return lie;
    }
    const malformed = faults.malformedExtension();
    assert(!(await this.isTaken(block, malformed, address)), "a malformed extension is refused");
    return malformed;
  }

  /** Whether the replicas take an extension; they all say the same. */
  private async isTaken({ hash, height }: VotedBlock, voteExtension: Uint8Array, validatorAddress = NOTHING) {
    const verdicts = [];
    for (const { app } of this.parts.replicas) {
      verdicts.push((await app.verifyVoteExtension({ hash, height, validatorAddress, voteExtension })).status);
    }
    assert(new Set<number>(verdicts).size === 1, "all replicas judge an extension alike");
    return Number(verdicts[0]) === ACCEPT;
  }
}

const noExtension = { voteExtension: NOTHING, extensionSignature: NOTHING };
