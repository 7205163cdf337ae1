import { TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { decodeHeader } from "../../modules/evm/header.js";
import { bytesOfHex } from "../../modules/evm/hex.js";
import { decodeEthereumTransaction } from "../../modules/evm/transaction.js";
import { effectivePrice } from "../../modules/evm/transition.js";
import { MsgEthereumTxResponse } from "../../proto/generated/echoin/evm/v1/tx.js";
import { decodeMessage } from "../../proto/reader.js";
import type { ExecutedEthereum, FinalizedBlock } from "./blocks.js";

/** A committed block as Ethereum sees it: all that an index of blocks, transactions, receipts and logs is made of. */
export interface EthereumBlock {
  readonly height: bigint;
  /** keccak-256 of the header. */
  readonly hash: Uint8Array;
  /** In RLP; `decodeHeader` reads it. */
  readonly header: Uint8Array;
  readonly transactions: readonly EthereumBlockTransaction[];
}

/** A transaction of a block. */
export interface EthereumBlockTransaction {
  readonly raw: Uint8Array;
  readonly sender: Uint8Array;
  /** What each unit of gas cost its sender, or its sponsor, in base units. */
  readonly gasPrice: bigint;
  /** A TxMsgData with its MsgEthereumTxResponse; `responseOf` reads it. */
  readonly data: Uint8Array;
}

/** The block's Ethereum side; undefined when the block has no Ethereum header. */
export function ethereumBlockOf(
  finalized: Pick<FinalizedBlock, "block" | "events" | "ethereum">,
): EthereumBlock | undefined {
  const event = finalized.events.findLast(({ type }) => type === "ethereum_block");
  if (event === undefined) return undefined;
  const value = (key: string): string => event.attributes.find((attribute) => attribute.key === key)?.value ?? "";
  return ethereumBlock(finalized.block.height, { hash: value("hash"), header: value("header") }, finalized.ethereum);
}

/** @param event the attributes of the block's `ethereum_block` event. @returns undefined when they are not there */
export function ethereumBlock(
  height: bigint,
  event: { readonly hash: string; readonly header: string },
  executed: readonly ExecutedEthereum[],
): EthereumBlock | undefined {
  const hash = bytesOfHex(event.hash);
  const header = bytesOfHex(event.header);
  if (hash === undefined || header === undefined || header.length === 0) return undefined;
  const { baseFeePerGas } = decodeHeader(header);
  const transactions = executed.map(({ raw, data }) => {
    const tx = decodeEthereumTransaction(raw);
    // Only who offers nothing may have somebody else pay.
    const payer = tx.maxFeePerGas === 0n ? responseOf({ data }).payer : undefined;
    const gasPrice = payer === undefined ? effectivePrice(tx, baseFeePerGas) : BigInt(payer.gasPrice);
    return { raw, sender: tx.sender, gasPrice, data };
  });
  return { height, hash, header, transactions };
}

/** What the transaction came to. */
export function responseOf({ data }: Pick<EthereumBlockTransaction, "data">): MsgEthereumTxResponse {
  const [response] = decodeMessage(TxMsgData, data).msgResponses;
  return decodeMessage(MsgEthereumTxResponse, response?.value ?? new Uint8Array(0));
}
