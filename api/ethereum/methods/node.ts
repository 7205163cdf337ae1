import { keccak256 } from "../../../modules/evm/crypto.js";
import type { StatusResult } from "../../comet/json.js";
import { data, quantity, readBytes } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

/** What the node says of itself: web3_*, net_*, and eth_* without state. */
export const nodeMethods = ({ chain, comet, node }: MethodParts): Methods => ({
  async web3_clientVersion() {
    return `Echoin/v${node.version}/${process.platform}-${process.arch}/node${process.versions.node}`;
  },
  async web3_sha3(params) {
    return data(keccak256(params.required(0, readBytes)));
  },
  async net_version() {
    return (await chain.facts()).chainId.toString();
  },
  async net_listening() {
    return true;
  },
  async net_peerCount() {
    const { n_peers: peers } = await comet.call<{ n_peers: string }>("net_info");
    return quantity(BigInt(peers));
  },
  async eth_chainId() {
    return quantity((await chain.facts()).chainId);
  },
  async eth_blockNumber() {
    return quantity(chain.height);
  },
  async eth_accounts() {
    return [];
  },
  async eth_syncing() {
    const { sync_info: sync } = await comet.call<StatusResult>("status");
    if (!sync.catching_up) return false;
    const known = BigInt(sync.latest_block_height);
    return { startingBlock: "0x0", currentBlock: quantity(chain.height), highestBlock: quantity(known) };
  },
});
