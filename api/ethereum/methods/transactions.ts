import { AppError } from "../../../abci/state/errors.js";
import { errors as evm } from "../../../modules/evm/errors.js";
import type { EthereumTransaction } from "../../../modules/evm/transaction.js";
import { failed } from "../errors.js";
import { minedJson, pendingJson, receiptJson } from "../json.js";
import type { Pool } from "../pool.js";
import { data, readBytes, readHash } from "../values.js";
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
    async eth_getTransactionReceipt(params) {
      const record = await reader.transactionByHash(params.required(0, readHash));
      const block = record && (await reader.block(record.height));
      if (record === undefined || block === undefined) return null;
      return receiptJson(record, block, await reader.logsOf(record.height, record.firstLog, record.logs));
    },
  };
};

/** What sends transactions: it waits for CometBFT and not for state. */
export const sendMethods = ({ sender, pool, dev }: MethodParts): Methods => ({
  async eth_sendRawTransaction(params) {
    const tx = decode(pool, params.required(0, readBytes));
    await sender.send(tx);
    await dev?.settled();
    return data(tx.hash);
  },
});

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
