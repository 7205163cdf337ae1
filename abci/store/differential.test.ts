/**
 * Holds hashes, roots and proofs to those of Go's own stores (`cosmossdk.io/store` 1.1.2 over `cosmos/iavl` 1.2.2): to
 * answers recorded in testing/vectors.jsonl always, and to the living program on random scripts where Go is installed.
 * After a change of the reference, `RECORD=1 npx jest abci/store/differential` records the answers anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { seeded } from "./testing/fixtures.js";
import { goIsThere, type Outcome, Reference, runHere, type Script } from "./testing/reference.js";

const VECTORS = join(__dirname, "testing", "vectors.jsonl");
const BUILD_TIMEOUT = 15 * 60_000;

type Writes = Script["versions"][number]["writes"];

const hexBytes = (minLength: number, maxLength: number, max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max }), { minLength, maxLength })
    .map((bytes) => Buffer.from(bytes.map((byte) => (byte === max ? 0xff : byte))).toString("hex"));

/** Few different keys, of which some are prefixes of others, so that blocks set and remove the same ones. */
const keys = hexBytes(1, 3, 4);
const storeWrites = fc
  .dictionary(keys, fc.option(hexBytes(0, 40, 200), { nil: null, freq: 2 }), { maxKeys: 25 })
  .map((entries) => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Step {
  readonly upgrade: "add" | "drop" | undefined;
  readonly writes: Writes[string][];
}

const step: fc.Arbitrary<Step> = fc.record({
  upgrade: fc.oneof({ arbitrary: fc.constant(undefined), weight: 6 }, fc.constantFrom("add" as const, "drop" as const)),
  writes: fc.array(storeWrites, { maxLength: 3 }),
});

const script = fc
  .record({
    initialVersion: fc.constantFrom(1, 1, 7),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
    queries: fc.array(fc.tuple(fc.nat(), fc.nat(), keys), { maxLength: 8 }),
  })
  .map(({ initialVersion, steps, queries }) => scriptOf(initialVersion, steps, queries));

/** Fits a random list of steps to stores that are there when they are written to and asked of. */
function scriptOf(
  initialVersion: number,
  steps: readonly Step[],
  queries: readonly (readonly [number, number, string])[],
): Script {
  const first = ["bank", "acc", "ibc"];
  let names = first;
  const there: string[][] = [];
  const versions = steps.map(({ upgrade, writes }, index) => {
    // A new chain takes its stores from its first program, not from an upgrade.
    const added = upgrade === "add" && index > 0 ? [`new${index}`] : [];
    const deleted = upgrade === "drop" && index > 0 && names.length > 1 ? names.slice(0, 1) : [];
    names = names.filter((name) => !deleted.includes(name)).concat(added);
    there.push(names);
    const entries = writes
      .slice(0, names.length)
      .map((list, at) => [names[(at + index) % names.length]!, list] as const);
    return { added, deleted, writes: Object.fromEntries(entries) };
  });
  return {
    stores: first,
    initialVersion,
    versions,
    queries: queries.map(([version, store, key]) => {
      const at = version % versions.length;
      // A store that the last program does not have cannot be asked for, at any version.
      const kept = there[at]!.filter((name) => names.includes(name));
      return { store: kept[store % kept.length] ?? names[0]!, key, version: initialVersion + at };
    }),
  };
}

/** A longer chain over enough keys for deep trees and every rotation. */
function longScript(seed: number): Script {
  const next = seeded(seed);
  const key = (): string => Buffer.from(`key${next(700)}`).toString("hex");
  const list = (length: number, removals: number): Writes[string] =>
    [
      ...new Map(
        Array.from({ length }, () => [
          key(),
          next(100) < removals ? null : Buffer.from(`${next(9999)}`).toString("hex"),
        ]),
      ),
    ].sort(([a], [b]) => (a < b ? -1 : 1));
  // It grows, churns, and shrinks again.
  const versions = Array.from({ length: 24 }, (_, index) => ({
    writes: { bank: list(index < 8 ? 120 : 60, index < 8 ? 5 : index < 16 ? 50 : 85), acc: list(next(6), 30) },
  }));
  const queries = Array.from({ length: 24 }, () => ({ store: "bank", key: key(), version: 1 + next(versions.length) }));
  return { stores: ["acc", "bank", "upgrade"], initialVersion: 1, versions, queries };
}

/** A query of a store before it was there has no answer that could be compared. */
function comparable(candidate: Script): Script {
  const since = new Map(candidate.stores.map((name) => [name, candidate.initialVersion]));
  for (const [index, { added = [] }] of candidate.versions.entries()) {
    for (const name of added) since.set(name, candidate.initialVersion + index);
  }
  return {
    ...candidate,
    queries: candidate.queries.filter(({ store, version }) => version >= (since.get(store) ?? Infinity)),
  };
}

interface Vector {
  readonly script: Script;
  readonly outcome: Outcome;
}

test("recorded answers of the Go stores", async () => {
  const lines = readFileSync(VECTORS, "utf8").trim().split("\n");
  const vectors = lines.map((line) => JSON.parse(line) as Vector);
  expect(vectors.length).toBeGreaterThan(20);
  for (const vector of vectors) {
    for (const cacheNodes of [5, 1_000_000]) {
      // JSON has no undefined: a proof that there is none of is null in the file.
      const outcome = JSON.parse(JSON.stringify(await runHere(vector.script, cacheNodes))) as unknown;
      expect(outcome).toEqual(vector.outcome);
    }
  }
});

const living = goIsThere() || process.env["CI"] !== undefined;
if (!living) {
  process.stderr.write(
    "\n*** abci/store: Go is not installed, so the store is NOT compared with Go's living stores ***\n",
  );
}

(living ? describe : describe.skip)("the living Go stores", () => {
  let reference: Reference;
  beforeAll(() => {
    reference = Reference.start();
  }, BUILD_TIMEOUT);
  afterAll(() => reference?.close());

  const compare = async (candidate: Script, cacheNodes: number): Promise<void> => {
    const expected = await reference.run(candidate);
    const actual = await runHere(candidate, cacheNodes);
    expect(actual).toEqual(expected);
  };

  test("random scripts: sets, removals, upgrades, first versions, proofs of presence and absence", () =>
    fc.assert(fc.asyncProperty(script.map(comparable), fc.constantFrom(3, 20, 1_000_000), compare), { numRuns: 150 }));

  test("longer chains that grow, churn and shrink", async () => {
    for (let seed = 1; seed <= 4; seed++) await compare(longScript(seed), seed % 2 === 0 ? 30 : 1_000_000);
  });

  if (process.env["RECORD"] !== undefined) {
    test("record", async () => {
      const scripts = [...fc.sample(script.map(comparable), { numRuns: 24, seed: 20251125 }), longScript(99)];
      const lines: string[] = [];
      for (const candidate of scripts) {
        const vector: Vector = { script: candidate, outcome: await reference.run(candidate) };
        lines.push(`${JSON.stringify(vector)}\n`);
      }
      writeFileSync(VECTORS, lines.join(""));
    });
  }
});
