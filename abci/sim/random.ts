/**
 * A seeded generator (xoshiro128**, Blackman and Vigna 2018): the same seed gives the same run on every machine, so a
 * failure is repeated by its seed alone.
 */
export class Random {
  private readonly state: Uint32Array;

  constructor(readonly seed: number) {
    // splitmix32 spreads a small seed over the whole state, which must not be all zero.
    let s = seed >>> 0;
    this.state = Uint32Array.from({ length: 4 }, () => {
      s = (s + 0x9e3779b9) >>> 0;
      let z = s;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    });
  }

  uint32(): number {
    const s = this.state as unknown as [number, number, number, number];
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** An integer from 0 to `bound` − 1. */
  below(bound: number): number {
    return this.uint32() % bound;
  }

  /** True once in `n` times, on average. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  }

  /** An amount from 0n to `bound` − 1n: often small, sometimes near the bound, where mistakes live. */
  amount(bound: bigint): bigint {
    if (bound <= 0n) return 0n;
    switch (this.below(4)) {
      case 0:
        return BigInt(this.below(3)) % bound;
      case 1:
        return bound - 1n - (BigInt(this.below(3)) % bound);
      default:
        return this.uint128() % bound;
    }
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  private uint128(): bigint {
    let value = 0n;
    for (let i = 0; i < 4; i++) value = (value << 32n) | BigInt(this.uint32());
    return value;
  }
}
