import { type Input, RLP } from "@ethereumjs/rlp";
import { encodeHeader } from "../../../modules/evm/header.js";
import { encodeReceipt } from "../../../modules/evm/receipts.js";
import { failed } from "../errors.js";
import type { BlockRecord, TransactionRecord } from "../store/reader.js";
import { type BlockReference, data, readBlock, readCount, readHash, readNumber } from "../values.js";
import { logsIn } from "./blocks.js";
import type { MethodParts, Methods } from "./types.js";

/** Blocks, headers, receipts and transactions in the encodings that their hashes are of. */
export const rawMethods = ({ chain, pool }: MethodParts): Methods => {
  const { reader } = chain.index;

  /** What is asked for of a block; nothing for a number that there is not. @throws JsonRpcError for such a hash */
  const of = async <T>(reference: BlockReference, what: string, none: T, read: (block: BlockRecord) => Promise<T>) => {
    const block = await chain.block(reference);
    if (block !== undefined) return read(block);
    if (reference.kind === "hash") throw failed(`${what} ${data(reference.hash)} not found`);
    return none;
  };
  const rawOf = async (hash: Uint8Array): Promise<string | undefined> => {
    const found = (await reader.transactionByHash(hash)) ?? pool.find(hash);
    return found && data(found.raw);
  };
  const rawAt = async (reference: BlockReference, position: number): Promise<string> => {
    const block = await chain.block(reference);
    const record = block && (await reader.transactionAt(block.height, position));
    return record === undefined ? "0x" : data(record.raw);
  };

  return {
    debug_getRawHeader: (params) =>
      of(params.required(0, readBlock), "header", "0x", async ({ header }) => data(encodeHeader(header))),
    debug_getRawBlock: (params) =>
      of(params.required(0, readBlock), "block", "0x", async (block) =>
        data(encodeBlock(block, await reader.transactions(block.height))),
      ),
    debug_getRawReceipts: (params) =>
      of<string[]>(params.required(0, readBlock), "block", [], async ({ height }) => {
        const logs = await reader.logsOf(height);
        return (await reader.transactions(height)).map((each) => data(rawReceipt(each, logsIn(logs, each))));
      }),
    debug_getRawTransaction: async (params) => (await rawOf(params.required(0, readHash))) ?? "0x",
    eth_getRawTransactionByHash: async (params) => (await rawOf(params.required(0, readHash))) ?? "0x",
    eth_getRawTransactionByBlockNumberAndIndex: async (params) =>
      rawAt(params.required(0, readNumber), params.required(1, readCount)),
    eth_getRawTransactionByBlockHashAndIndex: async (params) =>
      rawAt({ kind: "hash", hash: params.required(0, readHash) }, params.required(1, readCount)),
  };
};

/** A block in RLP: header, transactions, no uncles, no withdrawals. */
function encodeBlock({ header }: BlockRecord, transactions: readonly TransactionRecord[]): Uint8Array {
  // A typed transaction is a string in the list, a legacy one is a list itself.
  const items = transactions.map(({ raw }): Input => (raw[0]! >= 0xc0 ? RLP.decode(raw) : raw));
  return RLP.encode([RLP.decode(encodeHeader(header)), items, [], []]);
}

function rawReceipt(
  { raw, success, cumulativeGas }: TransactionRecord,
  logs: readonly { address: Uint8Array; topics: readonly Uint8Array[]; data: Uint8Array }[],
): Uint8Array {
  const own = logs.map(({ address, topics, data: bytes }) => ({ address, topics: [...topics], data: bytes }));
  const type = raw[0]! >= 0xc0 ? 0 : raw[0]!;
  return encodeReceipt({ type, success, cumulativeGasUsed: BigInt(cumulativeGas), logs: own });
}
