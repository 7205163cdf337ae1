import { RingOwner, RingServer } from "./ring.js";
import { Verdicts } from "./verdicts.js";

/** Verdicts that a thread came to: the signature is good when its first byte is 7. */
function fromThread(...firstBytes: number[]): Verdicts {
  const owner = new RingOwner();
  const verdicts = new Verdicts();
  for (const [index, first] of firstBytes.entries()) {
    const signature = new Uint8Array(64).fill(first);
    const job = { publicKey: new Uint8Array(33), signature, message: new Uint8Array(10) };
    verdicts.expect(`${index}`, owner.offer(job)!);
  }
  owner.publish();
  const server = new RingServer(owner.memory, ({ signature }) => signature[0] === 7);
  while (server.step());
  return verdicts;
}

test("knows what it was told, and nothing else", () => {
  const verdicts = new Verdicts();
  expect(verdicts.isEmpty).toBe(true);
  verdicts.add("a");
  verdicts.add("b");
  expect(verdicts.isEmpty).toBe(false);
  expect(["a", "b", "c"].map((memo) => verdicts.isGood(memo))).toEqual([true, true, false]);
});

test("takes over what threads found, each for its own memo, as often as it is asked", () => {
  const verdicts = fromThread(7, 8, 7);
  expect(verdicts.isEmpty).toBe(false);
  for (let round = 0; round < 2; round++) {
    expect(["2", "1", "0", "3"].map((memo) => verdicts.isGood(memo))).toEqual([true, false, true, false]);
  }
  // A thread that was wrong, or late, is overruled by whoever looked for himself.
  verdicts.add("1");
  expect(verdicts.isGood("1")).toBe(true);
});
