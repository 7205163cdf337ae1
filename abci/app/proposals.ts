import { ProposalFault } from "../../proto/generated/echoin/votes/v1/votes.js";
import { decodable } from "./blocks.js";
import type { TransactionCache } from "./transaction.js";

/** Limits of one block's transactions. */
export interface ProposalLimits {
  /** Bytes of all transactions together, their protobuf framing included. */
  readonly maxTxBytes: bigint;
  /** Gas wanted by all together; negative: no limit. */
  readonly maxGas: bigint;
}

/** Bytes that one transaction takes in a block: its field tag and length, then itself. */
function framedSize(bytes: Uint8Array): number {
  let size = 2 + bytes.length;
  for (let rest = bytes.length >>> 7; rest > 0; rest >>>= 7) size++;
  return size;
}

/**
 * The transactions of a new block, in the mempool's order: those that can be decoded, as many as both limits allow. The
 * byte limit is kept here whatever CometBFT offers. `votes` goes first, when it fits at all.
 */
export function selectTransactions(
  transactions: TransactionCache,
  offered: readonly Uint8Array[],
  { maxTxBytes, maxGas }: ProposalLimits,
  votes?: Uint8Array,
): Uint8Array[] {
  const selected: Uint8Array[] = [];
  let bytesLeft = maxTxBytes;
  let gasLeft = maxGas;
  if (votes !== undefined && BigInt(framedSize(votes)) <= bytesLeft) {
    selected.push(votes);
    bytesLeft -= BigInt(framedSize(votes));
  }
  for (const bytes of offered) {
    const size = BigInt(framedSize(bytes));
    if (size > bytesLeft) continue;
    const tx = decodable(transactions, bytes);
    if (tx === undefined || (maxGas >= 0n && tx.gasLimit > gasLeft)) continue;
    bytesLeft -= size;
    gasLeft -= tx.gasLimit;
    selected.push(bytes);
  }
  return selected;
}

/** Why a proposal must not be voted for. */
export interface Fault {
  readonly kind: ProposalFault;
  /** In words, for the log. */
  readonly reason: string;
}

/**
 * What is wrong with a proposal's transactions, or undefined when it may be voted for. An honest proposer's is never
 * refused.
 */
export function faultOfTransactions(
  transactions: TransactionCache,
  txs: readonly Uint8Array[],
  maxGas: bigint,
): Fault | undefined {
  let gas = 0n;
  for (const [index, bytes] of txs.entries()) {
    const tx = decodable(transactions, bytes);
    if (tx === undefined) {
      const kind = ProposalFault.PROPOSAL_FAULT_ILLEGAL_TRANSACTION;
      return { kind, reason: `transaction ${index} cannot be decoded` };
    }
    gas += tx.gasLimit;
    if (maxGas >= 0n && gas > maxGas) {
      const kind = ProposalFault.PROPOSAL_FAULT_TOO_MUCH_GAS;
      return { kind, reason: `its transactions want more than ${maxGas} gas` };
    }
  }
  return undefined;
}
