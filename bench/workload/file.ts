import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { WorkloadSpec } from "./workload.js";

/** To be raised when the same spec gives other bytes than before. */
const FORMAT = 1;

/** Signed transactions one after the other in one buffer. */
export interface Transactions {
  readonly bytes: Buffer;
  /** Where each begins; one more entry than there are transactions. */
  readonly offsets: Uint32Array;
}

/** The file of a workload: its name tells everything that its bytes depend on. */
export function workloadPath(folder: string, spec: WorkloadSpec): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([FORMAT, spec]))
    .digest("hex");
  const { chainId, prefix, denom } = spec.names;
  return join(folder, `${chainId}-${prefix}-${denom}-${spec.accounts}-${digest.slice(0, 12)}.txs`);
}

/** The transactions of a file that `writeTransactions` wrote; undefined when there is none. @throws Error when it is damaged */
export function readTransactions(path: string): Transactions | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const count = file.readUInt32LE(0);
  const start = 4 * (count + 2);
  const offsets = new Uint32Array(count + 1);
  for (let index = 0; index <= count; index++) offsets[index] = file.readUInt32LE(4 * (index + 1));
  const bytes = file.subarray(start);
  if (bytes.length !== offsets[count]) throw new Error(`${path} is damaged: delete it, and it is made anew`);
  return { bytes, offsets };
}

/** Writes the transactions beside their final place and moves them there, so that a broken-off run leaves no half. */
export function writeTransactions(path: string, parts: readonly Transactions[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const count = parts.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
  const head = Buffer.alloc(4 * (count + 2));
  head.writeUInt32LE(count, 0);
  let [at, base] = [4, 0];
  for (const { bytes, offsets } of parts) {
    for (const offset of offsets.subarray(0, -1)) at = head.writeUInt32LE(base + offset, at);
    base += bytes.length;
  }
  head.writeUInt32LE(base, at);
  const draft = `${path}.part`;
  const file = openSync(draft, "w");
  try {
    for (const part of [head, ...parts.map(({ bytes }) => bytes)]) writeAll(file, part);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Collects transactions into one buffer. */
export function packTransactions(transactions: Iterable<Uint8Array>): Transactions {
  const list = [...transactions];
  const offsets = new Uint32Array(list.length + 1);
  for (const [index, { length }] of list.entries()) offsets[index + 1] = (offsets[index] ?? 0) + length;
  return { bytes: Buffer.concat(list), offsets };
}
