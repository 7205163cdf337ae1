import { readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMultiStore, type StoreOptions } from "../abci/store/open.js";
import type { TreeStore } from "../abci/store/multistore.js";
import { PRUNING } from "../abci/store/pruning.js";
import { makeSnapshot } from "../abci/store/snapshots/export.js";
import type { Key, StoreKey, StoreWrites } from "../abci/store/types.js";

/*
 * What the store costs a bank send, without anything around it:
 *
 *     node --expose-gc dist/bench/store.js [accounts] [blocks] [sends a block] [options]
 *
 * Options, joined by commas: `keep` goes on with the file of the last run, `prune` keeps two versions, `snapshot` makes
 * one at the end. Each account has four keys in two stores, each send writes four. Prints µs a send: wall clock, CPU of
 * all threads, and CPU of the main thread; the first three blocks after opening, then the median of the others.
 */

const accounts = Number(process.argv[2] ?? 20_000);
const blocks = Number(process.argv[3] ?? 12);
const sends = Number(process.argv[4] ?? 5_000);
const settings = (process.argv[5] ?? "").split(",");

const denom = "aec";

/** An address that no order of creation shows in: 20 bytes mixed from the index. */
function address(index: number): string {
  const bytes = Buffer.alloc(20);
  let state = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  for (let at = 0; at < 20; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) >>> 0;
    state = (state ^ (state >>> 13) ^ index) >>> 0;
    bytes.writeUInt32BE(state, at);
  }
  return bytes.toString("latin1");
}

const accountKey = (index: number): Key => `\x01${address(index)}`;
const numberKey = (index: number): Key => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(index));
  return `accountNumber${bytes.toString("latin1")}`;
};
const balanceKey = (index: number): Key => `\x02\x14${address(index)}${denom}`;
const holderKey = (index: number): Key => `\x03${denom}\0\x14${address(index)}`;
const accountValue = (index: number, sequence: number): Uint8Array =>
  Buffer.from(
    `/cosmos.auth.v1beta1.BaseAccount|echo1${address(index).slice(0, 18)}|a public key of 33 bytes......|${sequence}`,
    "latin1",
  );
const amount = (value: number): Uint8Array => Buffer.from(`${value}000000000000000000`, "latin1");
const nothing = Buffer.from([0]);

class Meter {
  private readonly cpu = process.cpuUsage();
  private readonly main = mainThreadNanos();
  private readonly start = performance.now();

  /** Microseconds for each of `count`. */
  per(count: number): { wall: number; cpu: number; main: number } {
    const { user, system } = process.cpuUsage(this.cpu);
    return {
      wall: ((performance.now() - this.start) * 1000) / count,
      cpu: (user + system) / count,
      main: (mainThreadNanos() - this.main) / 1000 / count,
    };
  }
}

