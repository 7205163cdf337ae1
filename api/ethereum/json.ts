import { generateAddress } from "@ethereumjs/util";
import { extraData, NO_OMMERS, NO_REQUESTS } from "../../modules/evm/header.js";
import { bloomOf } from "../../modules/evm/receipts.js";
import { minimal } from "../../modules/evm/crypto.js";
import {
  type AccessListItem,
  decodeEthereumTransaction,
  type EthereumTransaction,
} from "../../modules/evm/transaction.js";
import { effectivePrice } from "../../modules/evm/transition.js";
import { EMPTY_ROOT } from "../../modules/evm/trie.js";
import type { BlockRecord, FoundLog, LogRecord, TransactionRecord } from "./store/reader.js";
import { data, quantity } from "./values.js";

/** A block's header: what `hash` is recomputed from, under Ethereum's names. */
export const headerJson = ({ hash, header }: BlockRecord) => ({
  number: quantity(header.number),
  hash: data(hash),
  parentHash: data(header.parentHash),
  nonce: "0x0000000000000000",
  mixHash: data(header.prevRandao),
  sha3Uncles: data(NO_OMMERS),
  logsBloom: data(header.logsBloom),
  stateRoot: data(header.stateRoot),
  miner: data(header.beneficiary),
  difficulty: "0x0",
  extraData: data(extraData(header)),
  gasLimit: quantity(header.gasLimit),
  gasUsed: quantity(header.gasUsed),
  timestamp: quantity(header.timestamp),
  transactionsRoot: data(header.transactionsRoot),
  receiptsRoot: data(header.receiptsRoot),
  baseFeePerGas: quantity(header.baseFeePerGas),
  withdrawalsRoot: data(EMPTY_ROOT),
  blobGasUsed: "0x0",
  excessBlobGas: "0x0",
  parentBeaconBlockRoot: data(header.parentBeaconBlockRoot),
  requestsHash: data(NO_REQUESTS),
});

/** A block with its transactions, or their hashes. */
export const blockJson = (block: BlockRecord, transactions: readonly unknown[]) => ({
  ...headerJson(block),
  size: quantity(block.size),
  uncles: [],
  withdrawals: [],
  transactions,
});

/** Addresses with slots. */
export const accessListJson = (list: readonly AccessListItem[]) =>
  list.map(({ address, storageKeys }) => ({ address: data(address), storageKeys: storageKeys.map(data) }));

function signedJson(tx: EthereumTransaction, gasPrice: bigint) {
  const common = {
    type: quantity(tx.type),
    from: data(tx.sender),
    gas: quantity(tx.gasLimit),
    // Of types with one price that price was signed, whoever paid: the hash is recomputed from it.
    gasPrice: quantity(tx.type < 2 ? tx.maxFeePerGas : gasPrice),
    hash: data(tx.hash),
    input: data(tx.data),
    nonce: quantity(tx.nonce),
    to: tx.to === undefined ? null : data(tx.to),
    value: quantity(tx.value),
    ...(tx.chainId !== undefined && { chainId: quantity(tx.chainId) }),
    v: quantity(tx.v),
    r: quantity(tx.r),
    s: quantity(tx.s),
  };
  if (tx.type === 0) return common;
  return {
    ...common,
    accessList: accessListJson(tx.accessList),
    yParity: quantity(tx.v),
    ...(tx.type > 1 && {
      maxFeePerGas: quantity(tx.maxFeePerGas),
      maxPriorityFeePerGas: quantity(tx.maxPriorityFeePerGas),
    }),
    ...(tx.type === 4 && {
      authorizationList: tx.authorizations.map((each) => ({
        chainId: quantity(each.chainId),
        address: data(each.address),
        nonce: quantity(each.nonce),
        yParity: quantity(each.yParity),
        r: quantity(each.r),
        s: quantity(each.s),
      })),
    }),
  };
}

/** Who paid for the gas in the sender's place: fields that Ethereum does not have, there for nobody else. */
const payerJson = ({ payer }: Pick<TransactionRecord, "payer">) =>
  payer && { feePayer: data(payer.sponsor), sponsorship: quantity(payer.sponsorship) };

/** A transaction in its block. */
export const minedJson = (record: TransactionRecord, block: BlockRecord) => ({
  ...signedJson(decodeEthereumTransaction(record.raw), record.gasPrice),
  ...payerJson(record),
  blockHash: data(block.hash),
  blockNumber: quantity(block.height),
  transactionIndex: quantity(record.position),
});

/** A transaction that nobody has signed yet, as go-ethereum fills it. */
export const unsignedJson = (tx: EthereumTransaction) => {
  const { from: _from, gasPrice, ...rest } = signedJson(tx, tx.maxFeePerGas);
  if (tx.type < 2) return { ...rest, gasPrice, maxPriorityFeePerGas: null, maxFeePerGas: null };
  return { ...rest, gasPrice: null };
};

/** A transaction of a simulated block. */
export const unminedJson = (tx: EthereumTransaction, block: BlockRecord, position: number) => ({
  ...signedJson(tx, effectivePrice(tx, block.header.baseFeePerGas)),
  blockHash: data(block.hash),
  blockNumber: quantity(block.height),
  transactionIndex: quantity(position),
});

/** A transaction that is in no block yet. */
export const pendingJson = (tx: EthereumTransaction) => ({
  ...signedJson(tx, tx.maxFeePerGas),
  blockHash: null,
  blockNumber: null,
  transactionIndex: null,
});

export const logJson = (log: FoundLog) => ({
  address: data(log.address),
  topics: log.topics.map(data),
  data: data(log.data),
  blockNumber: quantity(log.height),
  transactionHash: data(log.transactionHash),
  transactionIndex: quantity(log.position),
  blockHash: data(log.block.hash),
  blockTimestamp: quantity(log.block.timestamp),
  logIndex: quantity(log.index),
  removed: false,
});

/** What became of a transaction. */
export function receiptJson(record: TransactionRecord, block: BlockRecord, logs: readonly LogRecord[]) {
  const { to, type, sender, nonce } = decodeEthereumTransaction(record.raw);
  // A creation that failed has an address too, where there is nothing.
  const contract = to === undefined ? (record.contract ?? generateAddress(sender, minimal(nonce))) : undefined;
  const at = { hash: block.hash, timestamp: block.header.timestamp };
  return {
    blockHash: data(block.hash),
    blockNumber: quantity(block.height),
    transactionHash: data(record.hash),
    transactionIndex: quantity(record.position),
    from: data(record.sender),
    to: to === undefined ? null : data(to),
    gasUsed: quantity(record.gasUsed),
    cumulativeGasUsed: quantity(record.cumulativeGas),
    contractAddress: contract === undefined ? null : data(contract),
    logs: logs.map((log) => logJson({ ...log, transactionHash: record.hash, block: at })),
    logsBloom: data(bloomOf(logs)),
    type: quantity(type),
    effectiveGasPrice: quantity(record.gasPrice),
    ...payerJson(record),
    status: record.success ? "0x1" : "0x0",
  };
}
