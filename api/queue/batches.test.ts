import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../../abci/store/database.js";
import { Batches } from "./batches.js";

const folder = mkdtempSync(join(tmpdir(), "echoin-batches-"));
let database: Database;
let files = 0;
let undone = 0;
let batches: Batches;

beforeEach(async () => {
  undone = 0;
  database = await Database.open(join(folder, `${files++}.db`));
  await database.exec("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT");
  batches = new Batches(database, async () => void undone++);
});
afterEach(() => database.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (number: number): Promise<void> => database.run("INSERT INTO numbers VALUES (?)", [number]);
const all = async (): Promise<unknown[]> =>
  (await database.all("SELECT number FROM numbers ORDER BY number")).map((row) => row["number"]);

test("one that refuses leaves the others of its batch alone", async () => {
  const results = await Promise.allSettled([
    batches.run(() => put(1)),
    batches.run(async () => {
      throw new RangeError("no");
    }),
    batches.run(async () => {
      await put(2);
      return (await all()).length;
    }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(results[2]).toMatchObject({ value: 2 });
  expect(await all()).toEqual([1, 2]);
  expect(undone).toBe(0);
});

test("when the file refuses, nothing of the batch is there, and all of it hear so; the next batch is written", async () => {
  await batches.run(() => put(1));
  const results = await Promise.allSettled([
    batches.run(() => put(2)),
    batches.run(() => put(1)),
    batches.run(() => put(3)),
  ]);
  // The first begins alone; those that came meanwhile are one batch.
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await all()).toEqual([1, 2]);
  expect(undone).toBe(1);
  await batches.run(() => put(4));
  expect(await all()).toEqual([1, 2, 4]);
});
