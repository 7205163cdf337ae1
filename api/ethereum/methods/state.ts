import { accountAt } from "../../../modules/evm/state.js";
import { data, type Params, quantity, readAddress, readBlock, type BlockReference, readSlot } from "../values.js";
import type { MethodParts, Methods } from "./types.js";

/** The block that a parameter names; the latest when it is left out. */
export const blockAt = (params: Params, index: number): BlockReference =>
  params.optional(index, readBlock) ?? { kind: "latest" };

/** Accounts and contracts at a block. */
export const stateMethods = ({ chain, pool }: MethodParts): Methods => {
  const { evm } = chain.echoin.keepers;
  return {
    async eth_getBalance(params) {
      const address = params.required(0, readAddress);
      const account = await accountAt(await chain.state(blockAt(params, 1)), evm, address);
      return quantity(account?.balance ?? 0n);
    },
    async eth_getTransactionCount(params) {
      const address = params.required(0, readAddress);
      const block = blockAt(params, 1);
      if (block.kind === "pending") {
        return quantity(pool.nextNonce(address, await chain.pendingNonce(address)));
      }
      const account = await accountAt(await chain.state(block), evm, address);
      return quantity(account?.nonce ?? 0n);
    },
    async eth_getCode(params) {
      const address = params.required(0, readAddress);
      return data(await evm.code(await chain.state(blockAt(params, 1)), address));
    },
    async eth_getStorageAt(params) {
      const address = params.required(0, readAddress);
      const slot = params.required(1, readSlot);
      const stored = await evm.storage.get(await chain.state(blockAt(params, 2)), [address, slot]);
      const word = new Uint8Array(32);
      if (stored !== undefined) word.set(stored, 32 - stored.length);
      return data(word);
    },
  };
};
