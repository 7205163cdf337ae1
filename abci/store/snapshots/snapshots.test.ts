import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { SnapshotManifest } from "../../../proto/generated/echoin/store/v1/snapshot.js";
import { encodeMessage } from "../../../proto/writer.js";
import type { VersionImport } from "../import.js";
import { PRUNING } from "../pruning.js";
import type { TreeStore } from "../multistore.js";
import { commitBlock, contentsOf, hex, openTestStore, randomBlock, writesOf } from "../testing/fixtures.js";
import { dumpSnapshot, loadSnapshot } from "./archive.js";
import { makeSnapshot } from "./export.js";
import { CHUNK_BYTES, SnapshotParser } from "./format.js";
import { restoreLocal } from "./local.js";
import { describeSnapshot, parseManifest, type SnapshotInfo } from "./manifest.js";
import { chunkFile, SnapshotRegistry } from "./registry.js";
import { type ChunkResult, SnapshotRestorer } from "./restore.js";

/** Matches a reason that has these words. */
const saying = (words: string): string => expect.stringMatching(words) as string;

let folder: string;
const opened: TreeStore[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "echoin-snapshots-"))));
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close().catch(() => undefined);
  rmSync(folder, { recursive: true });
});

async function open(name: string, options: Partial<Parameters<typeof openTestStore>[0]> = {}): Promise<TreeStore> {
  const store = await openTestStore({ file: join(folder, name), ...options });
  opened.push(store);
  return store;
}

const snapshotOf = (store: TreeStore, name: string, into = "snapshots"): Promise<SnapshotInfo> =>
  makeSnapshot({ file: join(folder, name), version: store.lastCommit.version, folder: join(folder, into) });

function chunksOf(info: SnapshotInfo, into = "snapshots"): Buffer[] {
  const path = join(folder, into, String(info.height), "1");
  return Array.from({ length: info.chunks }, (_, index) => readFileSync(join(path, chunkFile(index))));
}

async function restorer(target: TreeStore, info: SnapshotInfo, appHash?: Uint8Array): Promise<SnapshotRestorer> {
  const offer = await SnapshotRestorer.offer(target, info, appHash ?? parseManifest(info.metadata).appHash);
  if (offer.kind !== "accepted") throw new Error(offer.reason);
  return offer.restorer;
}

async function applyAll(target: TreeStore, info: SnapshotInfo, chunks: readonly Buffer[]): Promise<ChunkResult> {
  const restore = await restorer(target, info);
  let result: ChunkResult = { kind: "accepted" };
  for (const [index, chunk] of chunks.entries()) result = await restore.applyChunk(index, chunk);
  return result;
}

/** A state of three chunks: long values that no two chunks share. */
async function threeChunks(name: string): Promise<TreeStore> {
  const store = await open(name);
  const value = (i: number): Buffer => Buffer.alloc(64 * 1024, `value ${i} `);
  await commitBlock(store, { bank: writesOf(Array.from({ length: 290 }, (_, i) => [`long${i}`, value(i)] as const)) });
  return store;
}

async function sameState(a: TreeStore, b: TreeStore): Promise<void> {
  expect(hex(a.lastCommit.hash)).toBe(hex(b.lastCommit.hash));
  expect(a.lastCommit.version).toBe(b.lastCommit.version);
  for (const store of b.storeNames) {
    expect(await contentsOf(a.latest(), store)).toEqual(await contentsOf(b.latest(), store));
  }
}

test("a restored store has the same state, proves and continues with the same hashes as the original", async () => {
  const origin = await open("origin.db");
  for (let height = 1; height <= 40; height++) await commitBlock(origin, randomBlock(1, height));
  const info = await snapshotOf(origin, "origin.db");
  expect(info.height).toBe(40n);
  const copy = await open("copy.db", { storeNames: ["other"], cacheNodes: 50 });
  expect(await applyAll(copy, info, chunksOf(info))).toEqual({ kind: "restored" });
  expect(copy.earliestVersion).toBe(40n);
  await sameState(copy, origin);
  for (let height = 41; height <= 80; height++) {
    const expected = await commitBlock(origin, randomBlock(1, height));
    expect(await commitBlock(copy, randomBlock(1, height))).toBe(expected);
  }
  await copy.close();
  await sameState(await open("copy.db"), origin);
});

