import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommitmentProof } from "cosmjs-types/cosmos/ics23/v1/proofs";
import { Database } from "./database.js";
import type { NodeLoader } from "./loader.js";
import type { TreeReader, TreeStore } from "./multistore.js";
import type { Node } from "./node.js";
import { pruneStore } from "./open.js";
import { pruneVersions } from "./pruning.js";
import { proveKey } from "./proofs.js";
import { openReader } from "./reader.js";
import { commitBlock, contentsOf, openTestStore, seeded, writesOf } from "./testing/fixtures.js";

const KEYS = 3_000;
const keyOf = (index: number): string => `key/${String(index).padStart(6, "0")}`;
const state = writesOf(Array.from({ length: KEYS }, (_, index) => [keyOf(index), `value ${index}`] as const));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "echoin-cache-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The nodes that are really in memory below a root. */
function loadedBelow(node: Node | undefined): number {
  return node?.loaded === true ? 1 + loadedBelow(node.left) + loadedBelow(node.right) : 0;
}

/** Whether a key's whole path is in memory; nothing is loaded for the answer. */
function isLoaded(node: Node | undefined, key: string): boolean {
  if (node?.loaded !== true) return false;
  return node.height === 0 || isLoaded(key < node.key ? node.left : node.right, key);
}

const loadedOf = (reader: TreeReader): number =>
  [...reader.roots.values()].reduce((sum, root) => sum + loadedBelow(root), 0);

const changes = (height: number): ReturnType<typeof writesOf> => {
  const next = seeded(height);
  return writesOf(Array.from({ length: 60 }, () => [keyOf(next(KEYS)), `at ${height}`] as const));
};

test("a state that is much larger than the cache: memory is bounded after each commit, hashes are the same", async () => {
  const cacheNodes = 1_500;
  const bounded = await openTestStore({ file: join(folder, "a.db"), cacheNodes });
  const whole = await openTestStore({ file: join(folder, "b.db") });
  await commitBlock(bounded, { bank: state });
  await commitBlock(whole, { bank: state });
  for (let height = 2; height <= 25; height++) {
    const block = changes(height);
    await bounded.latest().prefetch(block.map(([key]) => ({ store: "bank", key })));
    for (const [key] of block) expect(bounded.latest().get("bank", key)).not.toBeInstanceOf(Promise);
    expect(await commitBlock(bounded, { bank: block })).toBe(await commitBlock(whole, { bank: block }));
    expect(loadedOf(bounded.latest())).toBeLessThanOrEqual(cacheNodes);
    expect(bounded.cachedNodes).toBeLessThanOrEqual(cacheNodes);
  }
  expect(loadedOf(whole.latest())).toBeGreaterThan(KEYS);
  // Nodes that were replaced are not in memory any more, nor counted.
  expect(whole.cachedNodes).toBe(loadedOf(whole.latest()));
  expect(await contentsOf(bounded.latest(), "bank")).toEqual(await contentsOf(whole.latest(), "bank"));
  await bounded.close();
  await whole.close();
});

test("a cache that the last blocks fill keeps what they used, and lets go of the rest", async () => {
  // Fifty keys have some 250 nodes on their paths.
  const cacheNodes = 300;
  const store = await openTestStore({ file: join(folder, "a.db"), cacheNodes });
  await commitBlock(store, { bank: state });
  const keys = (first: number) => Array.from({ length: 50 }, (_, index) => keyOf(first + 7 * index));
  const use = async (height: number, first: number): Promise<void> => {
    await store.latest().prefetch(keys(first).map((key) => ({ store: "bank", key })));
    await commitBlock(store, { bank: writesOf(keys(first).map((key) => [key, `at ${height}`] as const)) });
  };
  const inMemory = (first: number): number => {
    const root = store.latest().roots.get("bank");
    return keys(first).filter((key) => isLoaded(root, key)).length;
  };
  await use(2, 2_000);
  expect(loadedOf(store.latest())).toBeGreaterThan(0.7 * cacheNodes);
  for (let height = 3; height < 8; height++) {
    const first = 300 * (height - 3);
    await use(height, first);
    expect(loadedOf(store.latest())).toBeLessThanOrEqual(cacheNodes);
    expect(inMemory(first)).toBe(50);
    expect(inMemory(2_000)).toBeLessThan(50);
  }
  await store.close();
});

