import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "./database.js";
import { CorruptStoreError, StoreOpenError } from "./errors.js";
import { pruneStore, rollback } from "./open.js";
import { PRUNING } from "./pruning.js";
import { openReader } from "./reader.js";
import { commitBlock, contentsOf, hex, openTestStore, randomBlock, seeded } from "./testing/fixtures.js";

const HEIGHTS = 8;
const SEED = 5;

let folder: string;
let base: string;
/** The hash and the contents at each height. */
const truth: { readonly hash: string; readonly bank: [string, string][]; readonly acc: [string, string][] }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "echoin-corruption-"));
  base = join(folder, "base.db");
  const store = await openTestStore({ file: base });
  for (let height = 1; height <= HEIGHTS; height++) {
    const hash = await commitBlock(store, randomBlock(SEED, height, 200));
    const latest = store.latest();
    truth[height] = { hash, bank: await contentsOf(latest, "bank"), acc: await contentsOf(latest, "acc") };
    // What a power failure finds before the last checkpoint: the file, and a write-ahead log of the later versions.
    if (height === HEIGHTS) for (const end of ["", "-wal"]) copyFileSync(base + end, join(folder, `live.db${end}`));
  }
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of a store's file, with one change to its bytes. */
function damaged(name: string, change: (bytes: Buffer) => Buffer, from = base): string {
  const file = join(folder, name);
  for (const end of ["-wal", "-shm", ".lock"]) rmSync(file + end, { force: true });
  writeFileSync(file, change(readFileSync(from)));
  return file;
}

function flip(at: number, bit: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes[at] = (bytes[at] as number) ^ (1 << bit);
    return bytes;
  };
}

/** Opens the file and reads every key of its last version. @returns that version, when all of it is true */
async function readAll(file: string): Promise<number> {
  const store = await openTestStore({ file });
  try {
    const height = Number(store.lastCommit.version);
    const latest = store.latest();
    const [bank, acc] = [await contentsOf(latest, "bank"), await contentsOf(latest, "acc")];
    expect({ hash: hex(store.lastCommit.hash), bank, acc }).toEqual(truth[height]);
    return height;
  } finally {
    await store.close();
  }
}

/** Either all that is read is true, or the error names the file. @returns whether the damage was noticed */
async function isNoticed(file: string): Promise<boolean> {
  try {
    await (await openReader(file)).close();
    expect(await readAll(file)).toBe(HEIGHTS);
    return false;
  } catch (error) {
    if (!(error instanceof CorruptStoreError) && !(error instanceof StoreOpenError)) throw error;
    expect(error.message).toContain(file);
    return true;
  }
}

test("a bit that flips anywhere in the file is noticed, or changes nothing that is read", async () => {
  const next = seeded(1);
  const size = readFileSync(base).length;
  let noticed = 0;
  for (let run = 0; run < 150; run++) {
    if (await isNoticed(damaged("flipped.db", flip(next(size), next(8))))) noticed++;
  }
  expect(noticed).toBeGreaterThan(20);
});

test("a file that lost its end is noticed, or changes nothing that is read", async () => {
  const size = readFileSync(base).length;
  let noticed = 0;
  for (let run = 0; run < 40; run++) {
    const length = Math.floor((size * run) / 40);
    // A file of no bytes is a new one: SQLite cannot tell.
    if (length > 0 && (await isNoticed(damaged("short.db", (bytes) => bytes.subarray(0, length))))) noticed++;
  }
  expect(noticed).toBeGreaterThan(30);
});

