import { seededRandom } from "./random.js";
import type { Action } from "./transaction.js";

/** A part of a run: each of the first `senders` accounts sends `each` times. */
export interface PhasePlan<A extends string = Action> {
  readonly name: string;
  readonly senders: number;
  readonly each: number;
  /** Sends of the chain's coin unless set. */
  readonly action?: A | "send";
}

/** One transaction; accounts are named by their number. Recipient and amount are for sends. */
export interface PlannedSend<A extends string = Action> {
  readonly action: A | "send";
  readonly sender: number;
  readonly recipient: number;
  readonly amount: number;
  readonly sequence: number;
}

/** Largest amount of a send, in base units; genesis gives every account far more. */
const MOST = 1000;

/**
 * All sends of a run, phase after phase. Within a phase the senders take turns, so that an account's next send comes
 * when its last has long been admitted. Recipients are drawn from all accounts of the state, so a large state is read
 * all over, as on a chain with many users.
 */
export function* planSends<A extends string = Action>(
  phases: readonly PhasePlan<A>[],
  accounts: number,
  seed: string,
): Generator<PlannedSend<A>> {
  const random = seededRandom(seed);
  const sequences = new Uint32Array(Math.max(...phases.map(({ senders }) => senders)));
  for (const { senders, each, action = "send" } of phases) {
    for (let round = 0; round < each; round++) {
      for (let sender = 0; sender < senders; sender++) {
        const other = random(accounts - 1);
        const recipient = other < sender ? other : other + 1;
        const sequence = sequences[sender] ?? 0;
        sequences[sender] = sequence + 1;
        yield { action, sender, recipient, amount: 1 + random(MOST), sequence };
      }
    }
  }
}

/** How many sends a phase has. */
export const sizeOf = ({ senders, each }: Pick<PhasePlan, "senders" | "each">): number => senders * each;
