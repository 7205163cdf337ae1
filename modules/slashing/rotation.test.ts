import fc from "fast-check";
import { createHash } from "node:crypto";
import { compareBytes } from "../../abci/store/bytes.js";
import {
  changed,
  firstRound,
  MAX_TOTAL_POWER,
  type Member,
  nextRound,
  proposerOf,
  type Rotation,
  totalPower,
} from "./rotation.js";
import { vectors } from "./testing/vectors.js";

const [keys] = vectors("keys");
const memberOf = (key: number, power: bigint): Member => {
  const pubKey = Buffer.from(keys!.keys[key]!, "hex");
  return { pubKey, address: createHash("sha256").update(pubKey).digest().subarray(0, 20), power };
};
const keyOf = (member: Member): number => keys!.keys.indexOf(Buffer.from(member.pubKey).toString("hex"));

test.each(vectors("rotation"))("priorities and proposers are CometBFT's own (life $seed)", ({ steps }) => {
  let set: Rotation | undefined;
  for (const { changes, rounds, proposer, order, priorities } of steps) {
    const members = changes.map(({ key, power }) => memberOf(key, BigInt(power)));
    if (set === undefined) set = firstRound(members);
    else {
      set = changed(set, members);
      for (let round = 0; round < rounds; round++) set = nextRound(set);
    }
    expect(set.members.map(keyOf)).toEqual(order);
    expect(set.members.map(({ priority }) => priority.toString())).toEqual(priorities);
    expect(keyOf(proposerOf(set))).toBe(proposer);
  }
});

const powers = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: 8 });

test("over a whole cycle each validator has turns in proportion to its power", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 20n }), { minLength: 1, maxLength: 6 }), (some) => {
      const members = some.map((power, key) => memberOf(key, power));
      let set = firstRound(members);
      const turns = new Map<number, bigint>();
      for (let round = 0n; round < totalPower(members); round++) {
        const proposer = keyOf(proposerOf(set));
        turns.set(proposer, (turns.get(proposer) ?? 0n) + 1n);
        set = nextRound(set);
      }
      for (const [key, power] of some.entries()) expect(turns.get(key)).toBe(power);
    }),
  );
});

test("priorities stay around zero, no further apart than three times the power, whatever joins and leaves", () => {
  const change = fc.record({ key: fc.nat(13), power: fc.bigInt({ min: 0n, max: 1_000_000n }) });
  fc.assert(
    fc.property(powers, fc.array(change, { maxLength: 40 }), (some, changes) => {
      let set = firstRound(some.map((power, key) => memberOf(key, power)));
      for (const { key, power } of changes) {
        const known = set.members.some((member) => keyOf(member) === key);
        if (power > 0n || (known && set.members.length > 1)) set = changed(set, [memberOf(key, power)]);
        set = nextRound(set);
        const all = set.members.map(({ priority }) => priority).sort((a, b) => (a < b ? -1 : 1));
        expect(all.at(-1)! - all[0]!).toBeLessThanOrEqual(3n * totalPower(set.members));
        const sum = all.reduce((total, priority) => total + priority, 0n);
        expect(sum < 0n ? -sum : sum).toBeLessThan(BigInt(all.length));
        const sorted = [...set.members].sort((a, b) => Number(b.power - a.power) || compareBytes(a.address, b.address));
        expect(set.members).toEqual(sorted);
      }
    }),
  );
});

test("a step changes nothing of the set that it starts from", () => {
  const set = firstRound([memberOf(0, 3n), memberOf(1, 1n)]);
  const before = structuredClone(set);
  nextRound(set);
  changed(set, [memberOf(0, 0n), memberOf(2, 9n)]);
  expect(set).toEqual(before);
  expect(changed(set, [])).toBe(set);
});

test.each<[string, Member[], string]>([
  ["a key twice", [memberOf(1, 2n), memberOf(1, 3n)], "changes once"],
  ["a stranger who leaves", [memberOf(5, 0n)], "only a member"],
  ["nobody left", [memberOf(0, 0n), memberOf(1, 0n)], "at least one"],
  ["negative power", [memberOf(0, -1n)], "negative"],
  ["too much power", [memberOf(0, MAX_TOTAL_POWER)], "at most"],
])("a change at which CometBFT stops is refused: %s", (_what, changes, reason) => {
  const set = firstRound([memberOf(0, 3n), memberOf(1, 1n)]);
  expect(() => changed(set, changes)).toThrow(reason);
});

test("a set that is empty proposes nothing", () => {
  expect(() => firstRound([])).toThrow("not empty");
});
