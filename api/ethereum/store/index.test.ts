import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { silentLogger } from "../../../abci/app/logger.js";
import { Database } from "../../../abci/store/database.js";
import type { EthereumBlock } from "../../../abci/app/ethereum-block.js";
import type { EvmLog } from "../../../modules/evm/transition.js";
import { hexOf } from "../../../modules/evm/hex.js";
import { logJson } from "../json.js";
import { passes } from "../methods/log-query.js";
import { addressOf, alice, BASE_FEE, testBlock, word } from "../testing/blocks.js";
import { EthereumIndex } from "./ethereum-index.js";
import { IndexReader } from "./reader.js";
import { IndexWriter } from "./writer.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "echoin-index-"));
  file = join(folder, "ethereum.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = (address: number, topics: readonly number[], data = 0): EvmLog => ({
  address: addressOf(address),
  topics: topics.map(word),
  data: word(data),
});

async function filled(blocks: readonly EthereumBlock[], { keepBlocks = 0, committed = 0n } = {}) {
  const writer = await IndexWriter.open(file, { keepBlocks, committed });
  for (const block of blocks) await writer.append(block);
  const reader = await IndexReader.open(file);
  return {
    writer,
    reader,
    close: async () => {
      await writer.close();
      await reader.close();
    },
  };
}

const addresses = (found: readonly string[]) => found.map((text) => (JSON.parse(text) as { address: string }).address);

const everything = { addresses: [], topics: [] };
const all = { first: 0, last: 1_000_000, limit: 1_000_000, check: () => undefined };

test("a file that is no database is named, with what to do", async () => {
  writeFileSync(file, "no database".repeat(100));
  const next = "Delete it and start again: it is made anew from CometBFT's blocks";
  await expect(IndexWriter.open(file, { keepBlocks: 0, committed: 0n })).rejects.toThrow(
    `${file}: cannot be used (SQLITE_NOTADB: file is not a database). ${next}`,
  );
});

test("a block that does not fit on the disk leaves nothing behind, and comes again", async () => {
  const first = testBlock(1, [[log(1, [1])]]);
  const second = testBlock(
    2,
    Array.from({ length: 150 }, () => Array.from({ length: 40 }, () => log(3, []))),
  );
  const { reader, writer, close } = await filled([first]);
  const database = (writer as unknown as { readonly database: Database }).database;
  const { page_count: pages } = (await database.get("PRAGMA page_count"))!;
  // Less than all of it, and more than its transactions: what is queued behind the statement that fails would fit again.
  for (const room of [1, 20, 60]) {
    await database.get(`PRAGMA max_page_count = ${(pages as number) + room}`);
    await expect(writer.append(second)).rejects.toThrow("SQLITE_FULL");
    expect(writer.head).toBe(1);
    expect(await reader.transactions(2)).toEqual([]);
    expect(await reader.findLogs(everything, all)).toHaveLength(1);
  }
  await database.get("PRAGMA max_page_count = 1000000");
  await writer.append(second);
  expect(writer.head).toBe(2);
  expect(await reader.findLogs(everything, all)).toHaveLength(6_001);
  await close();
});

test("a block that is refused leaves nothing behind, though its rows are on their way together", async () => {
  const first = testBlock(1, [[log(1, [1])]]);
  await (await filled([first])).close();
  // Nothing is prepared yet, so that what the block's rows go through may come after what follows them.
  const { reader, writer, close } = await filled([], { committed: 1n });
  const second = testBlock(2, [[log(3, []), log(3, [])], [log(3, [])]]);
  await expect(writer.append({ ...second, hash: first.hash })).rejects.toThrow("UNIQUE constraint failed: blocks.hash");
  expect(writer.head).toBe(1);
  expect(await reader.transactions(2)).toEqual([]);
  expect(await reader.findLogs(everything, all)).toHaveLength(1);
  await writer.append(second);
  expect(await reader.findLogs(everything, all)).toHaveLength(4);
  await close();
});

