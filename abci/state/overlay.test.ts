import fc from "fast-check";
import type { KeyRange, StoreKey } from "../store/types.js";
import { GenesisOverlay } from "./genesis-overlay.js";
import { Overlay, TRANSIENT_PREFIX } from "./overlay.js";
import { type NaiveStore, naiveRange, naiveReader } from "./testing/naive.js";

const key = fc.string({ unit: fc.constantFrom("a", "b", "\0", "\xff"), minLength: 1, maxLength: 3 });
const value = fc.uint8Array({ maxLength: 2 });
const range = fc.record(
  { start: key, end: key, reverse: fc.boolean() },
  { requiredKeys: [] },
) satisfies fc.Arbitrary<KeyRange>;

type Step =
  | { readonly do: "set"; readonly key: string; readonly value: Uint8Array }
  | { readonly do: "remove" | "get"; readonly key: string }
  | { readonly do: "iterate"; readonly range: KeyRange }
  | { readonly do: "branch"; readonly keep: boolean; readonly steps: readonly Step[] };

const { steps } = fc.letrec<{ steps: readonly Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie("step"), { maxLength: 12 }),
  step: fc.oneof(
    { maxDepth: 4, depthIdentifier: "branches" },
    fc.record({ do: fc.constant("set" as const), key, value }),
    fc.record({ do: fc.constantFrom("remove" as const, "get" as const), key }),
    fc.record({ do: fc.constant("iterate" as const), range }),
    fc.record({ do: fc.constant("branch" as const), keep: fc.boolean(), steps: tie("steps") }),
  ),
}));

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const item of items) result.push(item);
  return result;
}

/** Runs the steps on both and compares every read; the model keeps a copy for each branch. */
async function run(overlay: Overlay, model: NaiveStore, list: readonly Step[]): Promise<NaiveStore> {
  let state = model;
  for (const step of list) {
    switch (step.do) {
      case "set":
        overlay.set("s", step.key, step.value);
        state.set(step.key, step.value);
        break;
      case "remove":
        overlay.set("s", step.key, undefined);
        state.delete(step.key);
        break;
      case "get":
        expect(await overlay.get("s", step.key)).toEqual(state.get(step.key));
        break;
      case "iterate":
        expect(await collect(overlay.iterate("s", step.range))).toEqual(naiveRange(state, step.range));
        break;
      case "branch": {
        const depth = overlay.open();
        const inner = await run(overlay, new Map(state), step.steps);
        if (step.keep) overlay.keep(depth);
        else overlay.drop(depth);
        if (step.keep) state = inner;
      }
    }
  }
  return state;
}

const committed = fc.array(fc.tuple(key, value), { maxLength: 10 }).map((entries): NaiveStore => new Map(entries));

test("an overlay with nested branches reads and iterates as a plain map would, both ways", () =>
  fc.assert(
    fc.asyncProperty(committed, steps, async (base, list) => {
      const overlay = new Overlay(naiveReader(base));
      const state = await run(overlay, new Map(base), list);
      expect(await collect(overlay.iterate("s", {}))).toEqual(naiveRange(state, {}));
      expect(await collect(overlay.iterate("s", { reverse: true }))).toEqual(naiveRange(state, { reverse: true }));
    }),
    { numRuns: 300 },
  ));

test("an overlay that packs its writes reads and iterates as a plain map would, and gives what stands in the end", () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), steps, async (mostLoose, list) => {
      const overlay = new GenesisOverlay(mostLoose);
      const state = await run(overlay, new Map(), list);
      expect(await collect(overlay.iterate("s", { reverse: true }))).toEqual(naiveRange(state, { reverse: true }));
      const packed = overlay.packedWrites().get("s") ?? [];
      expect([...packed]).toEqual(naiveRange(state, {}));
      expect([...packed]).toEqual(overlay.netWrites().get("s") ?? []);
      expect(await collect(overlay.iterate("s", {}))).toEqual(naiveRange(state, {}));
    }),
    { numRuns: 300 },
  ));

test("a packing overlay's loop sees no write that is made in it", async () => {
  const overlay = new GenesisOverlay(2);
  for (const key of ["a", "c", "e"]) overlay.set("s", key, Uint8Array.of(1));
  const seen: string[] = [];
  for await (const [key] of overlay.iterate("s", {})) {
    seen.push(key);
    for (const added of ["b", "d", "f"]) overlay.set("s", added, Uint8Array.of(2));
  }
  expect(seen).toEqual(["a", "c", "e"]);
});

