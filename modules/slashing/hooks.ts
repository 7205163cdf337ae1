import type { WriteContext } from "../../abci/state/context.js";
import { nanosToTimestamp } from "../../abci/state/time.js";
import { errors } from "./errors.js";
import type { SlashingKeeper } from "./keeper.js";

/** What slashing does when staking tells of a validator; a part of staking's hooks. */
export interface ValidatorHooks {
  /** @throws errors.validatorTombstoned */
  afterValidatorCreated(ctx: WriteContext, operator: Uint8Array): Promise<void>;
  afterValidatorRemoved(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
  afterValidatorBonded(ctx: WriteContext, consAddress: Uint8Array, operator: Uint8Array): Promise<void>;
}

/**
 * The validator's key is known from its creation to its removal; its signing begins when it becomes active, with the
 * window that it had, and it has no turns to answer for. A key that was tombstoned enters no more, whoever brings it:
 * nobody would be slashed for what it signs.
 */
export const slashingHooks = (slashing: SlashingKeeper): ValidatorHooks => ({
  async afterValidatorCreated(ctx, operator) {
    const validator = await slashing.staking.validator(ctx, operator);
    if (validator === undefined) return;
    const { consAddress, consPubkey } = validator;
    if (await slashing.isTombstoned(ctx, consAddress)) {
      throw errors.validatorTombstoned("this key has signed twice and validates no more: take a new one");
    }
    await slashing.pubkeys.set(ctx, consAddress, consPubkey);
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