test("blocks, transactions and logs are found by what names them", async () => {
  const block = testBlock(1, [[log(1, [1, 2]), log(2, [])], [], [log(1, [3])]]);
  const { reader, writer, close } = await filled([block]);
  expect(writer.head).toBe(1);
  const found = (await reader.block(1))!;
  expect(found.hash).toEqual(Buffer.from(block.hash));
  expect((await reader.blockByHash(block.hash))?.height).toBe(1);
  expect(await reader.blockByHash(word(7))).toBeUndefined();
  const transactions = await reader.transactions(1);
  expect(transactions.map(({ position, firstLog, logs }) => [position, firstLog, logs])).toEqual([
    [0, 0, 2],
    [1, 2, 0],
    [2, 2, 1],
  ]);
  expect(transactions.map(({ cumulativeGas }) => cumulativeGas)).toEqual([21_000, 42_000, 63_000]);
  expect(transactions[1]).toMatchObject({
    success: false,
    gasPrice: 2n * BASE_FEE,
    sender: Buffer.from(alice.address),
  });
  expect(await reader.transactionByHash(transactions[2]!.hash)).toEqual(transactions[2]);
  expect(await reader.transactionAt(1, 3)).toBeUndefined();
  expect((await reader.logsOf(1, 2, 1)).map(({ index, position }) => [index, position])).toEqual([[2, 2]]);
  expect(await reader.prices(1, 1)).toEqual(Array(3).fill({ height: 1, tip: BASE_FEE, gasUsed: 21_000 }));
  await close();
});

test("a block of thousands of transactions and logs is kept whole, and so is the next", async () => {
  const many = Array.from({ length: 150 }, (_, index) => [log(index % 5, [index % 3]), log(1, [])]);
  const { reader, close } = await filled([testBlock(1, many), testBlock(2, [[log(4, [1])]])]);
  expect(await reader.transactions(1)).toHaveLength(150);
  expect(await reader.findLogs(everything, all)).toHaveLength(301);
  const last = (await reader.findLogs({ addresses: [addressOf(4)], topics: [[word(1)]] }, all)).at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ blockNumber: "0x2", logIndex: "0x0", blockTimestamp: "0x6553f102" });
  await close();
});

