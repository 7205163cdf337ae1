import type { EthereumTransaction } from "../../../modules/evm/transaction.js";
import { checksumAddress } from "../../../modules/evm/hex.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import { pendingJson } from "../json.js";
import { quantity, readAddress } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

type Shown = (tx: EthereumTransaction) => unknown;
type BySender = Record<string, Record<string, unknown>>;

/** What this node's pool holds: pending is in CometBFT's mempool, queued waits for nonces before it. */
export const poolMethods = ({ pool, waiting }: MethodParts): Methods => {
  const of = (address: Uint8Array, all: Iterable<EthereumTransaction>): Record<string, unknown> => {
    const own: Record<string, unknown> = {};
    for (const tx of all) if (Buffer.compare(tx.sender, address) === 0) own[tx.nonce.toString()] = pendingJson(tx);
    return own;
  };
  return {
    async txpool_status() {
      return { pending: quantity(pool.size), queued: quantity(waiting.size) };
    },
    async txpool_content() {
      return { pending: bySender(pool.all(), pendingJson), queued: bySender(waiting.all(), pendingJson) };
    },
    async txpool_contentFrom(params) {
      const address = params.required(0, readAddress);
      return { pending: of(address, pool.all()), queued: of(address, waiting.all()) };
    },
    async txpool_inspect() {
      return { pending: bySender(pool.all(), summary), queued: bySender(waiting.all(), summary) };
    },
  };
};

function bySender(all: Iterable<EthereumTransaction>, shown: Shown): BySender {
  const senders: BySender = {};
  for (const tx of all) {
    const own = (senders[checksumAddress(tx.sender, keccak256)] ??= {});
    own[tx.nonce.toString()] = shown(tx);
  }
  return senders;
}

/** As go-ethereum writes a transaction on a line. */
const summary: Shown = ({ to, value, gasLimit, maxFeePerGas }) => {
  const whom = to === undefined ? "contract creation" : checksumAddress(to, keccak256);
  return `${whom}: ${value} wei + ${gasLimit} gas × ${maxFeePerGas} wei`;
};
