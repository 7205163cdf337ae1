import { TxMsgData } from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import { type EthereumBlock, ethereumBlock } from "../../../abci/app/ethereum-block.js";
import { EthereumKey } from "../../../abci/sim/ethereum.js";
import { encodeHeader, headerHash } from "../../../modules/evm/header.js";
import { hexOf } from "../../../modules/evm/hex.js";
import { bloomOf, listRoot } from "../../../modules/evm/receipts.js";
import type { EvmLog } from "../../../modules/evm/transition.js";
import { MsgEthereumTxResponse } from "../../../proto/generated/echoin/evm/v1/tx.js";
import { encodeMessage } from "../../../proto/writer.js";

export const alice = new EthereumKey("alice");
const GWEI = 10n ** 9n;
export const BASE_FEE = GWEI;

/** A word that ends in this byte. */
export const word = (last: number): Uint8Array => new Uint8Array(32).fill(last, 31);
/** An address of one byte over and over. */
export const addressOf = (byte: number): Uint8Array => new Uint8Array(20).fill(byte);

/** A block with a transaction of alice for each list of logs; each costs 21000 gas at two gwei. */
export function testBlock(height: number, logs: readonly (readonly EvmLog[])[] = [], salt = 0): EthereumBlock {
  const executed = logs.map((own, index) => {
    const nonce = BigInt(height * 1000 + index);
    const tx = alice.signTransaction({
      chainId: 3264n,
      nonce,
      value: BigInt(salt),
      maxFeePerGas: 2n * GWEI,
      maxPriorityFeePerGas: GWEI,
    });
    const response = MsgEthereumTxResponse.fromPartial({
      hash: tx.hash,
      success: index % 2 === 0,
      gasUsed: 21_000n,
      logs: own.map(({ address, topics, data }) => ({ address, topics: [...topics], data })),
    });
    const packed = {
      typeUrl: "/echoin.evm.v1.MsgEthereumTxResponse",
      value: encodeMessage(MsgEthereumTxResponse, response),
    };
    return { raw: tx.raw, data: encodeMessage(TxMsgData, TxMsgData.fromPartial({ msgResponses: [packed] })) };
  });
  const header = {
    parentHash: word(height - 1),
    beneficiary: addressOf(9),
    stateRoot: word(1),
    transactionsRoot: listRoot(executed.map(({ raw }) => raw)),
    receiptsRoot: word(salt),
    logsBloom: bloomOf(logs.flat()),
    number: BigInt(height),
    gasLimit: 30_000_000n,
    gasUsed: 21_000n * BigInt(logs.length),
    timestamp: 1_700_000_000n + BigInt(height),
    prevRandao: word(2),
    baseFeePerGas: BASE_FEE,
    parentBeaconBlockRoot: word(3),
    totalGasUsed: 3_000_000n + 21_000n * BigInt(logs.length),
  };
  const event = { hash: hexOf(headerHash(header)), header: hexOf(encodeHeader(header)) };
  return ethereumBlock(BigInt(height), event, executed)!;
}
