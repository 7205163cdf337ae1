import { type EthereumBlock, ethereumBlock } from "../../../abci/app/ethereum-block.js";
import { rawEthereumOf } from "../../../abci/app/ante/ethereum.js";
import type { ExecutedEthereum } from "../../../abci/app/blocks.js";
import { decodeTransaction } from "../../../abci/app/transaction.js";
import { type CometClient, CometError } from "../../comet/client.js";
import { fromBase64 } from "../../comet/convert.js";
import type { BlockResult, EventJson, TxResultJson } from "../../comet/json.js";
import type { FetchBlock } from "./catch-up.js";

interface BlockResultsJson {
  readonly txs_results: readonly TxResultJson[] | null;
  readonly finalize_block_events: readonly EventJson[] | null;
}

/** Blocks as CometBFT keeps them with their results. */
export const cometBlocks =
  (comet: Pick<CometClient, "call">): FetchBlock =>
  async (height) => {
    try {
      const [{ block }, results] = [
        await comet.call<BlockResult>("block", { height: `${height}` }),
        await comet.call<BlockResultsJson>("block_results", { height: `${height}` }),
      ];
      return block === null ? undefined : toEthereumBlock(height, block.data.txs ?? [], results);
    } catch (error) {
      // Below the lowest that CometBFT keeps; a height above is still to come.
      if (error instanceof CometError && isGone(error.message)) return undefined;
      throw error;
    }
  };

const isGone = (message: string): boolean =>
  /lowest height|is not available|could not find results|not persisting/i.test(message);

function toEthereumBlock(height: number, txs: readonly string[], results: BlockResultsJson): EthereumBlock | undefined {
  const executed: ExecutedEthereum[] = [];
  for (const [index, result] of (results.txs_results ?? []).entries()) {
    if ((result.code ?? 0) !== 0) continue;
    const raw = rawOf(fromBase64(txs[index]));
    if (raw !== undefined) executed.push({ raw, data: fromBase64(result.data) });
  }
  const event = results.finalize_block_events?.findLast(({ type }) => type === "ethereum_block");
  const value = (name: string): string => event?.attributes?.find(({ key }) => key === name)?.value ?? "";
  return ethereumBlock(BigInt(height), { hash: value("hash"), header: value("header") }, executed);
}

/** Votes stand in front of a block's transactions; they and other bytes that are no transaction carry none. */
function rawOf(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return rawEthereumOf(decodeTransaction(bytes));
  } catch {
    return undefined;
  }
}