test("the bytes do not depend on history: pruning, cache size, order of commits to disk, an earlier restore", async () => {
  const plain = await open("plain.db");
  const pruned = await open("pruned.db", { pruning: { keepRecent: 2n, interval: 1n }, cacheNodes: 8 });
  for (let height = 1; height <= 30; height++) {
    await commitBlock(plain, randomBlock(2, height));
    await commitBlock(pruned, randomBlock(2, height));
  }
  const first = await snapshotOf(plain, "plain.db", "a");
  const second = await snapshotOf(pruned, "pruned.db", "b");
  const third = await open("third.db");
  await applyAll(third, first, chunksOf(first, "a"));
  const again = await snapshotOf(third, "third.db", "c");
  for (const [info, into] of [
    [second, "b"],
    [again, "c"],
  ] as const) {
    expect(hex(info.hash)).toBe(hex(first.hash));
    expect(chunksOf(info, into)).toEqual(chunksOf(first, "a"));
  }
});

test("a golden snapshot: these bytes are the format", async () => {
  const store = await open("golden.db", { storeNames: ["bank", "upgrade"] });
  await commitBlock(store, { bank: writesOf([["a", "1"]]) });
  await commitBlock(store, { bank: writesOf([["b", "2"]]) });
  const info = await snapshotOf(store, "golden.db");
  const stream = chunksOf(info)[0]!.toString("hex");
  const text = (value: string): string => Buffer.from(value).toString("hex");
  expect(stream).toBe(
    `04${text("bank")}02` +
      `000101${text("a")}01${text("1")}` +
      `000201${text("b")}01${text("2")}` +
      `0102` +
      `07${text("upgrade")}00`,
  );
  expect(hex(info.hash)).toBe(createHash("sha256").update(info.metadata).digest("hex"));
});

test("damaged, foreign and swapped chunks are asked for again; the restore then goes on", async () => {
  const origin = await threeChunks("origin.db");
  const info = await snapshotOf(origin, "origin.db");
  const chunks = chunksOf(info);
  expect(chunks.map(({ length }) => length).slice(0, 2)).toEqual([CHUNK_BYTES, CHUNK_BYTES]);
  expect(chunks).toHaveLength(3);
  const target = await open("target.db");
  const restore = await restorer(target, info);
  const flipped = Buffer.from(chunks[0]!);
  flipped[12345]! ^= 1;
  const wrong = [flipped, chunks[1]!, chunks[0]!.subarray(0, 100), Buffer.alloc(0)];
  for (const chunk of wrong) expect(await restore.applyChunk(0, chunk)).toMatchObject({ kind: "refetch", index: 0 });
  expect(await restore.applyChunk(1, chunks[1]!)).toMatchObject({ kind: "restart" });
  expect(await restore.applyChunk(0, chunks[0]!)).toEqual({ kind: "accepted" });
  expect(await restore.applyChunk(0, chunks[0]!)).toEqual({ kind: "accepted" });
  expect(await restore.applyChunk(1, chunks[2]!)).toMatchObject({ kind: "refetch", index: 1 });
  expect(await restore.applyChunk(1, chunks[1]!)).toEqual({ kind: "accepted" });
  expect(target.lastCommit.version).toBe(0n);
  expect(await restore.applyChunk(2, chunks[2]!)).toEqual({ kind: "restored" });
  expect(await restore.applyChunk(3, chunks[2]!)).toMatchObject({ kind: "restart" });
  await sameState(target, origin);
});

