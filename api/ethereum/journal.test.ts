import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "../../abci/app/logger.js";
import { QueueStore } from "../queue/store.js";
import { Journal } from "./journal.js";

const folder = mkdtempSync(join(tmpdir(), "echoin-journal-"));
const file = join(folder, "queue.db");
let store: QueueStore;
beforeEach(async () => {
  store = await QueueStore.open(file, silentLogger);
});
afterEach(() => store.close());
afterAll(() => rmSync(folder, { recursive: true }));

const kept = (name: number, size = 10) => ({
  key: String.fromCharCode(name).repeat(32),
  raw: new Uint8Array(size).fill(name),
  expiresAt: 2_000 - name,
});
const opened = async () => {
  const journal = new Journal(store.ethereum, silentLogger);
  return { journal, names: (await journal.read()).map(({ raw }) => raw[0]) };
};

test("what was kept and not dropped is in the file, the first to be forgotten at the front", async () => {
  const { journal, names } = await opened();
  expect(names).toEqual([]);
  for (const name of [0, 127, 128, 255]) journal.keep(kept(name));
  journal.drop(kept(127).key);
  journal.drop(kept(3).key);
  await journal.written();
  journal.drop(kept(0).key);
  journal.keep(kept(0));
  journal.keep(kept(7));
  journal.drop(kept(7).key);
  await journal.written();
});

test("the next process reads it, and goes on", async () => {
  const { journal, names } = await opened();
  expect(names).toEqual([255, 128, 0]);
  for (const name of [255, 128, 0]) journal.drop(kept(name).key);
  await journal.written();
  expect((await opened()).names).toEqual([]);
});

test("there is room for so many bytes; what is dropped makes room", async () => {
  const { journal } = await opened();
  const half = 64 * 1024 * 1024;
  journal.keep(kept(1, half));
  journal.keep(kept(2, half + 1));
  journal.keep(kept(3, half));
  await journal.written();
  expect((await opened()).names).toEqual([3, 1]);
  journal.drop(kept(1).key);
  journal.keep(kept(2, half));
  await journal.written();
  expect((await opened()).names).toEqual([3, 2]);
});

test("a disk that does not take it is told to the log, and nobody else", async () => {
  const journal = new Journal(
    { all: async () => [], write: () => Promise.reject(new Error("database or disk is full")) },
    silentLogger,
  );
  journal.keep(kept(1));
  await journal.written();
});

test("who asks after a change waits for no later ones, however many come", async () => {
  const writes: { names: string[]; end(): void }[] = [];
  const write = (changes: ReadonlyMap<string, unknown>): Promise<void> =>
    new Promise((end) => void writes.push({ names: [...changes.keys()], end }));
  const journal = new Journal({ all: async () => [], write }, silentLogger);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  journal.keep(kept(1));
  await turn();
  journal.keep(kept(2));
  let heard = false;
  const asked = journal.written().then(() => (heard = true));
  writes[0]!.end();
  await turn();
  journal.keep(kept(3));
  expect(heard).toBe(false);
  writes[1]!.end();
  await asked;
  await turn();
  expect(writes.map(({ names }) => names)).toEqual([1, 2, 3].map((name) => [kept(name).key]));
  writes[2]!.end();
  await journal.written();
});
