import { type Misbehavior, MisbehaviorType } from "cosmjs-types/tendermint/abci/types";
import { BlockIDFlag } from "cosmjs-types/tendermint/types/validator";
import { indexOf, totalPower } from "../../modules/slashing/rotation.js";
import { ProposalFault } from "../../proto/generated/echoin/votes/v1/votes.js";
import type { AddressCodec } from "../state/addresses.js";
import { encodeExtension, MAX_EXTENSION_BYTES } from "../app/votes/extension.js";
import { extensionSignBytes, type VotePlace } from "../app/votes/signature.js";
import { encodeVotes } from "../app/votes/transaction.js";
import type { Random } from "./random.js";
import { type SimValidators, signAs, toTimestamp } from "./validators.js";

/** What validators that are not honest say and propose; they have less than a third of the power together. */
export class Faults {
  private outage: { readonly address: Uint8Array; readonly until: bigint } | undefined;

  constructor(
    private readonly random: Random,
    private readonly validators: SimValidators,
    private readonly addresses: AddressCodec,
  ) {}

  /**
   * The validator that is down at a height, if there is one: it neither votes nor proposes for a while, and has less than
   * a third of the power.
   */
  downAt(height: bigint): Uint8Array | undefined {
    const { random, validators } = this;
    if (this.outage !== undefined && height < this.outage.until) {
      const member = validators.members(height)[indexOf(validators.members(height), this.outage.address)];
      return member !== undefined && member.power <= validators.spare(height) ? member.address : undefined;
    }
    this.outage = undefined;
    if (random.oneIn(12)) {
      const { address } = random.pick(validators.members(height));
      this.outage = { address, until: height + BigInt(5 + random.below(15)) };
    }
    return undefined;
  }

  /** Another vote than one for the block. */
  noVote(): BlockIDFlag {
    return this.random.pick([BlockIDFlag.BLOCK_ID_FLAG_ABSENT, BlockIDFlag.BLOCK_ID_FLAG_NIL]);
  }

  /** An offence at one of the blocks so far; now and then one that cannot be. */
  misbehavior(blocks: readonly { readonly height: bigint; readonly timeNanos: bigint }[]): Misbehavior[] {
    if (blocks.length === 0) return [];
    const { random } = this;
    const { height, timeNanos } = random.pick(blocks);
    const type = random.pick([MisbehaviorType.DUPLICATE_VOTE, MisbehaviorType.LIGHT_CLIENT_ATTACK, 0]);
    const members = this.validators.members(height);
    const { address, power } = random.pick(members);
    const validator = random.oneIn(8) ? { address: random.bytes(20), power } : { address, power };
    const entry = { type, validator, height, time: toTimestamp(timeNanos), totalVotingPower: totalPower(members) };
    return random.oneIn(4) ? [entry, entry] : [entry];
  }

  /** An extension that lies about a recent height: in its form, no honest validator could refuse it. */
  lie(height: bigint): Uint8Array {
    const { random } = this;
    const { address } = random.pick(this.validators.members(height));
    const about = height > 3n ? height - BigInt(1 + random.below(3)) : 1n;
    const fault = random.pick([
      ProposalFault.PROPOSAL_FAULT_ILLEGAL_TRANSACTION,
      ProposalFault.PROPOSAL_FAULT_FALSE_VOTES,
    ]);
    return encodeExtension({ reports: [{ height: about, round: random.below(3), proposer: address, fault }] });
  }

  /** An extension that every validator has to refuse. */
  malformedExtension(): Uint8Array {
    const { random } = this;
    return random.pick([
      () => random.bytes(1 + random.below(40)).map((byte, index) => (index === 0 ? byte | 2 : byte)),
      () => random.bytes(MAX_EXTENSION_BYTES + 1).fill(1, 0, 1),
      () => Uint8Array.of(1),
      () => Uint8Array.of(1, 0x7a, 0),
    ])();
  }

  /** Transactions of a proposal of this height that every validator has to refuse. */
  invalidTransactions(height: bigint, round: number, chainId: string): Uint8Array[] {
    const { random } = this;
    return random.pick([
      () => [random.bytes(30)],
      () => [this.falseVotes({ chainId, height: height - 1n, round })],
      () => [this.falseVotes({ chainId, height, round })],
      () => [encodeVotes({ height: height - 1n, votes: [] })],
      () => {
        const votes = encodeVotes({ height: height - 1n, votes: [] });
        return [votes, votes];
      },
    ])();
  }

  /** Votes that one validator alone signed, which no more than two thirds stand behind. */
  private falseVotes(place: VotePlace): Uint8Array {
    const members = this.validators.members(place.height > 0n ? place.height : 1n);
    const liar = members.at(-1)!;
    const extension = this.lie(place.height > 0n ? place.height : 1n);
    const signature = signAs(liar, extensionSignBytes(place, extension));
    // A set of one validator is that validator's: its word is more than two thirds.
    const signed = members.length > 1 ? signature : this.random.bytes(64);
    const validator = this.addresses.formatConsensus(liar.address);
    return encodeVotes({ height: place.height, votes: [{ validator, extension, signature: signed }] });
  }
}
