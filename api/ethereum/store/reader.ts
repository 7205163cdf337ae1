import { Database, type Row } from "../../../abci/store/database.js";
import { decodeHeader, type EthereumHeader } from "../../../modules/evm/header.js";
import { findLogs, type LogFilter, type LogRange } from "./log-search.js";
import { heightOfId, idOf, positionOfId } from "./schema.js";

export interface BlockRecord {
  readonly height: number;
  readonly hash: Uint8Array;
  readonly header: EthereumHeader;
  /** Of the block in RLP, in bytes. */
  readonly size: number;
}

export interface TransactionRecord {
  readonly height: number;
  /** Its place in the block. */
  readonly position: number;
  readonly hash: Uint8Array;
  readonly raw: Uint8Array;
  readonly sender: Uint8Array;
  readonly success: boolean;
  readonly gasUsed: number;
  readonly cumulativeGas: number;
  /** What each unit of gas cost. */
  readonly gasPrice: bigint;
  readonly contract: Uint8Array | undefined;
  /** The number of its first log in the block, and how many it has. */
  readonly firstLog: number;
  readonly logs: number;
  /** Who paid for the gas, when that was not the sender. */
  readonly payer: { readonly sponsorship: bigint; readonly sponsor: Uint8Array } | undefined;
}

export interface LogRecord {
  readonly height: number;
  /** Its number in the block. */
  readonly index: number;
  /** The place of its transaction in the block. */
  readonly position: number;
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** A log with what names its transaction and block. */
export interface FoundLog extends LogRecord {
  readonly transactionHash: Uint8Array;
  readonly block: { readonly hash: Uint8Array; readonly timestamp: bigint };
}

/** Reads the index's file beside its writer. */
export class IndexReader {
  private constructor(private readonly database: Database) {}

  /** @throws StoreOpenError */
  static async open(file: string): Promise<IndexReader> {
    const database = await Database.open(file, { readOnly: true });
    await database.exec("PRAGMA busy_timeout = 5000");
    return new IndexReader(database);
  }

  async block(height: number): Promise<BlockRecord | undefined> {
    const row = await this.database.get("SELECT * FROM blocks WHERE height = ?", [height]);
    return row && blockOf(row);
  }

  async blockByHash(hash: Uint8Array): Promise<BlockRecord | undefined> {
    const row = await this.database.get("SELECT * FROM blocks WHERE hash = ?", [Buffer.from(hash)]);
    return row && blockOf(row);
  }

  /** Blocks of a range of heights, those that are there. */
  async blocks(first: number, last: number): Promise<BlockRecord[]> {
    const rows = await this.database.all("SELECT * FROM blocks WHERE height BETWEEN ? AND ? ORDER BY height", [
      first,
      last,
    ]);
    return rows.map(blockOf);
  }

  /** The lowest block that is there; 0 when there is none. */
  async oldest(): Promise<number> {
    const row = await this.database.get("SELECT min(height) AS oldest FROM blocks");
    return (row?.["oldest"] as number | null) ?? 0;
  }

  /** The lowest height of the range whose block is to be fetched yet. */
  async missing(first: number, last: number): Promise<number | undefined> {
    const row = await this.database.get(
      "SELECT first FROM gaps WHERE first <= ? AND last >= ? ORDER BY first LIMIT 1",
      [last, first],
    );
    return row && Math.max(row["first"] as number, first);
  }

  async transactions(height: number): Promise<TransactionRecord[]> {
    const rows = await this.database.all("SELECT * FROM transactions WHERE id BETWEEN ? AND ? ORDER BY id", [
      idOf(height, 0),
      idOf(height + 1, 0) - 1,
    ]);
    return rows.map(transactionOf);
  }

  /** What the transactions of a range of heights paid above the base fee for each unit of gas, and how much they used. */
  async prices(first: number, last: number): Promise<{ height: number; tip: bigint; gasUsed: number }[]> {
    const baseFees = new Map<number, bigint>();
    for (const { height, header } of await this.blocks(first, last)) baseFees.set(height, header.baseFeePerGas);
    const rows = await this.database.all("SELECT id, gas_price, gas_used FROM transactions WHERE id BETWEEN ? AND ?", [
      idOf(first, 0),
      idOf(last + 1, 0) - 1,
    ]);
    return rows.map((row) => {
      const height = heightOfId(row["id"] as number);
      const tip = BigInt(row["gas_price"] as string) - (baseFees.get(height) ?? 0n);
      return { height, tip, gasUsed: row["gas_used"] as number };
    });
  }

  async transactionHashes(height: number): Promise<Uint8Array[]> {
    const rows = await this.database.all("SELECT hash FROM transactions WHERE id BETWEEN ? AND ? ORDER BY id", [
      idOf(height, 0),
      idOf(height + 1, 0) - 1,
    ]);
    return rows.map((row) => row["hash"] as Uint8Array);
  }

  async transactionAt(height: number, position: number): Promise<TransactionRecord | undefined> {
    const row = await this.database.get("SELECT * FROM transactions WHERE id = ?", [idOf(height, position)]);
    return row && transactionOf(row);
  }

  async transactionByHash(hash: Uint8Array): Promise<TransactionRecord | undefined> {
    const row = await this.database.get("SELECT * FROM transactions WHERE hash = ?", [Buffer.from(hash)]);
    return row && transactionOf(row);
  }

  /** Logs of a block from number `first` on, at most `count`. */
  async logsOf(height: number, first = 0, count = Number.MAX_SAFE_INTEGER): Promise<LogRecord[]> {
    const rows = await this.database.all("SELECT * FROM logs WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", [
      idOf(height, first),
      idOf(height + 1, 0) - 1,
      count,
    ]);
    return rows.map(logOf);
  }

  /**
   * Logs of a range of heights that pass the filter as JSON text, in their order, at most `limit`; fewer statements than
   * heights, and `check` is called between two of them.
   */
  async findLogs(filter: LogFilter, range: LogRange): Promise<string[]> {
    return findLogs(this.database, filter, range);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

function blockOf(row: Row): BlockRecord {
  const header = decodeHeader(row["header"] as Uint8Array);
  return { height: row["height"] as number, hash: row["hash"] as Uint8Array, header, size: row["size"] as number };
}

function transactionOf(row: Row): TransactionRecord {
  const id = row["id"] as number;
  return {
    height: heightOfId(id),
    position: positionOfId(id),
    hash: row["hash"] as Uint8Array,
    raw: row["raw"] as Uint8Array,
    sender: row["sender"] as Uint8Array,
    success: row["success"] === 1,
    gasUsed: row["gas_used"] as number,
    cumulativeGas: row["cumulative_gas"] as number,
    gasPrice: BigInt(row["gas_price"] as string),
    contract: (row["contract"] as Uint8Array | null) ?? undefined,
    firstLog: row["first_log"] as number,
    logs: row["logs"] as number,
    payer:
      row["sponsor"] === null
        ? undefined
        : { sponsorship: BigInt(row["sponsorship"] as string), sponsor: row["sponsor"] as Uint8Array },
  };
}

function logOf(row: Row): LogRecord {
  const id = row["id"] as number;
  const topics = [row["topic0"], row["topic1"], row["topic2"], row["topic3"]].filter((topic) => topic !== null);
  return {
    height: heightOfId(id),
    index: positionOfId(id),
    position: row["position"] as number,
    address: row["address"] as Uint8Array,
    topics: topics as Uint8Array[],
    data: row["data"] as Uint8Array,
  };
}
