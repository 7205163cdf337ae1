import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { QueueReason, QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import { inTurn } from "./offering.js";
import { ModelNode, candidateOf, type ModelTx, senderBytes } from "./testing/model-node.js";
import { openTestQueue, type TestQueue } from "./testing/setup.js";

const folder = mkdtempSync(join(tmpdir(), "echoin-queue-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = (): string => join(folder, `queue-${files++}.db`);

const { QUEUE_STATE_WAITING: WAITING, QUEUE_STATE_OFFERED: OFFERED, QUEUE_STATE_COMMITTED: COMMITTED } = QueueState;

const tx = (sequence: number, changes: Partial<ModelTx> = {}): ModelTx => ({
  sender: 0,
  sequence: BigInt(sequence),
  price: 5,
  ...changes,
});

async function stateOf(test: TestQueue, each: ModelTx) {
  const entry = await test.queue.find(candidateOf(each).hash);
  return entry && { state: entry.state, reason: entry.reason, height: entry.height, attempts: entry.attempts };
}

test("a sequence that comes too early goes in right behind the missing one", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  for (const sequence of [3, 1, 2]) await queue.submit(tx(sequence));
  await queue.offering.idle();
  expect(await stateOf(queue, tx(2))).toMatchObject({
    state: WAITING,
    reason: QueueReason.QUEUE_REASON_FUTURE_SEQUENCE,
  });
  expect(queue.queue.totals).toMatchObject({ waiting: 3, offered: 0 });
  await queue.submit(tx(0));
  expect(node.mempool).toEqual([0, 1, 2, 3].map((sequence) => candidateOf(tx(sequence)).bytes));
  await queue.block();
  for (const sequence of [0, 1, 2, 3])
    expect(await stateOf(queue, tx(sequence))).toMatchObject({ state: COMMITTED, height: 1n });
  expect(queue.queue.totals).toEqual({ waiting: 0, offered: 0, bytes: 0 });
  await queue.close();
});

test("the missing one may come by another door", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  await queue.submit(tx(1));
  await queue.block();
  expect(node.mempool).toEqual([]);
  await node.broadcast(candidateOf(tx(0)).bytes);
  await queue.block();
  expect(node.mempool).toEqual([candidateOf(tx(1)).bytes]);
  await queue.close();
});

test("without room in the mempool it waits for a block, and for CometBFT until it answers", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  node.room = 1;
  await queue.submit(tx(0));
  await queue.submit(tx(0, { sender: 1 }));
  expect(await stateOf(queue, tx(0, { sender: 1 }))).toMatchObject({ reason: QueueReason.QUEUE_REASON_MEMPOOL_FULL });
  await queue.block();
  expect(await stateOf(queue, tx(0, { sender: 1 }))).toMatchObject({ state: OFFERED });

  await queue.submit(tx(0, { sender: 2 }));
  node.answers = false;
  await queue.block();
  expect(await stateOf(queue, tx(0, { sender: 2 }))).toMatchObject({ state: WAITING });
  node.answers = true;
  await queue.block();
  await queue.block();
  expect(await stateOf(queue, tx(0, { sender: 2 }))).toMatchObject({ state: COMMITTED });
  await queue.close();
});

test("below the floor it is offered more and more seldom, and at once after a start", async () => {
  const node = new ModelNode();
  const file = newFile();
  let queue = await openTestQueue(file, node);
  node.floor = 6;
  await queue.submit(tx(0));
  for (let block = 0; block < 20; block++) await queue.block();
  // At heights 1, 3, 7 and 15, after the first try.
  expect(await stateOf(queue, tx(0))).toEqual({
    state: WAITING,
    reason: QueueReason.QUEUE_REASON_PRICE_TOO_LOW,
    height: 0n,
    attempts: 5,
  });
  await queue.close();
  node.floor = 5;
  queue = await openTestQueue(file, node);
  await queue.block();
  expect(await stateOf(queue, tx(0))).toMatchObject({ state: OFFERED, attempts: 6 });
  await queue.close();
});

