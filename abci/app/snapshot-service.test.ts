import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TreeStore } from "../store/multistore.js";
import { CHUNK_BYTES } from "../store/snapshots/format.js";
import { describeSnapshot, parseManifest, sha256Of } from "../store/snapshots/manifest.js";
import { commitBlock, hex, openTestStore, randomBlock } from "../store/testing/fixtures.js";
import type { Logger } from "./logger.js";
import { SnapshotService, type SnapshotServiceOptions } from "./snapshot-service.js";

// Jest runs in the project's root.
const workerEntry = resolve("abci/store/testing/snapshot-worker.cjs");

let folder: string;
let store: TreeStore;
let lines: string[];
const services: SnapshotService[] = [];

const log = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
  lines.push([message, ...Object.entries(fields ?? {}).map(([name, value]) => `${name}=${String(value)}`)].join(" "));
};
const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "echoin-service-"));
  lines = [];
  store = await openTestStore({ file: join(folder, "state.db"), pruning: { keepRecent: 1n, interval: 1n } });
});
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

function serve(options: Partial<SnapshotServiceOptions> = {}): SnapshotService {
  const service = new SnapshotService({
    store,
    file: join(folder, "state.db"),
    folder: join(folder, "snapshots"),
    workerEntry,
    interval: 5n,
    keepRecent: 2,
    logger,
    ...options,
  });
  services.push(service);
  return service;
}

async function blocks(service: SnapshotService, from: number, to: number): Promise<void> {
  for (let height = from; height <= to; height++) {
    await commitBlock(store, randomBlock(1, height));
    service.onCommit(BigInt(height));
  }
}

test("a snapshot is made in a thread while blocks and pruning go on; peers restore it through ABCI", async () => {
  const service = serve();
  await service.open();
  await blocks(service, 1, 5);
  const { hash } = store.lastCommit;
  // The worker is not even up while these are committed, and version 5 would be pruned.
  await blocks(service, 6, 9);
  expect(store.earliestVersion).toBe(5n);
  await service.idle();
  const { snapshots } = await service.list();
  expect(snapshots.map(({ height }) => height)).toEqual([5n]);
  await blocks(service, 10, 10);
  await service.idle();
  expect(store.earliestVersion).toBe(10n);

  const other = await openTestStore({ file: join(folder, "other.db") });
  const restoring = serve({ store: other, file: join(folder, "other.db"), folder: join(folder, "none") });
  const [snapshot] = snapshots;
  expect(await restoring.offer({ snapshot: undefined, appHash: hash })).toEqual({ result: 3 });
  expect(await restoring.offer({ snapshot: { ...snapshot!, format: 7 }, appHash: hash })).toEqual({ result: 4 });
  expect(await restoring.offer({ snapshot, appHash: new Uint8Array(32) })).toEqual({ result: 5 });
  expect((await restoring.applyChunk({ index: 0, chunk: new Uint8Array(1), sender: "a" })).response.result).toBe(4);
  expect(await restoring.offer({ snapshot, appHash: hash })).toEqual({ result: 1 });
  const bad = await restoring.applyChunk({ index: 0, chunk: new Uint8Array(1), sender: "liar" });
  expect(bad).toEqual({ response: { result: 3, refetchChunks: [0], rejectSenders: ["liar"] }, restored: false });
  const { chunk } = await service.loadChunk({ height: 5n, format: 1, chunk: 0 });
  const good = await restoring.applyChunk({ index: 0, chunk, sender: "honest" });
  expect(good).toEqual({ response: { result: 1, refetchChunks: [], rejectSenders: [] }, restored: true });
  expect(hex(other.lastCommit.hash)).toBe(hex(hash));
  expect((await service.loadChunk({ height: 5n, format: 1, chunk: 9 })).chunk).toHaveLength(0);
  await other.close();
});

