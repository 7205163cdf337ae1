import { type EthereumBlock, responseOf } from "../../../abci/app/ethereum-block.js";
import type { SqlValue } from "../../../abci/store/database.js";
import { idOf } from "./schema.js";

/** The rows that a block is kept as. */
export interface BlockRows {
  readonly block: readonly SqlValue[];
  readonly transactions: readonly (readonly SqlValue[])[];
  readonly logs: readonly (readonly SqlValue[])[];
}

const blob = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Rows of one block, in the tables' column order. */
export function rowsOf(block: EthereumBlock): BlockRows {
  const height = Number(block.height);
  const transactions: SqlValue[][] = [];
  const logs: SqlValue[][] = [];
  let cumulativeGas = 0n;
  for (const [position, tx] of block.transactions.entries()) {
    const response = responseOf(tx);
    cumulativeGas += response.gasUsed;
    transactions.push([
      idOf(height, position),
      blob(response.hash),
      blob(tx.raw),
      blob(tx.sender),
      response.success ? 1 : 0,
      Number(response.gasUsed),
      Number(cumulativeGas),
      tx.gasPrice.toString(),
      response.contractAddress.length === 0 ? null : blob(response.contractAddress),
      logs.length,
      response.logs.length,
      response.payer?.sponsorshipId.toString() ?? null,
      response.payer === undefined ? null : blob(response.payer.sponsor),
    ]);
    for (const { address, topics, data } of response.logs) {
      const [topic0, topic1, topic2, topic3] = [0, 1, 2, 3].map((index) => {
        const topic = topics[index];
        return topic === undefined ? null : blob(topic);
      });
      logs.push([idOf(height, logs.length), position, blob(address), topic0!, topic1!, topic2!, topic3!, blob(data)]);
    }
  }
  return { block: [height, blob(block.hash), blob(block.header), blockSize(block)], transactions, logs };
}

/** Bytes of the block in RLP: header, transactions, no uncles, no withdrawals. */
export function blockSize({
  header,
  transactions,
}: {
  readonly header: Uint8Array;
  readonly transactions: readonly { readonly raw: Uint8Array }[];
}): number {
  // A typed transaction is a string in the list, a legacy one is a list itself.
  const sizes = transactions.map(({ raw }) => (raw[0]! >= 0xc0 ? raw.length : withPrefix(raw.length)));
  const list = sizes.reduce((sum, size) => sum + size, 0);
  return withPrefix(header.length + withPrefix(list) + 2);
}

/** The length of an RLP item with so many bytes inside; one byte is never alone here. */
function withPrefix(length: number): number {
  if (length < 56) return length + 1;
  let lengthOfLength = 0;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) lengthOfLength++;
  return 1 + lengthOfLength + length;
}