test("prefetching, walking and reading while a commit empties the cache", async () => {
  const store = await openTestStore({ file: join(folder, "a.db"), cacheNodes: 10 });
  await commitBlock(store, { bank: state });
  const all = state.map(([key]) => ({ store: "bank", key }));
  for (let height = 2; height <= 12; height++) {
    const before = store.latest();
    const expected = Buffer.from((await before.get("bank", keyOf(7)))!).toString();
    await store.stage(BigInt(height), new Map([["bank", changes(height)]]));
    // Started before the commit, they go on in the middle of it and after it.
    const prefetches = [store.latest().prefetch(all.slice(0, 500)), store.latest().prefetch(all.slice(1_500, 2_000))];
    const walked = contentsOf(before, "bank");
    const committed = store.commit();
    prefetches.push(store.latest().prefetch(all.filter((_, index) => index % 9 === height % 9)));
    const read = before.get("bank", keyOf(7));
    await Promise.all([...prefetches, committed]);
    expect(Buffer.from((await read)!).toString()).toBe(expected);
    expect((await walked).map(([key]) => key)).toEqual(state.map(([key]) => key));
  }
  await store.close();
});

describe("a reader", () => {
  async function filled(): Promise<{ file: string; store: TreeStore }> {
    const file = join(folder, "read.db");
    const store = await openTestStore({ file });
    await commitBlock(store, { bank: state });
    return { file, store };
  }

  test("keeps a bounded number of nodes, though it holds one version and reads all of it", async () => {
    const { file, store } = await filled();
    const cacheNodes = 1_000;
    const reader = await openReader(file, { cacheNodes });
    const version = await reader.at(1n);
    let most = 0;
    for (const [index, [key, value]] of state.entries()) {
      expect(await version.get("bank", key)).toEqual(value);
      if (index % 50 === 0) most = Math.max(most, loadedOf(version));
    }
    expect(most).toBeGreaterThan(100);
    // One load may add a path before the next one finds the cache full.
    expect(most).toBeLessThan(cacheNodes + 50);
    await reader.close();
    await store.close();
  });

  test("answers walks, reads and proofs at once through a cache that is always full", async () => {
    const { file, store } = await filled();
    const reader = await openReader(file, { cacheNodes: 64 });
    const version = await reader.at(1n);
    const next = seeded(3);
    const walks = Array.from({ length: 4 }, () => contentsOf(version, "bank"));
    const reverse = (async () => {
      const keys: string[] = [];
      for await (const [key] of version.iterate("bank", { reverse: true, start: keyOf(100), end: keyOf(2_500) }))
        keys.push(key);
      return keys;
    })();
    const proofs = Array.from({ length: 60 }, async () => {
      const present = next(2) === 0;
      const key = present ? keyOf(next(KEYS)) : `${keyOf(next(KEYS))}x`;
      const [first] = await proveKey(reader.loader, version, "bank", key);
      const [expected] = await proveKey(loaderOf(store), store.latest(), "bank", key);
      expect(first.data).toEqual(expected.data);
      expect(CommitmentProof.decode(first.data).exist !== undefined).toBe(present);
    });
    const whole = await contentsOf(store.latest(), "bank");
    for (const walk of walks) expect(await walk).toEqual(whole);
    expect(await reverse).toEqual(
      whole
        .slice(100, 2_500)
        .map(([key]) => key)
        .reverse(),
    );
    await Promise.all(proofs);
    await reader.close();
    await store.close();
  });
});

const loaderOf = (store: TreeStore): NodeLoader => (store as unknown as { loader: NodeLoader }).loader;

