import fc from "fast-check";
import { mergeWrites } from "./merge.js";
import type { TreeStore } from "./multistore.js";
import { commitBlock, contentsOf, hex, openTestStore, randomBlock } from "./testing/fixtures.js";
import { TreeChange } from "./tree.js";
import type { StoreWrite } from "./types.js";

/** Key and value of an entry; keys rise with their numbers. */
const entry = (index: number): StoreWrite => [
  index.toString(16).padStart(6, "0"),
  Buffer.from(`value ${index % 97}`.repeat(1 + (index % 3))),
];

const entries = (count: number): StoreWrite[] => Array.from({ length: count }, (_, index) => entry(index));

/** The root that a block's changes, one key after the other, give. */
function rootByChanges(writes: Iterable<StoreWrite>, version: number): string {
  const change = new TreeChange(undefined, version);
  for (const [key, value] of writes) {
    if (value === undefined) change.remove(key);
    else change.set(key, value);
  }
  return change.hash();
}

const rootOf = (store: TreeStore, name: string): string =>
  (store.latest() as unknown as { root(name: string): { hash: string } | undefined }).root(name)?.hash ?? "";

test("trees of every size have the root, and hold the entries, that setting key after key gives", async () => {
  for (const count of [...Array(70).keys(), 127, 128, 129, 500, 1023, 1025, 4096, 5000]) {
    const store = await openTestStore({ file: ":memory:" });
    try {
      await store.stage(3n, new Map([["bank", entries(count)]]));
      await store.commit();
      if (count > 0) expect(rootOf(store, "bank")).toBe(rootByChanges(entries(count), 3));
      expect(await contentsOf(store.latest(), "bank")).toEqual(
        entries(count).map(([key, value]) => [key, Buffer.from(value!).toString()]),
      );
    } finally {
      await store.close();
    }
  }
});

test("a first version of many pages is the same whether it was staged once or again, and goes on as any other", async () => {
  const [once, again] = [await openTestStore({ file: ":memory:" }), await openTestStore({ file: ":memory:" })];
  try {
    const many = new Map([
      ["acc", entries(60_000)],
      ["bank", entries(10)],
    ] as const);
    await again.stage(1n, new Map([["acc", entries(70_000)]]));
    for (const store of [once, again]) {
      await store.stage(1n, many);
      await store.commit();
    }
    expect(rootOf(once, "acc")).toBe(rootByChanges(entries(60_000), 1));
    expect(hex(again.lastCommit.hash)).toBe(hex(once.lastCommit.hash));
    const { database } = again as unknown as { database: { get(sql: string): Promise<Record<string, unknown>> } };
    // Nothing of what was staged in vain is left.
    const rows = await database.get("SELECT count(*) AS rows, max(id) AS last FROM pages");
    expect(rows["rows"]).toBe(rows["last"]);
    for (let height = 2; height <= 6; height++) {
      const block = randomBlock(5, height, 300);
      expect(await commitBlock(again, block)).toBe(await commitBlock(once, block));
    }
  } finally {
    await once.close();
    await again.close();
  }
});

test("a first version is refused when its keys do not rise, and the store takes a right one after it", async () => {
  const store = await openTestStore({ file: ":memory:" });
  try {
    for (const wrong of [
      [entry(2), entry(1)],
      [entry(1), entry(1)],
    ]) {
      await expect(store.stage(1n, new Map([["bank", wrong]]))).rejects.toThrow("have to rise");
      await expect(store.commit()).rejects.toThrow("nothing is staged");
    }
    await store.stage(1n, new Map([["bank", entries(3)]]));
    await store.commit();
    expect((await contentsOf(store.latest(), "bank")).length).toBe(3);
  } finally {
    await store.close();
  }
});

test("writes of two sources merge as a map would take them one after the other", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 1 }), { nil: undefined });
  const list = fc
    .dictionary(key, value)
    .map((items) => Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1)) as StoreWrite[]);
  fc.assert(
    fc.property(list, list, (earlier, later) => {
      const merged = mergeWrites(new Map([["s", earlier]]), new Map([["s", later]])).get("s")!;
      const model = new Map([...earlier, ...later]);
      expect([...merged]).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
      expect([...merged]).toEqual([...merged]);
    }),
  );
  const one = new Map([["s", entries(2)]]);
  expect(mergeWrites(undefined, one)).toBe(one);
  expect([...mergeWrites(one, new Map([["t", entries(1)]])).keys()]).toEqual(["s", "t"]);
});
