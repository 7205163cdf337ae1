import { now } from "../measure/clock.js";
import { EthereumRpc } from "../measure/ethereum-rpc.js";
import { pause } from "../measure/rpc.js";
import type { SeenBlock } from "../measure/stats.js";
import { CometSocket } from "./websocket.js";

/** Tells of committed blocks until it is closed. */
export interface BlockWatch {
  close(): void;
}

/** Starts to watch the blocks that come from now on. @throws Error when nobody answers at the port */
export type WatchBlocks = (
  port: number,
  onBlock: (block: SeenBlock) => void,
  onEnd: (reason: string) => void,
) => Promise<BlockWatch>;

/** By CometBFT's events, without the transactions in them. */
export const watchComet: WatchBlocks = async (port, onBlock, onEnd) => {
  const socket = await CometSocket.open(port, (text) => onEvent(text, onBlock), onEnd);
  socket.subscribe("tm.event='NewBlockEvents'");
  return socket;
};

function onEvent(text: string, onBlock: (block: SeenBlock) => void): void {
  const message = JSON.parse(text) as { result?: { data?: { value?: { height: string; num_txs: string } } } };
  const value = message.result?.data?.value;
  if (value === undefined) return;
  onBlock({ height: Number(value.height), txs: Number(value.num_txs), seenAt: now() });
}

/** How often an Ethereum node is asked for new blocks: a few requests cost it nothing, and a block is seen soon enough. */
const POLL_MS = 25;

/** By asking, which every Ethereum node answers alike: a block counts once its receipts can be had. */
export const watchEthereum: WatchBlocks = async (port, onBlock, onEnd) => {
  const rpc = new EthereumRpc(port);
  let known = await rpc.height();
  let closed = false;
  const poll = async (): Promise<void> => {
    for (; !closed; await pause(POLL_MS)) {
      const height = await rpc.height();
      const counts = await rpc.transactionCounts(known + 1, height);
      const seenAt = now();
      for (const txs of counts) if (!closed) onBlock({ height: ++known, txs, seenAt });
    }
  };
  poll().catch((error: unknown) => {
    if (!closed) onEnd(error instanceof Error ? error.message : String(error));
  });
  return {
    close() {
      closed = true;
    },
  };
};
