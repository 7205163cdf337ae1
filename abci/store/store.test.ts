import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommitmentProof } from "cosmjs-types/cosmos/ics23/v1/proofs";
import { ics23, iavlSpec, tendermintSpec, verifyExistence, verifyNonExistence } from "@confio/ics23";
import fc from "fast-check";
import { keyFromBytes } from "./bytes.js";
import { openMultiStore, pruneStore, rollback, type StoreOptions } from "./open.js";
import { Page } from "./pages.js";
import { proveKey } from "./proofs.js";
import { openReader } from "./reader.js";
import type { TreeStore } from "./multistore.js";
import type { KeyRange, StoreWrites, VersionReader } from "./types.js";

const text = (value: string): Uint8Array => Buffer.from(value);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

async function withStore<T>(work: (store: TreeStore) => Promise<T>, options: Partial<StoreOptions> = {}): Promise<T> {
  const store = await openMultiStore({
    file: ":memory:",
    storeNames: ["bank", "ibc", "upgrade"],
    synchronous: "OFF",
    ...options,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "echoin-store-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const writes = (entries: Record<string, string | undefined>): StoreWrites =>
  Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, value === undefined ? undefined : text(value)]);

async function commit(store: TreeStore, changes: Record<string, StoreWrites>): Promise<string> {
  await store.stage(store.lastCommit.version + 1n, new Map(Object.entries(changes)));
  return hex((await store.commit()).hash);
}

const rootHash = (store: TreeStore, name: string): string =>
  Buffer.from((store.latest() as unknown as { root(n: string): { hash: string } }).root(name).hash, "latin1").toString(
    "hex",
  );

describe("golden values of Go iavl 1.2.2 and store 1.1.2", () => {
  test("tree roots", () =>
    withStore(async (store) => {
      await commit(store, { bank: writes({ a: "1" }) });
      expect(rootHash(store, "bank")).toBe("bbe33cd0a785b97b9fb1f964aa71159dacd9e0ade84df7403dc0f9dc24818404");
      await commit(store, { bank: writes({ b: "2", c: "3" }) });
      expect(rootHash(store, "bank")).toBe("5d0e350a87236cdc64c781e16e8c506927cbf73147ba66cbc1efb8e26716921f");
      await commit(store, { bank: writes({ a: undefined }) });
      expect(rootHash(store, "bank")).toBe("5e73ac20f963df51f19d3cd07fe7e10cb7665e91ed09ca2249c3834aef3cd576");
      await commit(store, {});
      expect(rootHash(store, "bank")).toBe("5e73ac20f963df51f19d3cd07fe7e10cb7665e91ed09ca2249c3834aef3cd576");
    }));

  test("app hash over several stores", () =>
    withStore(async (store) => {
      // `ibc` reaches its root in two versions, so `bank` is written in the same way in the first alone.
      const first = await commit(store, { bank: writes({ a: "1" }), ibc: writes({ a: "1" }) });
      expect(first).toHaveLength(64);
      expect(await commit(store, { ibc: writes({ b: "2", c: "3" }) })).toBe(
        "3145a6dc2ecf32130421eea1d21c7e6c062f0005968baf77dd224faca4189f96",
      );
    }));
});

/** A block: for each key a value, or nothing to remove it. */
const blocks = fc.array(
  fc.dictionary(fc.stringMatching(/^[a-f]{1,3}$/), fc.option(fc.string({ maxLength: 8 }), { nil: undefined }), {
    maxKeys: 30,
  }),
  { minLength: 1, maxLength: 12 },
);

test("reads, ranges and old versions agree with a naive model, with a cache far too small", () =>
  fc.assert(
    fc.asyncProperty(blocks, (sequence) =>
      withStore(
        async (store) => {
          const model = [new Map<string, string>()];
          for (const block of sequence) {
            const next = new Map(model.at(-1));
            for (const [key, value] of Object.entries(block)) {
              if (value === undefined) next.delete(key);
              else next.set(key, value);
            }
            model.push(next);
            await commit(store, { bank: writes(block) });
          }
          for (const [version, expected] of model.entries()) {
            if (version === 0) continue;
            const reader = await store.at(BigInt(version));
            const sorted = [...expected].sort(([a], [b]) => (a < b ? -1 : 1));
            const range = { start: "b", end: "e" };
            const within = sorted.filter(([key]) => key >= "b" && key < "e");
            expect(await collect(reader.iterate("bank", {}))).toEqual(sorted);
            expect(await collect(reader.iterate("bank", range))).toEqual(within);
            expect(await collect(reader.iterate("bank", { ...range, reverse: true }))).toEqual(within.reverse());
            for (const span of [{}, range, { start: "cc" }, { end: "d" }, { start: "e", end: "b" }])
              for (const reverse of [false, true]) await expectCounts(reader, { ...span, reverse }, sorted);
            for (const key of ["a", "bcd", "ff"]) {
              const value = await reader.get("bank", key);
              expect(value && Buffer.from(value).toString()).toBe(expected.get(key));
            }
          }
        },
        { cacheNodes: 4 },
      ),
    ),
    { numRuns: 40 },
  ));

/** A range's count, and which key is at each place, are those of the sorted entries. */
async function expectCounts({ counts }: VersionReader, range: KeyRange, sorted: readonly [string, string][]) {
  const { start = "", end = "~", reverse } = range;
  const keys = sorted.map(([key]) => key).filter((key) => key >= start && key < end);
  if (reverse === true) keys.reverse();
  expect(await counts.count("bank", range)).toBe(keys.length);
  const found: (string | undefined)[] = [];
  for (let index = 0; index <= keys.length; index++) found.push(await counts.keyAt("bank", range, index));
  expect(found).toEqual([...keys, undefined]);
}

async function collect(entries: AsyncIterable<readonly [string, Uint8Array]>): Promise<[string, string][]> {
  const result: [string, string][] = [];
  for await (const [key, value] of entries) result.push([key, Buffer.from(value).toString()]);
  return result;
}

test("staging again starts from the last commit", () =>
  withStore(async (store) => {
    await commit(store, { bank: writes({ a: "1" }) });
    const once = hex(await store.stage(2n, new Map([["bank", writes({ b: "2" })]])));
    await store.stage(2n, new Map([["bank", writes({ c: "3", a: undefined })]]));
    expect(hex(await store.stage(2n, new Map([["bank", writes({ b: "2" })]])))).toBe(once);
    await store.commit();
    expect(await store.latest().get("bank", "c")).toBeUndefined();
    await expect(store.stage(9n, new Map())).rejects.toThrow("does not follow");
  }));

test("existence and absence are proved against the app hash", () =>
  withStore(async (store) => {
    const entries = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index * 2}`, `value${index}`]));
    await commit(store, { bank: writes(entries), ibc: writes({ x: "y" }) });
    await commit(store, { bank: writes({ key4: "other" }) });
    const reader = store.latest();
    const loader = (store as unknown as { loader: Parameters<typeof proveKey>[0] }).loader;
    for (const key of ["key0", "key4", "key98", "key5", "a", "zzz"]) {
      const [iavl, simple] = await proveKey(loader, reader, "bank", key);
      const tree = ics23.CommitmentProof.decode(iavl.data);
      const top = ics23.CommitmentProof.decode(simple.data);
      const root = Buffer.from(reader.root("bank")!.hash, "latin1");
      const value = await reader.get("bank", key);
      if (value === undefined) verifyNonExistence(tree.nonexist as ics23.NonExistenceProof, iavlSpec, root, text(key));
      else verifyExistence(tree.exist as ics23.ExistenceProof, iavlSpec, root, text(key), value);
      verifyExistence(top.exist as ics23.ExistenceProof, tendermintSpec, store.lastCommit.hash, text("bank"), root);
      expect(CommitmentProof.decode(iavl.data).exist !== undefined).toBe(value !== undefined);
    }
    await expect(proveKey(loader, reader, "upgrade", "a")).rejects.toThrow("no keys");
  }));

test("a reopened file has the same state; a reader on another connection sees each commit", async () => {
  const file = join(folder, "application.db");
  const options = { file, storeNames: ["bank"], synchronous: "OFF" } as const;
  const store = await openMultiStore(options);
  const first = await commit(store, { bank: writes({ a: "1", b: "2" }) });
  const reader = await openReader(file);
  expect(await reader.latestVersion()).toBe(1n);
  const second = await commit(store, { bank: writes({ a: "9", [keyFromBytes(Uint8Array.of(0xff, 0))]: "x" }) });
  expect(await (await reader.at(2n)).get("bank", "a")).toEqual(text("9"));
  expect(await (await reader.at(1n)).get("bank", "a")).toEqual(text("1"));
  await reader.close();
  await store.close();

  const again = await openMultiStore(options);
  expect(hex(again.lastCommit.hash)).toBe(second);
  expect(await again.latest().get("bank", "b")).toEqual(text("2"));
  await again.close();
  await rollback(file, 1n);
  const back = await openMultiStore(options);
  expect(hex(back.lastCommit.hash)).toBe(first);
  expect(await commit(back, { bank: writes({ a: "9", [keyFromBytes(Uint8Array.of(0xff, 0))]: "x" }) })).toBe(second);
  await back.close();
  await expect(rollback(file, 7n)).rejects.toThrow("version 7 is not kept");
});

test("pruning keeps the last versions whole and drops the nodes of the others", () =>
  withStore(
    async (store) => {
      for (let height = 1; height <= 60; height++) {
        const changed = Object.fromEntries([0, 1, 2].map((i) => [`k${(height * 7 + i * 13) % 40}`, `${height}`]));
        await commit(store, {
          bank: writes(height % 5 === 0 ? { ...changed, [`k${height % 40}`]: undefined } : changed),
        });
      }
      expect(store.earliestVersion).toBe(58n);
      for (const version of [58n, 59n, 60n]) await collect((await store.at(version)).iterate("bank", {}));
      await expect(store.at(57n)).rejects.toThrow("versions 58 to 60 are");
      const live = await collect(store.latest().iterate("bank", {}));
      expect(live.length).toBeGreaterThan(20);
      // What is left is little more than one tree: 2n − 1 nodes, and a few of the two versions before.
      const { nodes } = await countNodes(store);
      expect(nodes).toBeLessThan(live.length * 2 + 40);
    },
    { pruning: { keepRecent: 3n, interval: 1n } },
  ));

async function countNodes(store: TreeStore): Promise<{ nodes: number }> {
  const { database } = store as unknown as { database: { all(sql: string): Promise<{ data: Buffer }[]> } };
  const rows = await database.all("SELECT data FROM pages");
  return { nodes: rows.reduce((sum, row) => sum + new Page(1, row.data).size, 0) };
}

describe("the tree of a store that an upgrade deleted", () => {
  const KEYS = 3_000;
  const many = writes(Object.fromEntries(Array.from({ length: KEYS }, (_, i) => [`k${i}`, `${i}`])));
  const options = (): StoreOptions => ({
    file: join(folder, "state.db"),
    storeNames: ["bank", "ibc"],
    synchronous: "OFF",
    pruning: { keepRecent: 3n, interval: 1n },
  });

  /** Version 4 is the first without the store, whose tree three versions made. */
  async function upgraded(): Promise<TreeStore> {
    const store = await openMultiStore(options());
    for (const value of ["1", "2"]) await commit(store, { bank: writes({ a: value, b: "0" }), ibc: many });
    await commit(store, { ibc: writes({ k7: "changed", k8: undefined }) });
    store.applyUpgrades({ added: [], deleted: ["ibc"] });
    await commit(store, { bank: writes({ a: "4" }) });
    return store;
  }

  test("stays for the versions that have it, and goes after them, some nodes a commit, over restarts", async () => {
    let store = await upgraded();
    await commit(store, {});
    expect(await collect((await store.at(3n)).iterate("ibc", {}))).toHaveLength(KEYS - 1);
    // A tree has one node less than twice its leaves.
    const sizes = [(await countNodes(store)).nodes];
    expect(sizes[0]).toBeGreaterThan(2 * (KEYS - 1));
    for (let height = 6; height < 14; height++) {
      await store.close();
      store = await openMultiStore(options());
      await commit(store, {});
      sizes.push((await countNodes(store)).nodes);
    }
    // With version 6, 3 is not kept any more.
    expect(sizes[0]! - sizes[1]!).toBeGreaterThanOrEqual(2_000);
    expect(sizes[1]! - sizes[2]!).toBeLessThan(2_600);
    expect(sizes.at(-1)).toBe(3);
    expect(await collect(store.latest().iterate("bank", {}))).toHaveLength(2);
    await store.close();
  });

  test("goes when a stopped node is pruned, too", async () => {
    let store = await upgraded();
    for (let height = 5; height < 8; height++) await commit(store, {});
    await store.close();
    await pruneStore(options().file, { keepRecent: 2n, interval: 1n });
    store = await openMultiStore(options());
    expect((await countNodes(store)).nodes).toBe(3);
    await store.close();
  });

  test("is back after a rollback, and the upgrade can be made again", async () => {
    let store = await upgraded();
    const { hash } = store.lastCommit;
    await store.close();
    await rollback(options().file, 3n);
    store = await openMultiStore(options());
    expect(await collect(store.latest().iterate("ibc", {}))).toHaveLength(KEYS - 1);
    store.applyUpgrades({ added: [], deleted: ["ibc"] });
    expect(await commit(store, { bank: writes({ a: "4" }) })).toBe(hex(hash));
    for (let height = 5; height < 14; height++) await commit(store, {});
    expect((await countNodes(store)).nodes).toBe(3);
    await store.close();
  });

  test("is left alone when its row is not the one that was written", async () => {
    const store = await upgraded();
    const { database } = store as unknown as { database: { run(sql: string): Promise<void> } };
    await database.run("UPDATE dropped SET id = id + 1");
    await commit(store, {});
    await expect(commit(store, {})).rejects.toThrow("dropped tree");
    await store.close();
  });
});
