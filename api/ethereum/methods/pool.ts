import type { EthereumTransaction } from "../../../modules/evm/transaction.js";
import { accountAt } from "../../../modules/evm/state.js";
import { checksumAddress } from "../../../modules/evm/hex.js";
import { keccak256 } from "../../../modules/evm/crypto.js";
import type { PoolContent } from "../pool.js";
import { pendingJson } from "../json.js";
import { data, quantity, readAddress } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

type Shown = (tx: EthereumTransaction) => unknown;
type ByNonce = Record<string, unknown>;

/** What this node's pool holds. */
export const poolMethods = ({ chain, pool, dev }: MethodParts): Methods => {
  const content = async (of?: Uint8Array): Promise<PoolContent> => {
    const ctx = await chain.latest();
    const next = async (sender: Uint8Array): Promise<bigint> =>
      (await accountAt(ctx, chain.echoin.keepers.evm, sender))?.nonce ?? 0n;
    return pool.content(next, of);
  };
  return {
    // Those of the node's own accounts, which a dev node alone has.
    async eth_pendingTransactions() {
      const own = (dev?.accounts ?? []).map(data);
      const { pending } = own.length === 0 ? { pending: [] } : await content();
      return pending.filter(({ sender }) => own.includes(data(sender))).map(pendingJson);
    },
    async txpool_status() {
      const { pending, queued } = await content();
      return { pending: quantity(pending.length), queued: quantity(queued.length) };
    },
    async txpool_content() {
      const { pending, queued } = await content();
      return { pending: bySender(pending, pendingJson), queued: bySender(queued, pendingJson) };
    },
    async txpool_contentFrom(params) {
      const { pending, queued } = await content(params.required(0, readAddress));
      return { pending: byNonce(pending, pendingJson), queued: byNonce(queued, pendingJson) };
    },
    async txpool_inspect() {
      const { pending, queued } = await content();
      return { pending: bySender(pending, summary), queued: bySender(queued, summary) };
    },
  };
};

function bySender(all: readonly EthereumTransaction[], shown: Shown): Record<string, ByNonce> {
  const senders: Record<string, ByNonce> = {};
  for (const tx of all) {
    const own = (senders[checksumAddress(tx.sender, keccak256)] ??= {});
    own[tx.nonce.toString()] = shown(tx);
  }
  return senders;
}

const byNonce = (all: readonly EthereumTransaction[], shown: Shown): ByNonce =>
  Object.fromEntries(all.map((tx) => [tx.nonce.toString(), shown(tx)]));

/** As go-ethereum writes a transaction on a line. */
const summary: Shown = ({ to, value, gasLimit, maxFeePerGas }) => {
  const whom = to === undefined ? "contract creation" : checksumAddress(to, keccak256);
  return `${whom}: ${value} wei + ${gasLimit} gas × ${maxFeePerGas} wei`;
};
