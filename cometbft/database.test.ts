import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseIn, databaseOf } from "./database.js";
import { testBinary, testBinaryTimeout } from "./testing/binary.js";
import { makeTestHome } from "./testing/home.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "comet-database-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = "\ndep\tgithub.com/cockroachdb/pebble\tv1.1.1\th1:sum\n";
const chunk = 1 << 20;

test.each([
  ["at its start", 0],
  ["over the border of two chunks", chunk - 20],
  ["just before it", chunk - line.length],
  ["just after it", 2 * chunk],
])("a binary that lists Pebble %s has it", async (_name, at) => {
  const path = join(folder, "cometbft");
  writeFileSync(path, Buffer.concat([Buffer.alloc(at, "x"), Buffer.from(line), Buffer.alloc(1000, "y")]));
  expect(await databaseOf(path)).toBe("pebbledb");
});

test.each([
  ["is empty", ""],
  ["only speaks of it", "x".repeat(chunk - 10) + "unknown db_backend pebbledb, see github.com/cockroachdb/pebble"],
])("a binary that %s does not have it", async (_name, text) => {
  const path = join(folder, "cometbft");
  writeFileSync(path, text);
  expect(await databaseOf(path)).toBe("goleveldb");
});

test(
  "what is read from the real binary is what it opens",
  async () => {
    const { path } = await testBinary();
    const home = await makeTestHome({ changes: { db_backend: "pebbledb" } });
    mkdirSync(join(home.path, "data", "blockstore.db"));
    const said = await new Promise<string>((resolve) => {
      execFile(path, ["rollback", "--home", home.path], (_error, stdout, stderr) => resolve(stdout + stderr));
    });
    rmSync(home.path, { recursive: true });
    expect(said).not.toBe("");
    expect((await databaseOf(path)) === "goleveldb").toBe(said.includes("unknown db_backend pebbledb"));
  },
  testBinaryTimeout,
);

test("a data folder tells which database it holds", async () => {
  expect(await databaseIn(folder)).toBeUndefined();
  const blocks = join(folder, "blockstore.db");
  mkdirSync(blocks);
  expect(await databaseIn(folder)).toBeUndefined();
  writeFileSync(join(blocks, "CURRENT"), "MANIFEST-000001\n");
  writeFileSync(join(blocks, "000001.log"), "");
  expect(await databaseIn(folder)).toBe("goleveldb");
  writeFileSync(join(blocks, "OPTIONS-000003"), "");
  expect(await databaseIn(folder)).toBe("pebbledb");
});
