import { keyFromBytes } from "../../store/bytes.js";
import type { ProposalFault } from "../../../proto/generated/echoin/votes/v1/votes.js";

/** A proposal that this node refused. */
export interface Refusal {
  readonly height: bigint;
  /** Of the block that was proposed. */
  readonly hash: Uint8Array;
  readonly fault: ProposalFault;
}

/** Heights that are remembered; reports on older ones are not taken any more. */
const MAX_HEIGHTS = 32;

/** Proposals that are remembered of one height; one that took more rounds judges nobody. */
const MAX_PER_HEIGHT = 128;

/**
 * What this node refused of late, in the order in which it came: its own memory, which a restart loses and consensus does
 * not see.
 */
export class Refusals {
  private readonly byHeight = new Map<bigint, Map<string, ProposalFault>>();

  /** Remembers a refusal; a proposal that comes again is the same one. */
  record({ height, hash, fault }: Refusal): void {
    const known = this.byHeight.get(height) ?? new Map<string, ProposalFault>();
    if (known.size < MAX_PER_HEIGHT) known.set(keyFromBytes(hash), fault);
    this.byHeight.set(height, known);
    for (const old of this.byHeight.keys()) if (old + BigInt(MAX_HEIGHTS) <= height) this.byHeight.delete(old);
  }

  /** The faults of the different proposals of a height, the first proposal's first. */
  at(height: bigint): readonly ProposalFault[] {
    return [...(this.byHeight.get(height)?.values() ?? [])];
  }
}