test("what fell out of the mempool is offered again, and keeps its order", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node, { offerAgainBlocks: 2 });
  for (const sequence of [0, 1]) await queue.submit(tx(sequence));
  node.evict();
  await queue.block();
  expect(node.mempool).toEqual([]);
  await queue.block();
  expect(node.mempool).toHaveLength(2);
  expect(await stateOf(queue, tx(0))).toMatchObject({ state: OFFERED, reason: QueueReason.QUEUE_REASON_NOT_INCLUDED });
  await queue.block();
  expect(await stateOf(queue, tx(1))).toMatchObject({ state: COMMITTED, height: 3n });
  await queue.close();
});

test("what was committed while nobody looked is found, not refused", async () => {
  const node = new ModelNode();
  const file = newFile();
  let queue = await openTestQueue(file, node);
  await queue.submit(tx(0));
  await queue.close();
  node.commit();
  for (let block = 0; block < 150; block++) node.commit();
  queue = await openTestQueue(file, node);
  await queue.block();
  expect(await stateOf(queue, tx(0))).toMatchObject({ state: COMMITTED, height: 1n });
  await queue.close();
});

test("it is refused when its sequence is used up, and expires in its time", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node, { ttlMs: 60_000 });
  node.floor = 6;
  await queue.submit(tx(0));
  await queue.submit(tx(0, { sender: 1 }), { timeoutHeight: 2n });
  await queue.submit(tx(0, { sender: 2 }), { ttlMs: 10_000 });
  await queue.submit(tx(0, { sender: 3 }), { timeoutMs: queue.time.now + 20_000 });
  await queue.submit(tx(0, { sender: 4 }), { ttlMs: 10_000_000 });
  await queue.submit(tx(0, { price: 7 }));
  expect(await stateOf(queue, tx(0))).toMatchObject({ state: QueueState.QUEUE_STATE_REFUSED });
  await queue.block();
  const states = async () =>
    Promise.all([1, 2, 3, 4].map(async (sender) => (await stateOf(queue, tx(0, { sender })))?.state));
  const EXPIRED = QueueState.QUEUE_STATE_EXPIRED;
  expect(await states()).toEqual([WAITING, WAITING, WAITING, WAITING]);
  await queue.block();
  expect(await states()).toEqual([EXPIRED, WAITING, WAITING, WAITING]);
  queue.time.now += 10_000;
  await queue.block();
  expect(await states()).toEqual([EXPIRED, EXPIRED, WAITING, WAITING]);
  queue.time.now += 10_000;
  await queue.block();
  expect(await states()).toEqual([EXPIRED, EXPIRED, EXPIRED, WAITING]);
  queue.time.now += 40_000;
  await queue.block();
  expect(await states()).toEqual([EXPIRED, EXPIRED, EXPIRED, EXPIRED]);
  await queue.close();
});

test("another door's transaction of the same sequence ends it", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  await queue.submit(tx(1));
  await node.broadcast(candidateOf(tx(0)).bytes);
  await node.broadcast(candidateOf(tx(1, { price: 9 })).bytes);
  await queue.block();
  const entry = await queue.queue.find(candidateOf(tx(1)).hash);
  expect(entry).toMatchObject({
    state: QueueState.QUEUE_STATE_REFUSED,
    verdict: { codespace: "sdk", code: 32, log: expect.stringContaining("expected 2, got 1") as string },
  });
  await queue.close();
});

