import { AppError } from "../../../abci/state/errors.js";
import { errors as evm } from "../../../modules/evm/errors.js";
import type { EthereumTransaction } from "../../../modules/evm/transaction.js";
import { failed, JsonRpcError } from "../errors.js";
import { minedJson, pendingJson, receiptJson } from "../json.js";
import type { Pool } from "../pool.js";
import type { IndexReader } from "../store/reader.js";
import { data, readBytes, readCount, readHash } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

/** Transactions by hash. */
export const transactionMethods = ({ chain, pool }: MethodParts): Methods => {
  const { reader } = chain.index;
  return {
    async eth_getTransactionByHash(params) {
      const hash = params.required(0, readHash);
      const record = await reader.transactionByHash(hash);
      const block = record && (await reader.block(record.height));
      if (record !== undefined && block !== undefined) return minedJson(record, block);
      const pending = pool.find(hash);
      return pending === undefined ? null : pendingJson(pending);
    },
    eth_getTransactionReceipt: (params) => receiptOf(reader, params.required(0, readHash)),
  };
};

async function receiptOf(reader: IndexReader, hash: Uint8Array): Promise<object | null> {
  const record = await reader.transactionByHash(hash);
  const block = record && (await reader.block(record.height));
  if (record === undefined || block === undefined) return null;
  return receiptJson(record, block, await reader.logsOf(record.height, record.firstLog, record.logs));
}

/** How long a transaction that is sent is waited for unless its client says it, and at the longest, as with go-ethereum. */
const SYNC_MS = 20_000;
const MAX_SYNC_MS = 60_000;

/** What sends transactions: it waits for CometBFT and not for state. */
export const sendMethods = ({ chain, sender, arrivals, pool, dev }: MethodParts): Methods => {
  const send = async (tx: EthereumTransaction): Promise<void> => {
    await sender.send(tx);
    await dev?.settled();
  };
  return {
    async eth_sendRawTransaction(params) {
      const tx = decode(pool, params.required(0, readBytes));
      await send(tx);
      return data(tx.hash);
    },
    // EIP-7966.
    async eth_sendRawTransactionSync(params) {
      const tx = decode(pool, params.required(0, readBytes));
      const patience = Math.min(params.optional(1, readCount) || SYNC_MS, MAX_SYNC_MS);
      const { reader } = chain.index;
      const expected = arrivals.expect(tx.hash);
      try {
        await send(tx);
        const mined = await receiptOf(reader, tx.hash);
        if (mined !== null) return mined;
        await expected.within(patience);
        const receipt = await receiptOf(reader, tx.hash);
        if (receipt === null) throw stillPending(tx.hash, patience);
        return receipt;
      } finally {
        expected.end();
      }
    },
  };
};

const stillPending = (hash: Uint8Array, milliseconds: number): JsonRpcError => {
  const time = milliseconds < 1000 ? `${milliseconds}ms` : milliseconds < 60_000 ? `${milliseconds / 1000}s` : "1m0s";
  const words = "The transaction was added to the transaction pool but wasn't processed in";
  return new JsonRpcError(4, `${words} ${time}`, data(hash));
};

function decode(pool: Pool, raw: Uint8Array): EthereumTransaction {
  let tx: EthereumTransaction;
  try {
    tx = pool.decode(raw);
  } catch (error) {
    throw error instanceof AppError ? failed(error.message) : error;
  }
  if (tx.type === 3) throw failed(evm.typeNotSupported("this chain has no blob transactions (type 3)").message);
  if (tx.chainId === undefined) throw failed("only replay-protected (EIP-155) transactions allowed over RPC");
  return tx;
}
