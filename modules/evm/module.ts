import type { ModuleDefinition, ReadAhead } from "../../abci/state/module.js";
import type { StoreKey } from "../../abci/store/types.js";
import { type MsgEthereumTx, MsgEthereumTx as MsgEthereumTxCodec } from "../../proto/generated/echoin/evm/v1/tx.js";
import { beginBlock, endBlock } from "./blocks.js";
import { evmGenesis } from "./genesis.js";
import { evmInvariants } from "./invariants.js";
import type { EvmKeeper } from "./keeper.js";
import { evmMessages, type EvmParts } from "./messages.js";
import { evmQueries } from "./queries.js";
import { requestOf } from "./transaction.js";
import { MODULE_NAME } from "./types.js";

/** The EVM: Ethereum's contracts and transactions over the chain's accounts and balances. */
export function evmModule(parts: EvmParts): ModuleDefinition {
  const { keeper } = parts;
  return {
    name: MODULE_NAME,
    stores: [MODULE_NAME],
    consensusVersion: 1,
    messages: [{ service: "echoin.evm.v1.Msg", handlers: evmMessages(parts) }],
    queries: [{ service: "echoin.evm.v1.Query", handlers: evmQueries(keeper) }],
    genesis: evmGenesis(keeper),
    invariants: evmInvariants(keeper),
    readAhead: { [MsgEthereumTxCodec.typeUrl]: readAhead(keeper) },
    beginBlock: (ctx) => beginBlock(ctx, keeper),
    endBlock: (ctx) => endBlock(ctx, keeper),
  };
}

/** The two accounts that a transaction names, and the slots that it says it will use. Who signed it is not looked at yet. */
const readAhead =
  (keeper: EvmKeeper): ReadAhead =>
  ({ raw, from }: MsgEthereumTx, parseAddress) => {
    const { to, accessList } = requestOf(raw);
    const keys: StoreKey[] = [keeper.locateCodeHash(parseAddress(from))];
    if (to !== undefined) keys.push(keeper.locateCodeHash(to), keeper.accounts.locate(to));
    for (const { address, storageKeys } of accessList) {
      for (const slot of storageKeys) keys.push(keeper.storage.locate([address, slot]));
    }
    return keys;
  };