test("bounds hold, by sender, in all and in bytes, and are named", async () => {
  const node = new ModelNode();
  const size = candidateOf(tx(1)).bytes.length;
  const queue = await openTestQueue(newFile(), node, { maxPerSender: 2, maxTransactions: 3, maxBytes: 3 * size });
  for (const sequence of [1, 2]) await queue.submit(tx(sequence));
  await expect(queue.submit(tx(3))).rejects.toThrow("at most 2 transactions of a sender");
  await expect(queue.submit(tx(2, { price: 6 }))).rejects.toThrow("with sequence 2 of this sender: cancel it first");
  await expect(queue.submit(tx(10, { sender: 1 }))).rejects.toThrow(`at most ${3 * size} bytes`);
  await queue.submit(tx(1, { sender: 1 }));
  await expect(queue.submit(tx(1, { sender: 2 }))).rejects.toThrow("at most 3 transactions");
  // The same again is no other.
  expect(await queue.submit(tx(1))).toBe(true);
  // What the mempool takes is not refused for lack of room; it is not watched.
  await queue.submit(tx(0, { sender: 3 }));
  expect(await stateOf(queue, tx(0, { sender: 3 }))).toBeUndefined();
  await queue.queue.cancel(candidateOf(tx(2)).hash);
  await queue.submit(tx(3));
  expect(queue.queue.totals).toEqual({ waiting: 3, offered: 0, bytes: 3 * size });
  await queue.close();
});

test("a cancelled one is offered no more, and may come again", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  await queue.submit(tx(1));
  expect((await queue.queue.cancel(candidateOf(tx(1)).hash))?.state).toBe(QueueState.QUEUE_STATE_CANCELLED);
  await queue.submit(tx(0));
  expect(node.mempool).toHaveLength(1);
  await queue.submit(tx(1));
  expect(await stateOf(queue, tx(1))).toMatchObject({ state: OFFERED });
  expect(await queue.queue.cancel(candidateOf(tx(7)).hash)).toBeUndefined();
  await queue.close();
});

test("a damaged file is put aside, and ended entries are forgotten after a day", async () => {
  const node = new ModelNode();
  const file = newFile();
  writeFileSync(file, "this is no database, and it is long enough to be looked at as one: ".repeat(40));
  const queue = await openTestQueue(file, node);
  expect(readdirSync(folder)).toContain(`${file.slice(folder.length + 1)}.unreadable`);
  await queue.submit(tx(0));
  await queue.block();
  expect(await stateOf(queue, tx(0))).toMatchObject({ state: COMMITTED });
  queue.time.now += 25 * 60 * 60 * 1000;
  await queue.block();
  expect(await stateOf(queue, tx(0))).toBeUndefined();
  await queue.close();
});

test("a file that cannot be opened now is left as it is", async () => {
  const file = newFile();
  const queue = await openTestQueue(file, new ModelNode());
  await queue.submit(tx(1));
  await queue.close();
  // SQLite cannot make its log beside it, as on a full disk.
  mkdirSync(`${file}-wal`);
  await expect(openTestQueue(file, new ModelNode())).rejects.toThrow(`${file}: cannot be opened (`);
  rmdirSync(`${file}-wal`);
  expect(existsSync(`${file}.unreadable`)).toBe(false);
  const again = await openTestQueue(file, new ModelNode());
  expect(await stateOf(again, tx(1))).toBeDefined();
  await again.close();
});

test("a list is in the order of coming, and pages", async () => {
  const queue = await openTestQueue(newFile(), new ModelNode());
  for (const sequence of [5, 3, 4]) await queue.submit(tx(sequence));
  await queue.queue.cancel(candidateOf(tx(3)).hash);
  const query = { sender: senderBytes(0), open: false, after: undefined, offset: 0, limit: 2, reverse: false };
  const sequences = async (changes: Partial<typeof query> | { after: number }) =>
    (await queue.queue.list({ ...query, ...changes })).map(({ sequence }) => sequence);
  expect(await sequences({})).toEqual([5n, 3n]);
  expect(await sequences({ after: (await queue.queue.list(query))[1]!.id })).toEqual([4n]);
  expect(await sequences({ reverse: true })).toEqual([4n, 3n]);
  expect(await sequences({ open: true })).toEqual([5n, 4n]);
  expect(await queue.queue.countOf(senderBytes(0), true)).toBe(2);
  expect(await queue.queue.countOf(senderBytes(0), false)).toBe(3);
  await queue.close();
});

