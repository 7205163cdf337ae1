import type { WriteContext } from "../../abci/state/context.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import type { SlashingKeeper } from "./keeper.js";

/** What slashing does when staking tells of a validator; a part of staking's hooks. */
export interface ValidatorHooks {
  afterValidatorCreated(ctx: WriteContext, operator: Uint8Array): Promise<void>;
  afterValidatorRemoved(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
  afterValidatorBonded(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
}

/**
 * The validator's key is known from its creation to its removal; its signing begins when it becomes active, with the
 * window that it had, and it has no turns to answer for.
 */
export const slashingHooks = (slashing: SlashingKeeper): ValidatorHooks => ({
  async afterValidatorCreated(ctx, operator) {
    const validator = await slashing.staking.validator(ctx, operator);
    if (validator !== undefined) await slashing.pubkeys.set(ctx, validator.consAddress, validator.consPubkey);
  },

  async afterValidatorRemoved(ctx, consAddress) {
    await slashing.pubkeys.delete(ctx, consAddress);
    await slashing.turns.delete(ctx, consAddress);
  },

  async afterValidatorBonded(ctx, consAddress) {
    const known = await slashing.signingInfo(ctx, consAddress);
    await slashing.infos.set(ctx, consAddress, {
      address: ctx.addresses.formatConsensus(consAddress),
      indexOffset: 0n,
      jailedUntil: nanosToTimestamp(0n),
      tombstoned: false,
      missedBlocksCounter: 0n,
      ...known,
      startHeight: ctx.block.height,
    });
    await slashing.turns.delete(ctx, consAddress);
  },
});