test("a snapshot whose chunks are as it says and lead to another state is rejected with all who sent some of it", async () => {
  const service = serve({ interval: 1n });
  const value = new Uint8Array(CHUNK_BYTES / 2);
  await commitBlock(store, { bank: ["a", "b", "c"].map((key) => [key, value] as const) });
  service.onCommit(1n);
  await service.idle();
  const [snapshot] = (await service.list()).snapshots;
  const chunks: Uint8Array[] = [];
  for (let chunk = 0; chunk < snapshot!.chunks; chunk++) {
    chunks.push((await service.loadChunk({ height: 1n, format: 1, chunk })).chunk);
  }
  expect(chunks).toHaveLength(2);
  const first = Uint8Array.from(chunks[0]!);
  first[first.length - 1] = 1;
  const manifest = parseManifest(snapshot!.metadata);
  const lie = describeSnapshot({ ...manifest, chunkHashes: [sha256Of(first), sha256Of(chunks[1]!)] });

  const other = await openTestStore({ file: join(folder, "other.db") });
  const restoring = serve({ store: other, file: join(folder, "other.db"), folder: join(folder, "none") });
  const { hash } = store.lastCommit;
  const offer = { snapshot: lie, appHash: hash };
  const accepted = { response: { result: 1, refetchChunks: [], rejectSenders: [] }, restored: false };
  expect(await restoring.offer(offer)).toEqual({ result: 1 });
  expect(await restoring.applyChunk({ index: 0, chunk: first, sender: "liar" })).toEqual(accepted);
  const noise = await restoring.applyChunk({ index: 1, chunk: first, sender: "another" });
  expect(noise.response).toEqual({ result: 3, refetchChunks: [1], rejectSenders: ["another"] });
  expect(await restoring.applyChunk({ index: 1, chunk: chunks[1]!, sender: "accomplice" })).toEqual({
    response: { result: 5, refetchChunks: [], rejectSenders: ["liar", "accomplice"] },
    restored: false,
  });
  expect(other.lastCommit.version).toBe(0n);

  // Those of one snapshot are none of the next one's.
  expect(await restoring.offer({ snapshot, appHash: hash })).toEqual({ result: 1 });
  expect(await restoring.applyChunk({ index: 0, chunk: chunks[0]!, sender: "" })).toEqual(accepted);
  expect((await restoring.applyChunk({ index: 1, chunk: chunks[1]!, sender: "" })).restored).toBe(true);
  expect(hex(other.lastCommit.hash)).toBe(hex(hash));
  await other.close();
});

test("one at a time; old ones go; an interval of zero makes none", async () => {
  const service = serve({ interval: 1n, keepRecent: 1 });
  await blocks(service, 1, 3);
  await service.idle();
  expect((await service.list()).snapshots.map(({ height }) => height)).toEqual([1n]);
  expect(lines.filter((line) => line.includes("still being made"))).toHaveLength(2);
  await blocks(service, 4, 4);
  await service.idle();
  expect((await service.list()).snapshots.map(({ height }) => height)).toEqual([4n]);
  const none = serve({ interval: 0n });
  none.onCommit(5n);
  await none.idle();
  expect(readdirSync(join(folder, "snapshots"))).toEqual(["4"]);
});

test("a failure is logged, leaves no folder, and lets pruning and the next snapshot go on", async () => {
  const broken = serve({ workerEntry: join(folder, "missing.js"), interval: 1n });
  await blocks(broken, 1, 1);
  await broken.idle();
  expect(lines.join("\n")).toMatch(/no snapshot was made height=1 reason=.*missing\.js/);
  const elsewhere = serve({ file: join(folder, "no-such.db"), interval: 1n });
  await blocks(elsewhere, 2, 2);
  await elsewhere.idle();
  expect(lines.join("\n")).toMatch(/no snapshot was made height=2 reason=.*no-such\.db/);
  await blocks(serve({ interval: 0n }), 3, 4);
  expect(store.earliestVersion).toBe(4n);
});

test("closing gives up what is being made", async () => {
  const service = serve({ interval: 1n });
  await blocks(service, 1, 1);
  await service.close();
  expect(readdirSync(folder)).not.toContain("snapshots/.making-1-1");
  const left = readdirSync(folder).includes("snapshots") ? readdirSync(join(folder, "snapshots")) : [];
  expect(left.filter((name) => name.startsWith("."))).toEqual([]);
  service.onCommit(2n);
  await service.idle();
});
