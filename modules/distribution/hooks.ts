import type { WriteContext } from "../../abci/state/context.js";
import type { Decimal } from "../../abci/state/decimals.js";
import { assert } from "../../abci/state/errors.js";
import type { DistributionKeeper } from "./keeper.js";
import { beginDelegation, closeValidator, endDelegation, endPeriod, openValidator } from "./rewards.js";

/**
 * What staking has to tell before and after stake changes: rewards are paid with the shares that earned them. Each costs
 * the same, however old the delegation is.
 */
export function distributionHooks(distribution: DistributionKeeper) {
  const validatorOf = async (ctx: WriteContext, operator: Uint8Array) => {
    const validator = await distribution.staking.validator(ctx, operator);
    assert(validator !== undefined, "DISTRIBUTION-3: a validator whose stake changes exists");
    return validator;
  };

  return {
    afterValidatorCreated: (ctx: WriteContext, operator: Uint8Array): Promise<void> =>
      openValidator(ctx, distribution, operator),

    afterValidatorRemoved: (ctx: WriteContext, _consAddress: Uint8Array, operator: Uint8Array): Promise<void> =>
      closeValidator(ctx, distribution, operator),

    async beforeDelegationCreated(ctx: WriteContext, _delegator: Uint8Array, operator: Uint8Array): Promise<void> {
      await endPeriod(ctx, distribution, await validatorOf(ctx, operator));
    },

    async beforeDelegationSharesModified(
      ctx: WriteContext,
      delegator: Uint8Array,
      operator: Uint8Array,
    ): Promise<void> {
      await endDelegation(ctx, distribution, delegator, await validatorOf(ctx, operator));
    },

    afterDelegationModified: (ctx: WriteContext, delegator: Uint8Array, operator: Uint8Array): Promise<void> =>
      beginDelegation(ctx, distribution, delegator, operator),

    /** @param fraction of the validator's tokens */
    async beforeValidatorSlashed(ctx: WriteContext, operator: Uint8Array, fraction: Decimal): Promise<void> {
      // A period of its own, so that two slashes of one block are told apart.
      const { period } = await endPeriod(ctx, distribution, await validatorOf(ctx, operator), { always: true });
      await distribution.slashEvents.set(ctx, [operator, ctx.block.height, period], { period, fraction });
    },
  };
}
