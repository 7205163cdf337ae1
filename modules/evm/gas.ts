import type { AccessListItem, TransactionRequest } from "./transaction.js";

/** Ethereum's figures; the EIP that set each one stands behind it. */
export const GAS = {
  transaction: 21_000n,
  creation: 53_000n, // 2
  zeroByte: 4n,
  nonZeroByte: 16n, // 2028
  initCodeWord: 2n, // 3860
  accessListAddress: 2_400n, // 2930
  accessListSlot: 1_900n, // 2930
  newAccount: 25_000n, // 7702, for each authorization
  authorization: 12_500n, // 7702, when the account exists already
  floorToken: 10n, // 7623
  blob: 131_072n, // 4844
  callStipend: 2_300n,
} as const;

/** The most gas one transaction may ask for since Osaka (EIP-7825): 2^24. */
export const MAX_TRANSACTION_GAS = 16_777_216n;

/** The most blobs of one transaction (EIP-7594). */
export const MAX_BLOBS = 6;

/** Longest init code, in bytes (EIP-3860). */
export const MAX_INIT_CODE_SIZE = 49_152;

/** Refunds give back at most this part of what was used: a fifth (EIP-3529). */
export const MAX_REFUND_QUOTIENT = 5n;

/** Gas that a transaction costs before anything runs. */
export function intrinsicGas({ to, data, accessList, authorizations }: TransactionRequest): bigint {
  const zeros = countZeros(data);
  let gas = to === undefined ? GAS.creation : GAS.transaction;
  gas += BigInt(zeros) * GAS.zeroByte + BigInt(data.length - zeros) * GAS.nonZeroByte;
  if (to === undefined) gas += BigInt((data.length + 31) >> 5) * GAS.initCodeWord;
  gas += BigInt(accessList.length) * GAS.accessListAddress + BigInt(countSlots(accessList)) * GAS.accessListSlot;
  return gas + BigInt(authorizations.length) * GAS.newAccount;
}

/** Gas that a transaction costs at least, for the bytes that it carries (EIP-7623). */
export function floorGas({ data }: TransactionRequest): bigint {
  const zeros = countZeros(data);
  return GAS.transaction + BigInt(zeros + 4 * (data.length - zeros)) * GAS.floorToken;
}

function countZeros(data: Uint8Array): number {
  let zeros = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === 0) zeros++;
  return zeros;
}

function countSlots(accessList: readonly AccessListItem[]): number {
  return accessList.reduce((sum, { storageKeys }) => sum + storageKeys.length, 0);
}