test("the net writes turn what was committed into what the overlay shows, sorted, each key once", () =>
  fc.assert(
    fc.asyncProperty(committed, steps, async (base, list) => {
      const overlay = new Overlay(naiveReader(base));
      const state = await run(overlay, new Map(base), list);
      const writes = overlay.netWrites().get("s") ?? [];
      const keys = writes.map(([written]) => written);
      expect(keys).toEqual([...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)));
      const result = new Map(base);
      for (const [written, bytes] of writes) {
        if (bytes === undefined) result.delete(written);
        else result.set(written, bytes);
      }
      expect(naiveRange(result, {})).toEqual(naiveRange(state, {}));
    }),
  ));

test("an overlay over an overlay shows both, and leaves the lower one alone", () =>
  fc.assert(
    fc.asyncProperty(committed, steps, steps, async (base, below, above) => {
      const lower = new Overlay(naiveReader(base));
      const lowerState = await run(lower, new Map(base), below);
      const upperState = await run(new Overlay(lower), new Map(lowerState), above);
      expect(await collect(lower.iterate("s", {}))).toEqual(naiveRange(lowerState, {}));
      expect(upperState).toBeInstanceOf(Map);
    }),
  ));

test("a loop sees what there was when it started, whatever is written inside it", async () => {
  const overlay = new Overlay(naiveReader(new Map([["b", Uint8Array.of(1)]])));
  overlay.set("s", "d", Uint8Array.of(2));
  const seen: string[] = [];
  for await (const [found] of overlay.iterate("s", {})) {
    seen.push(found);
    overlay.set("s", "d", undefined);
    overlay.set("s", "e", Uint8Array.of(3));
    overlay.set("s", found, undefined);
  }
  expect(seen).toEqual(["b", "d"]);
  expect((await collect(overlay.iterate("s", {}))).map(([found]) => found)).toEqual(["e"]);
});

test("many writes after a look are in order at the next look", async () => {
  const overlay = new Overlay(naiveReader(new Map()));
  overlay.set("s", "50", Uint8Array.of(0));
  await collect(overlay.iterate("s", {}));
  for (let i = 99; i >= 10; i--) overlay.set("s", String(i), Uint8Array.of(i));
  const keys = (await collect(overlay.iterate("s", {}))).map(([found]) => found);
  expect(keys).toEqual(Array.from({ length: 90 }, (_, index) => String(index + 10)));
});

test("branches that close out of order, and net writes inside one, halt", () => {
  const overlay = new Overlay(naiveReader(new Map()));
  const outer = overlay.open();
  overlay.open();
  expect(() => overlay.keep(outer)).toThrow("STATE-2");
  expect(() => overlay.netWrites()).toThrow("STATE-1");
});

test("a packing overlay keeps what is in transient stores", () => {
  const overlay = new GenesisOverlay(1);
  overlay.set(`${TRANSIENT_PREFIX}t`, "a", Uint8Array.of(1));
  overlay.set("s", "a", Uint8Array.of(2));
  expect(overlay.get(`${TRANSIENT_PREFIX}t`, "a")).toEqual(Uint8Array.of(1));
  expect([...overlay.packedWrites().keys()]).toEqual(["s"]);
});

test("transient stores are read from nothing, dropped with their branch, and part of no version", async () => {
  const overlay = new Overlay({
    get: (store) => (store === "lasting" ? Uint8Array.of(1) : undefined),
    iterate: () => {
      throw new Error("a transient store is not read from below");
    },
  });
  const store = `${TRANSIENT_PREFIX}evm`;
  expect(overlay.get(store, "a")).toBeUndefined();
  overlay.set(store, "a", Uint8Array.of(2));
  const depth = overlay.open();
  overlay.set(store, "b", Uint8Array.of(3));
  expect(await collect(overlay.iterate(store, {}))).toEqual([
    ["a", Uint8Array.of(2)],
    ["b", Uint8Array.of(3)],
  ]);
  overlay.drop(depth);
  expect(overlay.get(store, "b")).toBeUndefined();
  overlay.set("lasting", "a", undefined);
  expect([...overlay.netWrites().keys()]).toEqual(["lasting"]);
});

test("what is read ahead through overlays is what none of them has written, and no transient store", async () => {
  const asked: string[] = [];
  const prefetch = async (keys: readonly StoreKey[]) => void asked.push(...keys.map(({ key }) => key));
  const lower = new Overlay({ ...naiveReader(new Map()), prefetch });
  lower.set("s", "a", Uint8Array.of(1));
  const upper = new Overlay(lower);
  upper.set("s", "b", undefined);
  const keys = ["a", "b", "c"].map((key) => ({ store: "s", key }));
  await upper.prefetch([...keys, { store: `${TRANSIENT_PREFIX}t`, key: "d" }]);
  await upper.prefetch(keys.slice(0, 2));
  expect(asked).toEqual(["c"]);
  // A reader that has all in memory reads nothing ahead.
  await new Overlay(naiveReader(new Map())).prefetch(keys);
});
