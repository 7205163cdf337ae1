import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Values that the Cosmos SDK v0.53.8 itself computed; `golden/main.go` prints them. */
export interface Golden {
  /** Stored accounts by kind, hexadecimal. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Raw keys and values of the stores `acc` and `bank`, hexadecimal, for the address 01 02 … 14. */
  readonly keys: Readonly<Record<string, string>>;
  /** Continuous vesting: what is still vesting of an amount at a time in Unix seconds. */
  readonly continuous: readonly Readonly<Record<"amount" | "start" | "end" | "at" | "vesting", string>>[];
  /** Packed public keys (hexadecimal) and their addresses under the prefix `echo`. */
  readonly publicKeys: Readonly<Record<string, { readonly any: string; readonly address: string }>>;
  /** Addresses of module accounts. */
  readonly modules: Readonly<Record<string, string>>;
}

export const golden = JSON.parse(readFileSync(join(__dirname, "golden", "golden.json"), "utf8")) as Golden;
