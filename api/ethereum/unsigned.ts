import { RLP } from "@ethereumjs/rlp";
import { keccak256, minimal } from "../../modules/evm/crypto.js";
import type { CallRequest } from "../../modules/evm/calls.js";
import { type EthereumTransaction, type TransactionType, withType } from "../../modules/evm/transaction.js";

/** What a transaction that nobody has signed yet is made of. */
export interface UnsignedFields extends CallRequest {
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly gas: bigint;
  /** Whether one price is given for both: then it is of an older type. */
  readonly hasGasPrice: boolean;
}

const NO_DATA = new Uint8Array(0);

/** What stands in a signature's place. */
interface Stand {
  readonly r: bigint;
  readonly s: bigint;
}

/** The transaction with a signature of zeros, as go-ethereum shows one that is not signed, or with what stands for one. */
export function unsignedTransaction(fields: UnsignedFields, { r, s }: Stand = { r: 0n, s: 0n }): EthereumTransaction {
  const {
    gas: gasLimit,
    to,
    value = 0n,
    data = NO_DATA,
    nonce,
    chainId,
    accessList = [],
    authorizations = [],
  } = fields;
  const { from: sender = new Uint8Array(20), maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = fields;
  const type = typeOf(fields);
  const transaction = {
    ...{
      type,
      sender,
      nonce,
      gasLimit,
      maxFeePerGas,
      maxPriorityFeePerGas,
      to,
      value,
      data,
      accessList,
      authorizations,
    },
    ...{
      blobVersionedHashes: [],
      maxFeePerBlobGas: 0n,
      chainId: type === 0 ? undefined : chainId,
      v: 0n,
      r,
      s,
    },
  };
  const raw = encode({ ...transaction, raw: NO_DATA, hash: NO_DATA });
  return { ...transaction, raw, hash: keccak256(raw) };
}

function typeOf({ hasGasPrice, authorizations, accessList }: UnsignedFields): TransactionType {
  if (hasGasPrice) return accessList === undefined ? 0 : 1;
  return authorizations === undefined ? 2 : 4;
}

function encode(tx: EthereumTransaction): Uint8Array {
  const { type, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas, to = NO_DATA, value, data } = tx;
  const signature = [0n, tx.r, tx.s].map(minimal);
  const call = [minimal(gasLimit), to, minimal(value), data];
  if (type === 0) return RLP.encode([minimal(nonce), minimal(maxFeePerGas), ...call, ...signature]);
  const list = tx.accessList.map(({ address, storageKeys }) => [address, [...storageKeys]]);
  const prices = type === 1 ? [maxFeePerGas] : [maxPriorityFeePerGas, maxFeePerGas];
  const authorizations = tx.authorizations.map(({ chainId, address, nonce: at, yParity, r, s }) => [
    ...[minimal(chainId), address, minimal(at), minimal(yParity), minimal(r), minimal(s)],
  ]);
  const fields = [minimal(tx.chainId ?? 0n), minimal(nonce), ...prices.map(minimal), ...call, list];
  return withType(type, RLP.encode([...fields, ...(type === 4 ? [authorizations] : []), ...signature]));
}