test("without a place in an order they wait side by side", async () => {
  const node = new ModelNode();
  const queue = await openTestQueue(newFile(), node);
  const later = {
    kind: "later" as const,
    reason: QueueReason.QUEUE_REASON_MEMPOOL_FULL,
    verdict: { codespace: "sdk", code: 20, log: "" },
  };
  const [first, second] = [tx(0), tx(0, { price: 6 })].map((each) => ({ ...candidateOf(each), sequence: undefined }));
  await queue.queue.keep(first!, later, undefined);
  await queue.queue.keep(second!, later, undefined);
  expect(queue.queue.totals.waiting).toBe(2);
  await queue.block();
  expect(node.mempool).toEqual([first!.bytes]);
  await queue.close();
});

test("all senders get on, and each in its order", () => {
  const due = [
    [1, 9n],
    [2, 3n],
    [1, 8n],
    [2, undefined],
    [3, 1n],
  ] as const;
  const entries = due.map(([sender, sequence]) => ({ sender: senderBytes(sender), sequence }));
  const places = inTurn(entries).map(({ sender, sequence }) => [sender[0]! - 1, sequence]);
  expect(places).toEqual([
    [1, 8n],
    [2, undefined],
    [1, 9n],
    [2, 3n],
    [3, 1n],
  ]);
});

type Step =
  | { readonly kind: "submit"; readonly tx: ModelTx }
  | { readonly kind: "block" | "restart" | "evict" | "weather"; readonly n: number };

test("whatever happens, each that was accepted goes in once, in its order, when the weather is good again", async () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("submit" as const),
        tx: fc.record({
          sender: fc.integer({ min: 0, max: 2 }),
          sequence: fc.bigInt({ min: 0n, max: 5n }),
          price: fc.constant(5),
        }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("block", "restart", "evict", "weather" as const),
        n: fc.integer({ min: 0, max: 3 }),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const node = new ModelNode();
      const file = newFile();
      let queue = await openTestQueue(file, node, { offerAgainBlocks: 1 });
      const accepted = new Map<string, ModelTx>();
      for (const each of steps) {
        if (each.kind === "submit") {
          if (await queue.submit(each.tx)) accepted.set(`${each.tx.sender}/${each.tx.sequence}`, each.tx);
        } else if (each.kind === "block") await queue.block(each.n);
        else if (each.kind === "evict") node.evict();
        else if (each.kind === "weather")
          Object.assign(node, { room: each.n === 0 ? 1 : Infinity, floor: each.n === 1 ? 6 : 0 });
        else {
          await queue.close();
          node.evict();
          queue = await openTestQueue(file, node, { offerAgainBlocks: 1 });
        }
      }
      Object.assign(node, { room: Infinity, floor: 0 });
      // Backoff lasts 64 blocks at most.
      for (let block = 0; block < 80; block++) await queue.block();
      for (const sender of [0, 1, 2]) {
        const in_ = node.blocks
          .flat()
          .map((bytes) => Buffer.from(bytes).toString())
          .filter((name) => name.startsWith(`${sender}/`));
        let run = 0;
        while (accepted.has(`${sender}/${run}`)) run++;
        expect(in_).toEqual(Array.from({ length: run }, (_, sequence) => `${sender}/${sequence}/5`));
        for (const each of accepted.values()) {
          if (each.sender !== sender) continue;
          const expected = each.sequence < run ? COMMITTED : WAITING;
          expect([each, (await stateOf(queue, each))?.state]).toEqual([each, expected]);
        }
      }
      await queue.close();
    }),
    { numRuns: 40 },
  );
}, 120_000);
