import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "./database.js";
import { StoreWriteError } from "./errors.js";
import type { TreeStore } from "./multistore.js";
import type { StoreOptions } from "./open.js";
import { type Fault, faultyDatabase } from "./testing/faults.js";
import { commitBlock, contentsOf, hex, openTestStore, randomBlock } from "./testing/fixtures.js";

const SEED = 11;
const BASE_HEIGHT = 6;

/** What the chain looks like at each height. */
interface Expected {
  readonly hash: string;
  readonly bank: [string, string][];
}

let folder: string;
let base: string;
const expected: Expected[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "echoin-faults-"));
  base = join(folder, "base.db");
  const store = await openTestStore({ file: base });
  for (let height = 1; height <= BASE_HEIGHT; height++) await commitBlock(store, block(height));
  await store.close();
  const twin = await openTestStore({ file: ":memory:" });
  for (let height = 1; height <= BASE_HEIGHT + 3; height++) {
    const hash = await commitBlock(twin, block(height));
    expected[height] = { hash, bank: await contentsOf(twin.latest(), "bank") };
  }
  await twin.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const block = (height: number): ReturnType<typeof randomBlock> => randomBlock(SEED, height, 300);

async function fresh(name: string, options: Partial<StoreOptions> = {}): Promise<{ file: string; store: TreeStore }> {
  const file = join(folder, `${name}.db`);
  copyFileSync(base, file);
  return { file, store: await openTestStore({ file, ...options }) };
}

/** The state is whole at the height that it claims, and the chain goes on from there to the same hashes. */
async function checkFile(file: string): Promise<number> {
  const store = await openTestStore({ file });
  try {
    const height = Number(store.lastCommit.version);
    expect(hex(store.lastCommit.hash)).toBe(expected[height]!.hash);
    expect(await contentsOf(store.latest(), "bank")).toEqual(expected[height]!.bank);
    for (let next = height + 1; next <= BASE_HEIGHT + 3; next++) {
      expect(await commitBlock(store, block(next))).toBe(expected[next]!.hash);
    }
    expect(await contentsOf(store.latest(), "bank")).toEqual(expected.at(-1)!.bank);
    return height;
  } finally {
    await store.close();
  }
}

/** Commits the next block with a fault at each of its writes in turn, until one commit meets none. */
async function atEveryWrite(kind: Exclude<Fault, undefined>, options: Partial<StoreOptions> = {}): Promise<number[]> {
  const heights: number[] = [];
  for (let at = 0; ; at++) {
    let armed = false;
    let writes = 0;
    let fired = false;
    const wrap = (database: Database): Database =>
      faultyDatabase(database, () => {
        if (!armed || writes++ !== at) return undefined;
        fired = true;
        return kind;
      });
    const { file, store } = await fresh(`${kind}-${at}`, { ...options, wrap });
    armed = true;
    const error = await commitBlock(store, block(BASE_HEIGHT + 1)).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (fired) {
      expect(error).toBeInstanceOf(StoreWriteError);
      // A store that has failed does nothing more: what is on the disk is known only after it is opened again.
      await expect(store.commit()).rejects.toThrow(/failed|nothing is staged/);
      await expect(store.stage(BigInt(BASE_HEIGHT + 1), new Map())).rejects.toThrow("failed");
    }
    await store.close();
    heights.push(await checkFile(file));
    if (!fired) {
      expect(error).toBeUndefined();
      return heights;
    }
  }
}

const PRUNING_EACH_BLOCK = { keepRecent: 2n, interval: 1n };

test.each(["crash", "abandon"] as const)(
  "%s at any write of a commit leaves the old version or the new one",
  async (kind) => {
    const heights = await atEveryWrite(kind);
    expect(heights.length).toBeGreaterThan(4);
    expect(heights.at(-1)).toBe(BASE_HEIGHT + 1);
    // Every fault came before the transaction's end.
    expect(new Set(heights.slice(0, -1))).toEqual(new Set([BASE_HEIGHT]));
  },
);

test.each(["crash", "abandon"] as const)(
  "%s at any write, those of pruning too, loses no kept version",
  async (kind) => {
    const heights = await atEveryWrite(kind, { pruning: PRUNING_EACH_BLOCK });
    expect(heights).toContain(BASE_HEIGHT);
    expect(heights.filter((height) => height === BASE_HEIGHT + 1).length).toBeGreaterThan(2);
  },
);

test("a disk that is full, at any page, fails the commit by name, and a restart with room goes on", async () => {
  let failures = 0;
  for (let room = 0; ; room++) {
    let database: Database | undefined;
    const { file, store } = await fresh(`full-${room}`, { wrap: (opened) => (database = opened) });
    const { page_count: pages } = (await database!.get("PRAGMA page_count"))!;
    await database!.get(`PRAGMA max_page_count = ${(pages as number) + room}`);
    let height = BASE_HEIGHT;
    let error: Error | undefined;
    while (error === undefined && height < BASE_HEIGHT + 3) {
      error = await commitBlock(store, block(height + 1)).then(
        () => void height++,
        (reason: unknown) => reason as Error,
      );
    }
    await store.close();
    expect(await checkFile(file)).toBe(height);
    if (error === undefined) break;
    failures++;
    expect(error).toBeInstanceOf(StoreWriteError);
    expect(error.message).toContain(file);
    expect(error.message).toContain("Make room on the disk");
  }
  expect(failures).toBeGreaterThan(0);
});
