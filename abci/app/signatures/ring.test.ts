import { join } from "node:path";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Logger } from "../logger.js";
import { MAX_MESSAGE_BYTES, type PendingVerdict, RingOwner, RingServer, type SignedMessage } from "./ring.js";
import { startSignatureThreads } from "./threads.js";

/** A "signature" is good when its first byte is the message's. */
const verify = ({ message, signature }: SignedMessage): boolean => message[0] === signature[0];

function job(good: boolean, { length = 200, key = 33 } = {}): SignedMessage {
  const message = new Uint8Array(length).fill(7);
  return { publicKey: new Uint8Array(key).fill(2), signature: new Uint8Array(64).fill(good ? 7 : 8), message };
}

/** Does what a thread would do with all that is published. */
function serve(owner: RingOwner, check = verify): void {
  owner.publish();
  const server = new RingServer(owner.memory, check);
  while (server.step());
}

test("gives the verdicts of threads, for what was put in and in any order", () => {
  const owner = new RingOwner();
  const jobs = [true, false, true].map((good) => owner.offer(job(good))!);
  const seen: SignedMessage[] = [];
  serve(owner, (signed) => {
    seen.push(signed);
    return verify(signed);
  });
  expect(seen).toEqual([job(true), job(false), job(true)]);
  expect([2, 1, 0].map((index) => jobs[index]!.take())).toEqual([true, false, true]);
});

test("what no thread has begun is withdrawn, and the caller checks it", () => {
  const owner = new RingOwner();
  const [first, second] = [owner.offer(job(true))!, owner.offer(job(true))!];
  expect(first.take()).toBeUndefined();
  const seen: number[] = [];
  serve(owner, () => seen.push(1) > 0);
  expect(seen).toHaveLength(1);
  expect(first.take()).toBeUndefined();
  expect(second.take()).toBe(true);
});

test("an owner that looks again and again waits for no thread", () => {
  const owner = new RingOwner();
  const pending = owner.offer(job(true))!;
  // As a thread that claimed it and was then put to sleep by the system.
  expect(owner.memory.claim(0, 1)).toBe(true);
  expect(pending.take()).toBeUndefined();
  owner.memory.setState(0, 2);
  expect(pending.take()).toBe(true);
});

test("a full ring takes nothing until a job is done, and old verdicts outlive their slots", () => {
  const owner = new RingOwner();
  const jobs = Array.from({ length: 1024 }, () => owner.offer(job(true))!);
  expect(jobs).not.toContain(undefined);
  expect(owner.offer(job(true))).toBeUndefined();
  owner.memory.claim(0, 1);
  owner.memory.setState(0, 2);
  const next = owner.offer(job(false))!;
  expect(jobs[0]!.take()).toBe(true);
  expect(owner.offer(job(true))).toBeUndefined();
  expect(jobs[1]!.take()).toBeUndefined();
  expect(owner.offer(job(true))).toBeDefined();
  expect(jobs[1]!.take()).toBeUndefined();
  expect(next.take()).toBeUndefined();
});

test("refuses what does not fit", () => {
  const owner = new RingOwner();
  expect(owner.offer(job(true, { length: MAX_MESSAGE_BYTES + 1 }))).toBeUndefined();
  expect(owner.offer(job(true, { key: 32 }))).toBeUndefined();
  expect(owner.offer({ ...job(true), signature: new Uint8Array(65) })).toBeUndefined();
  expect(owner.offer(job(true, { length: MAX_MESSAGE_BYTES }))).toBeDefined();
  expect(owner.offer(job(true, { length: 0 }))).toBeDefined();
});

test("real threads check real signatures, each once, by one of them or by the owner", async () => {
  const error = jest.fn();
  const entry = join(__dirname, "..", "..", "..", "dist", "abci", "app", "signatures", "worker.js");
  const threads = startSignatureThreads(entry, { error } as unknown as Logger, 2);
  const { ring } = threads;
  const secret = new Uint8Array(32).fill(9);
  const publicKey = secp256k1.getPublicKey(secret);
  const messages = Array.from({ length: 40 }, (_, index) => new Uint8Array(300).fill(index));
  const signed = messages.map((message, index) => {
    const signature = secp256k1.sign(message, secret);
    if (index % 4 === 0) signature[5]! ^= 1;
    return { publicKey, message, signature };
  });
  // Threads take a while to start: the first job waits for one of them.
  const first = ring.offer(signed[1]!)!;
  ring.publish();
  while (!first.settle()) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(first.take()).toBe(true);
  const waiting: { index: number; pending: PendingVerdict | undefined }[] = [];
  const settle = (): void => {
    const { index, pending } = waiting.shift()!;
    const verdict = pending?.take();
    if (verdict !== undefined) expect(verdict).toBe(index % 4 !== 0);
  };
  for (let count = 0; count < 4000; count++) {
    const index = count % signed.length;
    waiting.push({ index, pending: ring.offer(signed[index]!) });
    ring.publish();
    // Other threads get to run even where there is one core for all.
    if (waiting.length > 300) settle();
    if (count % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (waiting.length > 0) settle();
  await threads.close();
  expect(error).not.toHaveBeenCalled();
});

test("a thread that cannot start is logged, and missed by nobody", async () => {
  const error = jest.fn();
  const threads = startSignatureThreads("/nowhere/worker.js", { error } as unknown as Logger, 1);
  const pending = threads.ring.offer(job(true))!;
  threads.ring.publish();
  await threads.close();
  expect(error).toHaveBeenCalledTimes(1);
  expect(pending.take()).toBeUndefined();
});