test("logs that a query finds are those that pass one by one", async () => {
  const some = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 });
  const logs = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), some), { maxLength: 12 });
  const filter = fc.record({
    addresses: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
    topics: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }), { maxLength: 4 }),
  });
  let height = 0;
  const { writer, reader, close } = await filled([]);
  await fc.assert(
    fc.asyncProperty(logs, filter, async (drawn, wanted) => {
      height++;
      const own = drawn.map(([address, topics], index) => log(address, topics, index));
      const block = testBlock(height, [own]);
      await writer.append(block);
      const query = { addresses: wanted.addresses.map(addressOf), topics: wanted.topics.map((each) => each.map(word)) };
      const found = await reader.findLogs(query, { ...all, first: height, last: height });
      const { header, hash } = (await reader.block(height))!;
      const [transaction] = await reader.transactions(height);
      const at = {
        height,
        position: 0,
        transactionHash: transaction!.hash,
        block: { hash, timestamp: header.timestamp },
      };
      const expected = own.flatMap((each, index) => (passes(query, each) ? logJson({ ...each, ...at, index }) : []));
      expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  await close();
});

test("a query ends at its limit, and when its time is over", async () => {
  const { reader, close } = await filled([1, 2, 3].map((height) => testBlock(height, [[log(1, [1]), log(1, [1])]])));
  expect(await reader.findLogs(everything, { ...all, limit: 3 })).toHaveLength(3);
  const late = reader.findLogs(everything, {
    ...all,
    check: () => {
      throw new Error("late");
    },
  });
  await expect(late).rejects.toThrow("late");
  await close();
});

test("what is missed is a gap, which is filled from its top; what nobody has is given up", async () => {
  const { writer, reader, close } = await filled([testBlock(1), testBlock(5)]);
  expect(await writer.gap()).toEqual({ first: 2, last: 4 });
  expect(await reader.missing(1, 10)).toBe(2);
  expect(await reader.missing(3, 3)).toBe(3);
  expect(await reader.missing(5, 9)).toBeUndefined();
  await writer.fill({ first: 2, last: 4 }, testBlock(4));
  expect(await writer.gap()).toEqual({ first: 2, last: 3 });
  // An answer that comes too late, for a gap that is another one now, changes nothing.
  await writer.fill({ first: 2, last: 4 }, testBlock(4));
  await writer.forget({ first: 2, last: 3 });
  expect(await writer.gap()).toBeUndefined();
  expect(writer.head).toBe(5);
  await close();
});

test("a block that comes again replaces what stood there and above", async () => {
  const { writer, reader, close } = await filled([1, 2, 3].map((height) => testBlock(height, [[log(1, [1])]])));
  await writer.append(testBlock(2, [[log(2, [2])]], 1));
  expect(writer.head).toBe(2);
  expect(await reader.block(3)).toBeUndefined();
  expect(addresses(await reader.findLogs(everything, all))).toEqual([addressOf(1), addressOf(2)].map(hexOf));
  await close();
});

test("opened over an older state it drops what is above; over a newer one it has a gap", async () => {
  await (await filled([1, 2, 3].map((height) => testBlock(height)))).close();
  const back = await IndexWriter.open(file, { keepBlocks: 0, committed: 2n });
  expect(back.head).toBe(2);
  expect(await back.gap()).toBeUndefined();
  await back.close();
  const ahead = await IndexWriter.open(file, { keepBlocks: 0, committed: 7n });
  expect(await ahead.gap()).toEqual({ first: 3, last: 7 });
  await ahead.append(testBlock(8));
  expect(await ahead.gap()).toEqual({ first: 3, last: 7 });
  await ahead.close();
});

test("pruning keeps the last blocks, and gaps go with what is pruned", async () => {
  const { writer, reader, close } = await filled([testBlock(3, [[log(1, [1])]])], { keepBlocks: 2 });
  expect(await writer.gap()).toEqual({ first: 1, last: 2 });
  await writer.append(testBlock(4, [[log(1, [1])]]));
  await writer.append(testBlock(5, [[log(1, [1])]]));
  expect(await reader.oldest()).toBe(4);
  expect(await writer.gap()).toBeUndefined();
  expect((await reader.findLogs(everything, all)).map((text) => /"blockNumber":"(\w+)"/.exec(text)![1])).toEqual([
    "0x4",
    "0x5",
  ]);
  await close();
});

test("a file of another layout is made anew", async () => {
  await (await filled([testBlock(1)])).close();
  const other = await Database.open(file);
  await other.exec("PRAGMA user_version = 999");
  await other.close();
  const { writer, close } = await filled([]);
  expect(writer.head).toBe(0);
  await close();
});

test("an index without a file is made from where the blocks are", async () => {
  const asked: number[] = [];
  const index = await EthereumIndex.open({
    file,
    keepBlocks: 0,
    committed: 5n,
    fetch: async (height) => {
      asked.push(height);
      // Two are pruned there, and the first question comes too early.
      if (asked.length === 1) throw new Error("not yet");
      return height <= 2 ? undefined : testBlock(height);
    },
    logger: silentLogger,
  });
  const until = Date.now() + 10_000;
  while ((await index.reader.missing(1, 5)) !== undefined && Date.now() < until)
    await new Promise((go) => setTimeout(go, 20));
  expect(asked).toEqual([5, 5, 4, 3, 2]);
  expect(index.head?.height).toBe(5);
  const heard: number[] = [];
  index.onBlock(({ height }) => heard.push(height));
  await index.append(testBlock(6));
  expect(heard).toEqual([6]);
  expect(await index.reader.oldest()).toBe(3);
  await index.close();
});
