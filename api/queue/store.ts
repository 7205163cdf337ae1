import type { Logger } from "../../abci/app/logger.js";
import type { Database, Row, SqlValue } from "../../abci/store/database.js";
import { type QueueReason, QueueState } from "../../proto/generated/echoin/node/v1/queue.js";
import { Batches } from "./batches.js";
import type { Candidate, Entry, Verdict } from "./entry.js";
import { EthereumTransactions } from "./ethereum.js";
import { OPEN, openQueueFile } from "./schema.js";

/** How many are open, and the bytes of all of them. */
export interface Totals {
  readonly waiting: number;
  readonly offered: number;
  readonly bytes: number;
}

/** How an entry begins. */
export interface Beginning {
  readonly state: QueueState;
  readonly reason: QueueReason;
  readonly verdict: Verdict;
  readonly keptAt: number;
  readonly expiresAt: number;
  /** The height from which it is offered again; undefined waits for its sender's turn. */
  readonly due: bigint | undefined;
}

/** What one try with the mempool changes. */
export interface Attempt {
  readonly state: QueueState;
  readonly reason: QueueReason;
  readonly verdict: Verdict;
  readonly due: bigint | undefined;
}

/** What ends an entry. */
export interface Ending {
  readonly state: QueueState;
  readonly verdict: Verdict;
  readonly height: bigint;
  readonly at: number;
}

/** Which entries of a sender a list has. */
export interface ListQuery {
  readonly sender: Uint8Array;
  readonly open: boolean;
  /** Entries after this id, or before it in reverse; undefined begins at the first. */
  readonly after: number | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly reverse: boolean;
}

const COLUMNS = `id, hash, sender, sequence, state, reason, codespace, code, log, kept_at, expires_at, timeout_height,
  attempts, height, ended_at`;

/** The queue's file. Changes come one after the other, and those that are asked for together are written together. */
export class QueueStore {
  /** Ethereum transactions that wait, which api/ethereum rules over. */
  readonly ethereum: EthereumTransactions;
  private readonly batches: Batches;

  private constructor(
    private readonly database: Database,
    private counted: Totals,
  ) {
    this.batches = new Batches(database, async () => {
      this.counted = await count(database);
    });
    this.ethereum = new EthereumTransactions(database, this.batches);
  }

  /** @throws StoreOpenError */
  static async open(file: string, logger: Logger): Promise<QueueStore> {
    const database = await openQueueFile(file, logger);
    return new QueueStore(database, await count(database));
  }

  get totals(): Totals {
    return this.counted;
  }

  /** Runs `work` with nothing between its reads and its changes; they are on the disk when this returns. */
  change<T>(work: () => Promise<T>): Promise<T> {
    return this.batches.run(work);
  }

  async find(hash: Uint8Array): Promise<Entry | undefined> {
    return this.one("hash = ?", [Buffer.from(hash)]);
  }

  /** The open one at a place in its sender's order. */
  async at(sender: Uint8Array, sequence: bigint): Promise<Entry | undefined> {
    return this.one(`sender = ? AND sequence = ? AND ${OPEN}`, [Buffer.from(sender), textOf(sequence)]);
  }

  /** Bytes of an open one. */
  async bytesOf(id: number): Promise<Uint8Array | undefined> {
    const row = await this.database.get(`SELECT tx FROM queue WHERE id = ? AND ${OPEN}`, [id]);
    return row?.["tx"] as Uint8Array | undefined;
  }

  async openOf(sender: Uint8Array): Promise<number> {
    return this.number(`SELECT count(*) AS number FROM queue WHERE sender = ? AND ${OPEN}`, [Buffer.from(sender)]);
  }

  async list({ sender, open, after, offset, limit, reverse }: ListQuery): Promise<Entry[]> {
    const [edge, order] = reverse ? ["<", "DESC"] : [">", "ASC"];
    const from = after ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
    return this.many(`sender = ? AND id ${edge} ? ${open ? `AND ${OPEN}` : ""} ORDER BY id ${order} LIMIT ? OFFSET ?`, [
      Buffer.from(sender),
      from,
      limit,
      offset,
    ]);
  }