/** CPU time of the main thread, which Node tells of no sooner than version 24. */
function mainThreadNanos(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]);
  } catch {
    return 0;
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

async function fill(store: TreeStore): Promise<void> {
  const acc: [Key, Uint8Array][] = [];
  const bank: [Key, Uint8Array][] = [];
  for (let index = 0; index < accounts; index++) {
    acc.push([accountKey(index), accountValue(index, 0)], [numberKey(index), Buffer.from(address(index), "latin1")]);
    bank.push([balanceKey(index), amount(1000)], [holderKey(index), nothing]);
  }
  await store.stage(
    1n,
    new Map([
      ["acc", sorted(acc)],
      ["bank", sorted(bank)],
    ]),
  );
  await store.commit();
}

const sorted = <T>(entries: [Key, T][]): [Key, T][] => entries.sort(([a], [b]) => (a < b ? -1 : 1));

interface Block {
  readonly keys: StoreKey[];
  readonly writes: Map<string, StoreWrites>;
}

let sender = 0;
let random = 1;

/** Senders in turn, to receivers anywhere. */
function block(): Block {
  const acc = new Map<Key, Uint8Array>();
  const bank = new Map<Key, Uint8Array>();
  const keys: StoreKey[] = [];
  for (let index = 0; index < sends; index++) {
    const from = (sender = (sender + 7919) % accounts);
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const to = random % accounts;
    acc.set(accountKey(from), accountValue(from, random % 1000));
    bank.set(balanceKey(from), amount(random % 999));
    bank.set(balanceKey(to), amount(random % 777));
    bank.set(holderKey(to), nothing);
    keys.push({ store: "acc", key: accountKey(from) }, { store: "bank", key: balanceKey(from) });
    keys.push({ store: "bank", key: balanceKey(to) }, { store: "bank", key: holderKey(to) });
  }
  return {
    keys,
    writes: new Map([
      ["acc", sorted([...acc])],
      ["bank", sorted([...bank])],
    ]),
  };
}

type Figures = Record<string, { wall: number; cpu: number; main: number }>;

async function run(store: TreeStore, { keys, writes }: Block): Promise<Figures> {
  const total = new Meter();
  const prefetch = new Meter();
  await store.latest().prefetch(keys);
  const prefetched = prefetch.per(sends);
  const read = new Meter();
  const latest = store.latest();
  for (const { store: name, key } of keys) {
    const value = latest.get(name, key);
    if (value instanceof Promise) await value;
  }
  const reading = read.per(sends);
  const stage = new Meter();
  await store.stage(store.lastCommit.version + 1n, writes);
  const staged = stage.per(sends);
  const commit = new Meter();
  await store.commit();
  return { prefetch: prefetched, read: reading, stage: staged, commit: commit.per(sends), total: total.per(sends) };
}

function print(name: string, runs: readonly Figures[]): void {
  for (const step of Object.keys(runs[0] ?? {})) {
    const median = (part: "wall" | "cpu" | "main"): string => {
      const values = runs.map((figures) => (figures[step] as Figures[string])[part]).sort((a, b) => a - b);
      return (values[values.length >> 1] as number).toFixed(1).padStart(7);
    };
    console.log(
      `${name.padEnd(6)} ${step.padEnd(9)} wall ${median("wall")}  cpu ${median("cpu")}  main ${median("main")} µs/send`,
    );
  }
}

function memory(what: string): void {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  console.log(
    `${what}: rss ${megabytes(rss)} MB, heap ${megabytes(heapUsed)} of ${megabytes(heapTotal)}, external ${megabytes(external)}, buffers ${megabytes(arrayBuffers)}`,
  );
}

async function main(): Promise<void> {
  const file = join(tmpdir(), `echoin-store-bench-${accounts}.db`);
  const options: StoreOptions = {
    file,
    storeNames: ["acc", "bank"],
    pruning: settings.includes("prune") ? { keepRecent: 2n, interval: 1n } : PRUNING.default,
  };
  if (!settings.includes("keep")) for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  let store = await openMultiStore(options);
  const filling = new Meter();
  if (store.lastCommit.version === 0n) {
    await fill(store);
    console.log(
      `${accounts} accounts in ${Math.round(filling.per(1000).wall)} ms, file ${megabytes(statSync(file).size)} MB`,
    );
  }
  await store.close();
  const opening = new Meter();
  store = await openMultiStore(options);
  console.log(`opened in ${Math.round(opening.per(1000).wall)} ms at version ${store.lastCommit.version}`);
  const before = statSync(file).size;
  const first: Figures[] = [];
  const steady: Figures[] = [];
  for (let at = 0; at < blocks; at++) (at < 3 ? first : steady).push(await run(store, block()));
  print("first", first);
  print("steady", steady);
  memory(`after ${blocks} blocks, ${store.cachedNodes} nodes cached`);
  if (settings.includes("snapshot")) {
    const folder = join(tmpdir(), "echoin-store-bench-snapshots");
    const making = new Meter();
    const info = await makeSnapshot({ file, version: store.lastCommit.version, folder });
    console.log(
      `snapshot of ${info.chunks} chunks in ${Math.round(making.per(1000).wall)} ms, cpu ${Math.round(making.per(1000).cpu)} ms`,
    );
    rmSync(folder, { recursive: true });
  }
  const { size } = statSync(file);
  const bytes = blocks > 0 ? Math.round((size - before) / blocks / sends) : 0;
  const hash = Buffer.from(store.lastCommit.hash).toString("hex");
  console.log(`file ${megabytes(size)} MB, ${bytes} bytes more for each send; app hash ${hash.slice(0, 16)}`);
  await store.close();
}

void main();
