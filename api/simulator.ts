import type { Echoin } from "../abci/app/echoin.js";
import { TransactionExecutor } from "../abci/app/execute.js";
import type { Logger } from "../abci/app/logger.js";
import type { VersionSource } from "../abci/app/query.js";
import { decodeTransaction } from "../abci/app/transaction.js";
import { AddressCodec } from "../abci/state/addresses.js";
import { Overlay } from "../abci/state/overlay.js";
import type { StoreKey } from "../abci/store/types.js";
import { RpcError } from "./status.js";
import type { Simulate } from "./types.js";

/** What the consensus thread's check state has of these keys; undefined where it has nothing. */
export type PendingValues = (keys: readonly StoreKey[]) => Promise<readonly (Uint8Array | undefined)[]>;

export interface SimulatorParts {
  readonly chain: Echoin;
  readonly versions: VersionSource;
  readonly pending: PendingValues;
  readonly logger: Logger;
}

/**
 * Simulates over the last commit, patched with what the mempool's transactions have done to the accounts concerned, so
 * that the sequence number is the one that the transaction will meet.
 */
export function createSimulator({ chain, versions, pending, logger }: SimulatorParts): Simulate {
  const executor = new TransactionExecutor(chain.router, chain.keepers, [], logger);
  return async (txBytes) => {
    const version = await versions.latestVersion();
    if (version === 0n)
      throw new RpcError("FAILED_PRECONDITION", "no block is committed yet; try again after the first block");
    const reader = await versions.at(version);
    const { bech32Prefix, lastBlock } = await chain.identityOf(reader);
    const addresses = new AddressCodec(bech32Prefix);
    const overlay = new Overlay(reader);
    const keys = accountsTouched(chain, addresses, txBytes);
    const values = keys.length > 0 ? await pending(keys) : [];
    for (const [at, { store, key }] of keys.entries()) {
      const value = values[at];
      if (value !== undefined) overlay.set(store, key, value);
    }
    const execution = { overlay, block: lastBlock, addresses, mode: "simulate" } as const;
    return executor.execute(execution, () => decodeTransaction(txBytes));
  };
}

/** None for a transaction that cannot be decoded: what is wrong with it is said when it is executed. */
function accountsTouched(chain: Echoin, addresses: AddressCodec, txBytes: Uint8Array): StoreKey[] {
  const keys: StoreKey[] = [];
  try {
    chain.readAhead(decodeTransaction(txBytes), addresses, keys);
  } catch {
    return [];
  }
  return keys;
}