test("half a restore is gone after a new opening, a commit, and another offer", async () => {
  const origin = await threeChunks("origin.db");
  const info = await snapshotOf(origin, "origin.db");
  const chunks = chunksOf(info);
  const pages = (store: TreeStore): Promise<number> =>
    (store as unknown as { database: { all(sql: string): Promise<{ n: number }[]> } }).database
      .all("SELECT count(*) AS n FROM pages")
      .then(([row]) => row!.n);

  let target = await open("target.db");
  const before = await commitBlock(target, { bank: writesOf([["kept", "1"]]) });
  const half = async (): Promise<void> => {
    const restore = await restorer(target, info);
    await restore.applyChunk(0, chunks[0]!);
    await restore.applyChunk(1, chunks[1]!);
    const { target: importing } = restore as unknown as { target: VersionImport };
    await importing.write([{ number: importing.firstPage + 999, data: Buffer.alloc(9) }]);
    expect(await pages(target)).toBeGreaterThan(1);
  };
  await half();
  await target.close();
  target = await open("target.db");
  expect(await pages(target)).toBe(1);
  expect(hex(target.lastCommit.hash)).toBe(before);
  await half();
  await commitBlock(target, { bank: writesOf([["kept", "2"]]) });
  expect(await pages(target)).toBe(2);
  await half();
  expect(await applyAll(target, info, chunks)).toEqual({ kind: "restored" });
  await sameState(target, origin);
});

describe("lies", () => {
  async function small(): Promise<{ info: SnapshotInfo; chunk: Buffer; target: TreeStore; origin: TreeStore }> {
    const origin = await open("origin.db");
    for (let height = 1; height <= 5; height++) await commitBlock(origin, randomBlock(3, height));
    const info = await snapshotOf(origin, "origin.db");
    return { info, chunk: chunksOf(info)[0]!, target: await open("target.db"), origin };
  }

  test("a manifest that does not fit the chain's app hash, or itself, is refused at the offer", async () => {
    const { info, target } = await small();
    const manifest = parseManifest(info.metadata);
    const offer = (changed: Partial<SnapshotManifest>, appHash = manifest.appHash): Promise<{ kind: string }> =>
      SnapshotRestorer.offer(target, describeSnapshot({ ...manifest, ...changed }), appHash);
    const other = new Uint8Array(32);
    expect(await offer({}, other)).toMatchObject({ kind: "rejected", reason: saying("the chain has") });
    expect(await offer({ appHash: other }, other)).toMatchObject({ reason: saying("does not follow") });
    expect(await offer({ chunkHashes: [] })).toMatchObject({ reason: saying("no chunks") });
    expect(await offer({ chunkHashes: [new Uint8Array(31)] })).toMatchObject({ kind: "rejected" });
    expect(await offer({ stores: [...manifest.stores].reverse() })).toMatchObject({
      reason: saying("order"),
    });
    expect(await offer({ stores: manifest.stores.map((s) => ({ ...s, leaves: 0n })) })).toMatchObject({
      kind: "rejected",
    });
    expect(await SnapshotRestorer.offer(target, { ...info, format: 9 }, manifest.appHash)).toMatchObject({
      kind: "unknownFormat",
    });
    const noise = { ...info, metadata: Buffer.from("garbage") };
    expect(await SnapshotRestorer.offer(target, noise, manifest.appHash)).toMatchObject({ kind: "rejected" });
    for (const wrong of [
      { ...info, height: 6n },
      { ...info, chunks: 2 },
    ]) {
      expect(await SnapshotRestorer.offer(target, wrong, manifest.appHash)).toMatchObject({ kind: "rejected" });
    }
    const trailing = { ...info, metadata: Buffer.concat([info.metadata, Buffer.from([0x28, 1])]) };
    trailing.hash = createHash("sha256").update(trailing.metadata).digest();
    expect(await SnapshotRestorer.offer(target, trailing, manifest.appHash)).toMatchObject({
      reason: saying("canonical"),
    });
  });

  test("chunks that hash as a lying manifest says but hold another state are rejected, whatever was changed", async () => {
    const { info, chunk, target, origin } = await small();
    const manifest = parseManifest(info.metadata);
    const before = await commitBlock(target, { bank: writesOf([["kept", "1"]]) });
    const tryWith = async (forged: Buffer): Promise<ChunkResult> => {
      const chunkHashes = [createHash("sha256").update(forged).digest()];
      return (await restorer(target, describeSnapshot({ ...manifest, chunkHashes }))).applyChunk(0, forged);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(chunk.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const forged = Buffer.from(chunk);
        forged[at]! ^= mask;
        expect(await tryWith(forged)).toMatchObject({ kind: "rejected" });
      }),
      { numRuns: 300 },
    );
    for (const forged of [
      chunk.subarray(0, chunk.length - 1),
      Buffer.concat([chunk, Buffer.from([0])]),
      Buffer.alloc(0),
    ]) {
      expect(await tryWith(forged)).toMatchObject({ kind: "rejected" });
    }
    expect(hex(target.lastCommit.hash)).toBe(before);
    expect(await applyAll(target, info, [chunk])).toEqual({ kind: "restored" });
    await sameState(target, origin);
  });

  test("lengths that promise more than there may be are refused before anything is held for them", () => {
    const parser = new SnapshotParser();
    const long = Buffer.concat([Buffer.from([1, 0x61, 1, 0, 1]), Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7f])]);
    expect(() => [...parser.take(long)]).toThrow("a key is too large");
    expect(() => [...new SnapshotParser().take(Buffer.from("ffffffffffffffffff01", "hex"))]).toThrow("too large");
  });
});

