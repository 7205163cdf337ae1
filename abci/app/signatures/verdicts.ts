import type { PendingVerdict } from "./ring.js";

/**
 * Which signatures of a transaction are known to be good, by what they were checked against (a memo), and which other threads
 * were given to check. Verification is a pure function, so this is its memory, and outlives the transaction's decoded form.
 */
export class Verdicts {
  // Arrays, as there is nearly always one: a Set and a Map for each transaction that waits were a tenth of what it took. And
  // made by `concat`, which takes no room ahead: an array that is spread into has room for sixteen more.
  private good: readonly string[] = NONE;
  private offered: readonly Offered[] = NONE;

  /** Whether nothing is known, and nothing was asked. */
  get isEmpty(): boolean {
    return this.good.length === 0 && this.offered.length === 0;
  }

  /** Whether the signature is known to be good, or turns out to be: another thread's verdict is taken over. */
  isGood(memo: string): boolean {
    if (this.good.includes(memo)) return true;
    const offered = this.offered.find((each) => each.memo === memo);
    if (offered?.verdict.take() !== true) return false;
    this.add(memo);
    return true;
  }

  add(memo: string): void {
    this.good = this.good.concat(memo);
    this.offered = this.offered.filter((each) => each.memo !== memo);
  }

  expect(memo: string, verdict: PendingVerdict): void {
    this.offered = this.offered.concat({ memo, verdict });
  }
}

interface Offered {
  readonly memo: string;
  readonly verdict: PendingVerdict;
}

const NONE: readonly never[] = [];
