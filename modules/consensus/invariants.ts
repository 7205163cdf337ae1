import { AppError, AssertionError } from "../../abci/state/errors.js";
import type { Invariant } from "../../abci/state/module.js";
import type { ConsensusKeeper } from "./keeper.js";
import { validateParams } from "./validation.js";

/** CONSENSUS-1 of the README. */
export const consensusInvariants = (consensus: ConsensusKeeper): readonly Invariant[] => [
  {
    id: "CONSENSUS-1",
    says: "CometBFT accepts the parameters",
    cheap: true,
    async check(ctx) {
      const params = await consensus.stored.get(ctx);
      if (params === undefined) return;
      try {
        validateParams(params);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new AssertionError(`CONSENSUS-1: ${error.message}`);
      }
    },
  },
];
