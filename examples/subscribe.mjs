// Follows the chain over a websocket: prints BLOCKS new blocks (default 5) and the transactions in them, then ends.
import { sha256 } from "@cosmjs/crypto";
import { toHex } from "@cosmjs/encoding";
import { Comet38Client, WebsocketClient } from "@cosmjs/tendermint-rpc";
import { rpc } from "./devnet.mjs";

const wanted = Number(process.env.BLOCKS ?? 5);
const client = await Comet38Client.create(new WebsocketClient(rpc.replace(/^http/, "ws")));

await new Promise((resolve, reject) => {
  let seen = 0;
  client.subscribeNewBlock().subscribe({
    next(block) {
      console.log(
        `block ${block.header.height} at ${block.header.time.toISOString()}: ${block.txs.length} transactions`,
      );
      for (const tx of block.txs) console.log(`  ${toHex(sha256(tx)).toUpperCase()}`);
      if (++seen >= wanted) resolve();
    },
    error: reject,
  });
});
client.disconnect();
// cosmjs' socket waits for an answer to its goodbye, which CometBFT does not send: the script would not end by itself.
process.exit(0);