  async countOf(sender: Uint8Array, open: boolean): Promise<number> {
    if (open) return this.openOf(sender);
    return this.number("SELECT count(*) AS number FROM queue WHERE sender = ?", [Buffer.from(sender)]);
  }

  /** Open ones that are to be offered at this height, those that wait the longest first. */
  async due(height: bigint, limit: number): Promise<Entry[]> {
    return this.many(`${OPEN} AND due <= ? ORDER BY due, id LIMIT ?`, [Number(height), limit]);
  }

  /** The first that waits for its turn of each of some senders, by sender after `after`. */
  async turns(after: Uint8Array, limit: number): Promise<{ sender: Uint8Array; sequence: bigint }[]> {
    const rows = await this.database.all(
      `SELECT sender, min(sequence) AS first FROM queue INDEXED BY queue_places
       WHERE ${OPEN} AND due IS NULL AND sender > ? GROUP BY sender ORDER BY sender LIMIT ?`,
      [Buffer.from(after), limit],
    );
    return rows.map((row) => ({ sender: row["sender"] as Uint8Array, sequence: BigInt(row["first"] as string) }));
  }

  /** Open ones whose time is over, some of them. */
  async expired(now: number, height: bigint, limit: number): Promise<Entry[]> {
    return this.many(
      `${OPEN} AND (expires_at <= ? OR (timeout_height != '${textOf(0n)}' AND timeout_height <= ?)) LIMIT ?`,
      [now, textOf(height), limit],
    );
  }

  /** Hashes of all that are open, in upper-case hex, with their entries' ids. */
  async openHashes(): Promise<Map<string, number>> {
    const rows = await this.database.all(`SELECT id, hex(hash) AS name FROM queue WHERE ${OPEN}`);
    return new Map(rows.map((row) => [row["name"] as string, row["id"] as number]));
  }

  /** Adds one; only inside `change`. */
  async add(candidate: Candidate, beginning: Beginning): Promise<Entry> {
    const { hash, sender, sequence, bytes, timeoutHeight } = candidate;
    const { state, reason, verdict, keptAt, expiresAt, due } = beginning;
    const values = [
      ...[Buffer.from(hash), Buffer.from(sender), sequence === undefined ? null : textOf(sequence)],
      ...[bytes.length, state, reason, verdict.codespace, verdict.code, verdict.log, keptAt, expiresAt],
      ...[textOf(timeoutHeight), 1, due === undefined ? null : Number(due), textOf(0n), null, Buffer.from(bytes)],
    ];
    await this.database.run("DELETE FROM queue WHERE hash = ?", [Buffer.from(hash)]);
    const places = values.map(() => "?").join(",");
    await this.database.run(`INSERT INTO queue VALUES (NULL, ${places})`, values);
    this.tally(state, 1, bytes.length);
    return (await this.find(hash)) as Entry;
  }

  /** Notes what a try gave, unless the entry ended meanwhile; only inside `change`. */
  async attempted(id: number, { state, reason, verdict, due }: Attempt): Promise<void> {
    const before = await this.sizeAndState(id);
    if (before === undefined) return;
    await this.database.run(
      "UPDATE queue SET state = ?, reason = ?, codespace = ?, code = ?, log = ?, due = ?, attempts = attempts + 1 WHERE id = ?",
      [state, reason, verdict.codespace, verdict.code, verdict.log, due === undefined ? null : Number(due), id],
    );
    this.tally(before.state, -1, -before.size);
    this.tally(state, 1, before.size);
  }

  /** Ends an open one; only inside `change`. @returns whether it was open */
  async end(id: number, { state, verdict, height, at }: Ending): Promise<boolean> {
    const before = await this.sizeAndState(id);
    if (before === undefined) return false;
    await this.database.run(
      "UPDATE queue SET state = ?, codespace = ?, code = ?, log = ?, height = ?, ended_at = ?, due = NULL, tx = x'' WHERE id = ?",
      [state, verdict.codespace, verdict.code, verdict.log, textOf(height), at, id],
    );
    this.tally(before.state, -1, -before.size);
    return true;
  }