test("the registry lists, serves, keeps the newest, deletes; a damaged chunk is not served", async () => {
  const store = await open("origin.db");
  const registry = new SnapshotRegistry(join(folder, "snapshots"));
  expect(await registry.list()).toEqual([]);
  for (let height = 1; height <= 4; height++) {
    await commitBlock(store, randomBlock(4, height));
    await snapshotOf(store, "origin.db");
  }
  await snapshotOf(store, "origin.db");
  const heights = async (): Promise<bigint[]> => (await registry.list()).map(({ height }) => height);
  expect(await heights()).toEqual([4n, 3n, 2n, 1n]);
  expect(await registry.keepRecent(0)).toBe(0);
  expect(await registry.keepRecent(2)).toBe(2);
  expect(await heights()).toEqual([4n, 3n]);
  expect(readdirSync(join(folder, "snapshots")).sort()).toEqual(["3", "4"]);
  await expect(registry.delete(2n, 1)).rejects.toThrow("no snapshot of height 2");

  const path = join(folder, "snapshots", "4", "1", chunkFile(0));
  const chunk = readFileSync(path);
  expect(await registry.loadChunk(4n, 1, 0)).toEqual(chunk);
  expect(await registry.loadChunk(4n, 1, 1)).toBeUndefined();
  expect(await registry.loadChunk(9n, 1, 0)).toBeUndefined();
  writeFileSync(path, Buffer.concat([chunk, Buffer.from("x")]));
  expect(await registry.loadChunk(4n, 1, 0)).toBeUndefined();
  const target = await open("target.db");
  await expect(restoreLocal(registry, target, { height: 4n, format: 1 })).rejects.toThrow("missing or damaged");
  expect(target.lastCommit.version).toBe(0n);
  expect((await restoreLocal(registry, target, { height: 3n, format: 1 })).height).toBe(3n);
  expect(target.lastCommit.version).toBe(3n);
  writeFileSync(join(folder, "snapshots", "4", "1", "manifest"), "nonsense");
  expect(await heights()).toEqual([3n]);
});