describe("pruning", () => {
  const everyBlock = { keepRecent: 1n, interval: 1n };

  test("a version that is retained stays, with all after it, until it is released", async () => {
    const file = join(folder, "retain.db");
    const store = await openTestStore({ file, pruning: everyBlock });
    await commitBlock(store, { bank: state });
    for (let height = 2; height <= 4; height++) await commitBlock(store, { bank: changes(height) });
    const kept = await contentsOf(store.latest(), "bank");
    store.retain(4n);
    store.retain(4n);
    for (let height = 5; height <= 9; height++) await commitBlock(store, { bank: changes(height) });
    expect(store.earliestVersion).toBe(4n);
    store.release(4n);
    await commitBlock(store, { bank: changes(10) });
    expect(store.earliestVersion).toBe(4n);
    const reader = await openReader(file);
    expect(await contentsOf(await reader.at(4n), "bank")).toEqual(kept);
    store.release(4n);
    await commitBlock(store, { bank: changes(11) });
    expect(store.earliestVersion).toBe(11n);
    await reader.close();
    await expect(store.at(4n)).rejects.toThrow("version 4 is not kept");
    await store.close();
    const again = await openTestStore({ file });
    expect(again.earliestVersion).toBe(11n);
    await again.close();
  });

  test("a backlog is worked off in bounded pieces, in order, and an offline pruning goes to the end", async () => {
    const file = join(folder, "backlog.db");
    let store = await openTestStore({ file });
    await commitBlock(store, { bank: state });
    for (let height = 2; height <= 70; height++) await commitBlock(store, { bank: changes(height) });
    await store.close();
    store = await openTestStore({ file, pruning: everyBlock });
    const earliest: bigint[] = [];
    for (let height = 71; height <= 72; height++) {
      await commitBlock(store, { bank: changes(height) });
      earliest.push(store.earliestVersion);
    }
    expect(earliest).toEqual([21n, 41n]);
    const contents = await contentsOf(store.latest(), "bank");
    await store.close();
    expect(await pruneStore(file, everyBlock)).toEqual({ earliest: 72n, latest: 72n });
    store = await openTestStore({ file });
    expect(await contentsOf(store.latest(), "bank")).toEqual(contents);
    await store.close();
  });

  test("blocks that changed much are pruned one at a time", async () => {
    const file = join(folder, "large.db");
    const store = await openTestStore({ file });
    await commitBlock(store, { bank: state });
    for (let height = 2; height <= 6; height++) await commitBlock(store, { bank: changes(height) });
    const contents = await contentsOf(store.latest(), "bank");
    await store.close();
    const database = await Database.open(file);
    const lists = await database.all("SELECT length(orphans) AS bytes FROM versions WHERE version > 1");
    const most = Math.max(...lists.map((row) => row["bytes"] as number));
    // Two lists and a half are two versions' work; less than one is still one's, so that it comes to an end.
    expect(await pruneVersions(database, 1, 5, most * 2.5)).toBe(3);
    expect(await pruneVersions(database, 3, 5, 1)).toBe(4);
    expect(await pruneVersions(database, 4, 5)).toBe(6);
    await database.close();
    const pruned = await openTestStore({ file });
    expect(pruned.earliestVersion).toBe(6n);
    expect(await contentsOf(pruned.latest(), "bank")).toEqual(contents);
    await pruned.close();
  });
});

test("what is kept of a block's values is changed neither by who wrote them nor by who read them", async () => {
  const store = await openTestStore({ file: ":memory:" });
  try {
    const piece = new Uint8Array(8192).fill(7);
    await commitBlock(store, { bank: [["first", piece.subarray(0, 10)]] });
    await commitBlock(store, { bank: [["written", piece.subarray(0, 100)]] });
    piece.fill(0);
    for (const [key, length] of [
      ["first", 10],
      ["written", 100],
    ] as const) {
      for (let reader = 0; reader < 2; reader++) {
        const value = (await store.latest().get("bank", key))!;
        expect(Uint8Array.from(value)).toEqual(new Uint8Array(length).fill(7));
        value.fill(0);
      }
    }
  } finally {
    await store.close();
  }
});