test("a write-ahead log that is torn or damaged gives an earlier version, whole", async () => {
  const log = readFileSync(join(folder, "live.db-wal"));
  const next = seeded(2);
  const heights = new Set<number>();
  for (let run = 0; run <= 60; run++) {
    const file = damaged("torn.db", (bytes) => bytes, join(folder, "live.db"));
    const bytes = Buffer.from(log);
    const cut = Math.floor((log.length * run) / 60);
    if (run % 2 === 0) writeFileSync(`${file}-wal`, bytes.subarray(0, cut));
    else writeFileSync(`${file}-wal`, flip(next(bytes.length), next(8))(bytes));
    // Before the first commit there is nothing to compare.
    const store = await openTestStore({ file });
    const { version } = store.lastCommit;
    await store.close();
    if (version > 0n) heights.add(await readAll(file));
  }
  expect(heights.size).toBeGreaterThan(4);
  expect(heights).toContain(HEIGHTS);
});

test("a damaged page is named, with the file and the way out", async () => {
  const file = damaged("page.db", (bytes) => bytes);
  const database = await Database.open(file);
  const pages = await database.all("SELECT id, data FROM pages");
  const { id, data } = pages.at(-1) as unknown as { id: number; data: Buffer };
  await database.run("UPDATE pages SET data = ? WHERE id = ?", [flip(data.length >> 1, 3)(Buffer.from(data)), id]);
  await database.close();
  const error = await readAll(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CorruptStoreError);
  expect((error as Error).message).toContain(`${file}: page ${id} does not match its checksum`);
  expect((error as Error).message).toMatch(/state sync|snapshot/);
});

describe("a file that is not this program's", () => {
  const refused = async (file: string, words: string | RegExp): Promise<void> => {
    const before = readFileSync(file);
    const error = await openTestStore({ file }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreOpenError);
    expect((error as Error).message).toContain(file);
    expect((error as Error).message).toMatch(words);
    expect(await openReader(file).catch((reason: unknown) => reason)).toEqual(error);
    // It is somebody else's: nothing in it was touched.
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}-wal`)).toBe(false);
  };

  test("another program's database", async () => {
    const file = join(folder, "foreign.db");
    const database = await Database.open(file);
    await database.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
    await database.close();
    await refused(file, "another program");
  });

  test("no database", async () => {
    const file = join(folder, "letter.txt");
    writeFileSync(
      file,
      "Dear operator, this is not a database, and longer than a header of one hundred bytes.".repeat(9),
    );
    await refused(file, "no database");
  });

  test("another version's schema", async () => {
    const file = damaged("newer.db", (bytes) => bytes);
    const database = await Database.open(file);
    await database.exec("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
    await database.close();
    await refused(file, /schema version 99, this program reads \d/);
  });

  test("a folder, or a file in a folder that is not there", async () => {
    const inside = join(folder, "folder");
    mkdirSync(inside);
    await expect(openTestStore({ file: inside })).rejects.toThrow(StoreOpenError);
    await expect(openTestStore({ file: join(folder, "nowhere", "a.db") })).rejects.toThrow("nowhere");
  });
});

describe("one writer", () => {
  test("a second one, a rollback and a pruning are refused while a store is open", async () => {
    const file = damaged("open.db", (bytes) => bytes);
    const store = await openTestStore({ file });
    await Promise.all([
      expect(openTestStore({ file })).rejects.toThrow(`${file}: is locked`),
      expect(rollback(file, 3n)).rejects.toThrow("is locked"),
      expect(pruneStore(file, PRUNING.everything)).rejects.toThrow("is locked"),
    ]);
    await store.close();
    await rollback(file, 3n);
    expect(await readAll(file)).toBe(3);
  });

  test("a writer that was killed leaves no lock behind", async () => {
    const file = damaged("killed.db", (bytes) => bytes);
    const script = `
      const { Database } = require("sqlite3");
      const lock = new Database(${JSON.stringify(`${file}.lock`)});
      lock.exec("BEGIN EXCLUSIVE", (error) => { console.log(error ? "failed" : "locked"); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    expect(String((await once(child.stdout, "data"))[0])).toBe("locked\n");
    await expect(openTestStore({ file })).rejects.toThrow("is locked");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readAll(file)).toBe(HEIGHTS);
  });
});