test("an archive carries a snapshot to another folder, and any damage to it is found", async () => {
  const store = await open("origin.db");
  for (let height = 1; height <= 3; height++) await commitBlock(store, randomBlock(5, height));
  const info = await snapshotOf(store, "origin.db");
  const here = new SnapshotRegistry(join(folder, "snapshots"));
  const there = new SnapshotRegistry(join(folder, "elsewhere"));
  const file = join(folder, "archive");
  await dumpSnapshot(here, { height: 3n, format: 1, file });
  expect(await loadSnapshot(there, file)).toEqual(info);
  expect(await there.list()).toEqual([info]);
  expect(await there.loadChunk(3n, 1, 0)).toEqual(await here.loadChunk(3n, 1, 0));

  await there.delete(3n, 1);
  const bytes = readFileSync(file);
  const damaged = [bytes.subarray(0, bytes.length - 1), Buffer.from("?"), bytes.subarray(0, 40)];
  for (const at of [3, 30, 100, bytes.length - 50]) {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 0x40;
    damaged.push(copy);
  }
  for (const content of damaged) {
    writeFileSync(file, content);
    await expect(loadSnapshot(there, file)).rejects.toThrow();
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
  }
  await expect(dumpSnapshot(here, { height: 9n, format: 1, file })).rejects.toThrow("no snapshot of height 9");
});

test("a snapshot that is given up leaves nothing behind; so does one of a version that is not kept", async () => {
  const store = await open("origin.db");
  await commitBlock(store, randomBlock(6, 1));
  const options = { file: join(folder, "origin.db"), folder: join(folder, "snapshots") };
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(makeSnapshot({ ...options, version: 1n, signal })).rejects.toThrow("enough");
  await expect(makeSnapshot({ ...options, version: 2n })).rejects.toThrow("version 2 is not kept");
  expect(existsSync(options.folder) ? readdirSync(options.folder) : []).toEqual([]);
});

test("100,000 keys pass through in bounded memory: no more nodes at once than a batch", async () => {
  const store = await open("origin.db", { pruning: PRUNING.everything });
  const keys = Array.from({ length: 100_000 }, (_, i) => [`account/${i}`, `balance ${i}`] as const);
  await commitBlock(store, { bank: writesOf(keys) });
  let largest = 0;
  let last = 0;
  const info = await makeSnapshot({
    file: join(folder, "origin.db"),
    version: 1n,
    folder: join(folder, "snapshots"),
    onProgress: ({ nodes }) => {
      largest = Math.max(largest, nodes - last);
      last = nodes;
    },
  });
  expect(last).toBe(199_999);
  // A subtree of 4,096 leaves, and the nodes above it that it completes.
  expect(largest).toBeLessThanOrEqual(8191 + 20);
  const target = await open("target.db");
  const batches: number[] = [];
  const watched = {
    async beginImport() {
      const work = await target.beginImport();
      const write = work.write.bind(work);
      work.write = (pages) => {
        batches.push(pages.length);
        return write(pages);
      };
      return work;
    },
  };
  const offer = await SnapshotRestorer.offer(watched, info, store.lastCommit.hash);
  if (offer.kind !== "accepted") throw new Error(offer.reason);
  for (const [index, chunk] of chunksOf(info).entries()) await offer.restorer.applyChunk(index, chunk);
  expect(batches.length).toBeGreaterThan(20);
  expect(Math.max(...batches)).toBeLessThanOrEqual(256);
  expect(target.cachedNodes).toBe(0);
  expect(hex(target.lastCommit.hash)).toBe(hex(store.lastCommit.hash));
  expect(Buffer.from((await target.latest().get("bank", "account/77777"))!).toString()).toBe("balance 77777");
});

test("encodings agree with the generated codec", () => {
  const manifest = { height: 5n, appHash: new Uint8Array(32), chunkHashes: [new Uint8Array(32)], stores: [] };
  expect(hex(describeSnapshot(manifest).metadata)).toBe(hex(encodeMessage(SnapshotManifest, manifest)));
});