  /** Lets a sender's transaction be offered at `height`; only inside `change`. */
  async wake(sender: Uint8Array, sequence: bigint, height: bigint): Promise<void> {
    await this.database.run(`UPDATE queue SET due = ? WHERE sender = ? AND sequence = ? AND ${OPEN}`, [
      Number(height),
      Buffer.from(sender),
      textOf(sequence),
    ]);
  }

  /** Makes all due that do not wait for a turn: after a start the mempool is empty and prices may be others. */
  async wakeAll(): Promise<void> {
    await this.change(() => this.database.run(`UPDATE queue SET due = 0 WHERE ${OPEN} AND due IS NOT NULL`));
  }

  /** Forgets ended ones from before `time`, and the oldest beyond `keep`, some at a time. */
  async forget(time: number, keep: number, limit: number): Promise<void> {
    const ended = await this.number("SELECT count(*) AS number FROM queue WHERE ended_at IS NOT NULL");
    if (ended === 0) return;
    const tooMany = Math.min(limit, Math.max(0, ended - keep));
    const oldest = "SELECT id FROM queue WHERE ended_at IS NOT NULL";
    await this.change(async () => {
      await this.database.run(`DELETE FROM queue WHERE id IN (${oldest} AND ended_at < ? ORDER BY ended_at LIMIT ?)`, [
        time,
        limit,
      ]);
      if (tooMany > 0)
        await this.database.run(`DELETE FROM queue WHERE id IN (${oldest} ORDER BY ended_at LIMIT ?)`, [tooMany]);
    });
  }

  async close(): Promise<void> {
    await this.batches.idle();
    await this.database.close();
  }

  private tally(state: QueueState, count: number, bytes: number): void {
    const { waiting, offered, bytes: before } = this.counted;
    if (state === QueueState.QUEUE_STATE_WAITING)
      this.counted = { waiting: waiting + count, offered, bytes: before + bytes };
    if (state === QueueState.QUEUE_STATE_OFFERED)
      this.counted = { waiting, offered: offered + count, bytes: before + bytes };
  }

  private async sizeAndState(id: number): Promise<{ size: number; state: QueueState } | undefined> {
    const row = await this.database.get(`SELECT size, state FROM queue WHERE id = ? AND ${OPEN}`, [id]);
    return row && { size: row["size"] as number, state: row["state"] as QueueState };
  }

  private async one(where: string, values: readonly SqlValue[]): Promise<Entry | undefined> {
    return (await this.many(where, values))[0];
  }

  private async many(where: string, values: readonly SqlValue[]): Promise<Entry[]> {
    return (await this.database.all(`SELECT ${COLUMNS} FROM queue WHERE ${where}`, values)).map(entryOf);
  }

  private async number(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.database.get(sql, values))?.["number"] as number;
  }
}

const textOf = (number: bigint): string => number.toString().padStart(20, "0");

async function count(database: Database): Promise<Totals> {
  const rows = await database.all(
    `SELECT state, count(*) AS number, sum(size) AS bytes FROM queue WHERE ${OPEN} GROUP BY state`,
  );
  const of = (state: QueueState, column: string): number =>
    (rows.find((row) => row["state"] === state)?.[column] as number | undefined) ?? 0;
  const { QUEUE_STATE_WAITING: waiting, QUEUE_STATE_OFFERED: offered } = QueueState;
  return {
    waiting: of(waiting, "number"),
    offered: of(offered, "number"),
    bytes: of(waiting, "bytes") + of(offered, "bytes"),
  };
}

function entryOf(row: Row): Entry {
  const text = (column: string): string => row[column] as string;
  const number = (column: string): number => row[column] as number;
  const sequence = row["sequence"] as string | null;
  return {
    id: number("id"),
    hash: row["hash"] as Uint8Array,
    sender: row["sender"] as Uint8Array,
    sequence: sequence === null ? undefined : BigInt(sequence),
    state: number("state"),
    reason: number("reason"),
    verdict: { codespace: text("codespace"), code: number("code"), log: text("log") },
    keptAt: number("kept_at"),
    expiresAt: number("expires_at"),
    timeoutHeight: BigInt(text("timeout_height")),
    attempts: number("attempts"),
    height: BigInt(text("height")),
    endedAt: (row["ended_at"] as number | null) ?? undefined,
  };
}
