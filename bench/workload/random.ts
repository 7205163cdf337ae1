import { createHash } from "node:crypto";

/** A number from 0 to `bound` − 1; `bound` is at most 2^32. */
export type Random = (bound: number) => number;

/** The same numbers for the same seed, on every machine: sfc32, its state from the seed's sha-256. */
export function seededRandom(seed: string): Random {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at) | 0) as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return (bound) => Math.floor((next() / 2 ** 32) * bound);
}
