import { receiptJson, blockJson, headerJson, minedJson } from "../json.js";
import type { BlockRecord, IndexReader, TransactionRecord } from "../store/reader.js";
import {
  type BlockReference,
  data,
  quantity,
  readBlock,
  readBoolean,
  readCount,
  readHash,
  readNumber,
} from "../values.js";
import type { MethodParts, Methods } from "./types.js";

/** Blocks, and what is in them. */
export const blockMethods = ({ chain }: MethodParts): Methods => {
  const { reader } = chain.index;

  const block = async (reference: BlockReference, full: boolean): Promise<unknown> => {
    const found = await chain.block(reference);
    if (found === undefined) return null;
    const transactions = full
      ? (await reader.transactions(found.height)).map((each) => minedJson(each, found))
      : (await reader.transactionHashes(found.height)).map(data);
    return blockJson(found, transactions);
  };
  const count = async (reference: BlockReference): Promise<string | null> => {
    const found = await chain.block(reference);
    return found === undefined ? null : quantity((await reader.transactionHashes(found.height)).length);
  };
  const transaction = async (reference: BlockReference, position: number): Promise<unknown> => {
    const found = await chain.block(reference);
    const record = found && (await reader.transactionAt(found.height, position));
    return record === undefined ? null : minedJson(record, found as BlockRecord);
  };
  const byHash = (hash: Uint8Array): BlockReference => ({ kind: "hash", hash });

  return {
    eth_getBlockByNumber: (params) => block(params.required(0, readNumber), params.optional(1, readBoolean) ?? false),
    eth_getBlockByHash: (params) =>
      block(byHash(params.required(0, readHash)), params.optional(1, readBoolean) ?? false),
    async eth_getHeaderByNumber(params) {
      const found = await chain.block(params.required(0, readNumber));
      return found === undefined ? null : headerJson(found);
    },
    async eth_getHeaderByHash(params) {
      const found = await chain.block(byHash(params.required(0, readHash)));
      return found === undefined ? null : headerJson(found);
    },
    async eth_getBlockReceipts(params) {
      const found = await chain.block(params.required(0, readBlock));
      return found === undefined ? null : receiptsOf(reader, found);
    },
    eth_getBlockTransactionCountByNumber: (params) => count(params.required(0, readNumber)),
    eth_getBlockTransactionCountByHash: (params) => count(byHash(params.required(0, readHash))),
    eth_getTransactionByBlockNumberAndIndex: (params) =>
      transaction(params.required(0, readNumber), params.required(1, readCount)),
    eth_getTransactionByBlockHashAndIndex: (params) =>
      transaction(byHash(params.required(0, readHash)), params.required(1, readCount)),
    async eth_getUncleCountByBlockNumber(params) {
      return (await chain.block(params.required(0, readNumber))) === undefined ? null : "0x0";
    },
    async eth_getUncleCountByBlockHash(params) {
      return (await chain.block(byHash(params.required(0, readHash)))) === undefined ? null : "0x0";
    },
    // No block has any.
    async eth_getUncleByBlockNumberAndIndex(params) {
      params.required(0, readNumber);
      params.required(1, readCount);
      return null;
    },
    async eth_getUncleByBlockHashAndIndex(params) {
      params.required(0, readHash);
      params.required(1, readCount);
      return null;
    },
  };
};

/** Receipts of all of a block's transactions, in their order. */
export async function receiptsOf(reader: IndexReader, block: BlockRecord): Promise<ReturnType<typeof receiptJson>[]> {
  const transactions = await reader.transactions(block.height);
  const logs = await reader.logsOf(block.height);
  return transactions.map((each) => receiptJson(each, block, logsIn(logs, each)));
}

/** A transaction's logs of those of its block. */
export const logsIn = <T>(logs: readonly T[], { firstLog, logs: count }: TransactionRecord): readonly T[] =>
  logs.slice(firstLog, firstLog + count);
