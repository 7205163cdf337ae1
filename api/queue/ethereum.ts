import type { Database } from "../../abci/store/database.js";
import type { Batches } from "./batches.js";

/** An Ethereum transaction that is in no block yet, as it is written down. */
export interface KeptEthereum {
  /** Its hash, as a key. */
  readonly key: string;
  readonly raw: Uint8Array;
  /** When it is forgotten, in Unix milliseconds. */
  readonly expiresAt: number;
}

/** What is to be written of a transaction: itself, or undefined when it is to be forgotten. */
export type EthereumChanges = ReadonlyMap<string, KeptEthereum | undefined>;

/** Ethereum transactions in the queue's file: api/ethereum says which, this only writes them down. */
export class EthereumTransactions {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
  ) {}

  /** All of them, those that are forgotten first at the front. */
  async all(): Promise<KeptEthereum[]> {
    const rows = await this.database.all("SELECT hash, raw, expires_at FROM ethereum ORDER BY expires_at, rowid");
    return rows.map((row) => ({
      key: (row["hash"] as Buffer).toString("latin1"),
      raw: row["raw"] as Uint8Array,
      expiresAt: row["expires_at"] as number,
    }));
  }

  /** Writes changes together; they are on the disk when this returns. */
  async write(changes: EthereumChanges): Promise<void> {
    await this.batches.run(async () => {
      for (const [key, kept] of changes) {
        const hash = Buffer.from(key, "latin1");
        if (kept === undefined) await this.database.run("DELETE FROM ethereum WHERE hash = ?", [hash]);
        else
          await this.database.run("INSERT OR REPLACE INTO ethereum (hash, raw, expires_at) VALUES (?, ?, ?)", [
            hash,
            Buffer.from(kept.raw),
            kept.expiresAt,
          ]);
      }
    });
  }
}
