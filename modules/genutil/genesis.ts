import { GenesisState } from "cosmjs-types/cosmos/genutil/v1beta1/genesis";
import { AddressCodec } from "../../abci/state/addresses.js";
import { AppError, sdk } from "../../abci/state/errors.js";
import type { GenesisHandler } from "../../abci/state/module.js";
import { keyFromBytes } from "../../abci/store/bytes.js";
import { readGenesisTransaction } from "./gentx.js";
import type { GenesisExecutor } from "./types.js";

/** Genesis transactions; they run when all other modules have their state. A chain exports none: they are state by then. */
export const genutilGenesis = (executor: GenesisExecutor): GenesisHandler<GenesisState> => ({
  codec: GenesisState,
  defaults: () => ({ genTxs: [] }),

  validate(state, prefix) {
    const addresses = new AddressCodec(prefix);
    const operators = new Set<string>();
    for (const [index, json] of state.genTxs.entries()) {
      naming(index, () => {
        const { message } = readGenesisTransaction(json);
        const operator = keyFromBytes(addresses.parseOperator(message.validatorAddress));
        if (operators.has(operator)) throw sdk.invalidRequest(`${message.validatorAddress} has entered before`);
        operators.add(operator);
      });
    }
  },

  async init(ctx, state) {
    if (state.genTxs.length === 0) return;
    for (const [index, json] of state.genTxs.entries()) {
      const { bytes } = naming(index, () => readGenesisTransaction(json));
      await executor.deliver(ctx, bytes).catch((error: unknown) => naming(index, () => rethrow(error)));
    }
    await executor.settleValidators(ctx);
  },

  export: async () => ({ genTxs: [] }),
});

/** Runs `work`, and tells its fault with the transaction's place in the file. */
function naming<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.codespace, error.code, `genesis transaction ${index}: ${error.message}`);
  }
}

function rethrow(error: unknown): never {
  throw error;
}
