import type { EthereumCheck } from "../abci/app/application.js";
import type { EthereumBlock } from "../abci/app/ethereum-block.js";

/**
 * Byte strings in one piece of memory, one behind the other. Each array that crosses between threads is memory of its own for both
 * and their garbage collectors: of a block's thousands of small ones, that is most of what handing it over costs.
 */
export interface PackedBytes {
  readonly bytes: Uint8Array;
  readonly lengths: Uint32Array;
}

/** Copies of all, which share nothing with what they were. */
export function packBytes(items: readonly Uint8Array[]): PackedBytes {
  const lengths = Uint32Array.from(items, ({ length }) => length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const item of items) {
    bytes.set(item, at);
    at += item.length;
  }
  return { bytes, lengths };
}

/** What was packed, as views of the one piece. */
export function unpackBytes({ bytes, lengths }: PackedBytes): Uint8Array[] {
  let at = 0;
  return Array.from(lengths, (length) => bytes.subarray(at, (at += length)));
}

/** What CheckTx found of some transactions. */
export interface PackedChecks {
  readonly raws: PackedBytes;
  readonly found: readonly Omit<EthereumCheck, "raw">[];
}

export function packChecks(checks: readonly EthereumCheck[]): PackedChecks {
  const found = checks.map(({ accepted, early }) => ({ accepted, early }));
  return { raws: packBytes(checks.map(({ raw }) => raw)), found };
}

export function unpackChecks({ raws, found }: PackedChecks): EthereumCheck[] {
  return unpackBytes(raws).map((raw, index) => ({ raw, ...found[index]! }));
}

/** A block whose transactions' bytes are in one piece: of each in turn, what was signed, the sender, and the result's data. */
export interface PackedBlock extends Omit<EthereumBlock, "transactions"> {
  readonly parts: PackedBytes;
  readonly gasPrices: readonly bigint[];
}

export function packBlock({ transactions, ...block }: EthereumBlock): PackedBlock {
  const parts = packBytes(transactions.flatMap(({ raw, sender, data }) => [raw, sender, data]));
  return { ...block, parts, gasPrices: transactions.map(({ gasPrice }) => gasPrice) };
}

export function unpackBlock({ parts, gasPrices, ...block }: PackedBlock): EthereumBlock {
  const bytes = unpackBytes(parts);
  const transactions = gasPrices.map((gasPrice, index) => {
    const [raw, sender, data] = bytes.slice(3 * index, 3 * index + 3) as [Uint8Array, Uint8Array, Uint8Array];
    return { raw, sender, gasPrice, data };
  });
  return { ...block, transactions };
}
