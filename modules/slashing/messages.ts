import type { Msg } from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import { requireAuthorityText } from "../../abci/state/authority.js";
import type { WriteContext } from "../../abci/state/context.js";
import { quo, truncate } from "../../abci/state/decimals.js";
import type { MessageService } from "../../abci/state/module.js";
import { timestampToNanos } from "../../abci/state/time.js";
import type { Msg as ProposalsMsg } from "../../proto/generated/echoin/slashing/v1/tx.js";
import { errors } from "./errors.js";
import type { SlashingKeeper } from "./keeper.js";

/** `cosmos.slashing.v1beta1.Msg`. */
export const slashingMessages = (slashing: SlashingKeeper): MessageService<Msg> => ({
  async Unjail(ctx, { validatorAddr }) {
    await unjail(ctx, slashing, ctx.addresses.parseOperator(validatorAddr));
    return {};
  },

  async UpdateParams(ctx, { authority, params }) {
    requireAuthorityText(ctx, slashing.authority, authority);
    await slashing.setParams(ctx, params);
    return {};
  },
});

/** `echoin.slashing.v1.Msg`. */
export const proposalMessages = (slashing: SlashingKeeper): MessageService<ProposalsMsg> => ({
  async UpdateParams(ctx, { authority, params }) {
    requireAuthorityText(ctx, slashing.authority, authority);
    await slashing.setProposalParams(ctx, params);
    return {};
  },
});

/** Lets a validator stand again that has served its time and still has the stake of its own that it promised. */
async function unjail(ctx: WriteContext, slashing: SlashingKeeper, operator: Uint8Array): Promise<void> {
  const { staking } = slashing;
  const validator = await staking.validator(ctx, operator);
  if (validator === undefined) throw errors.noValidatorForAddress(ctx.addresses.formatOperator(operator));
  const own = await staking.delegation(ctx, operator, operator);
  if (own === undefined) throw errors.missingSelfDelegation("");
  const tokens = truncate(quo(own.shares * validator.tokens, validator.shares));
  if (tokens < validator.minSelfDelegation) {
    throw errors.selfDelegationTooLow(`${tokens} less than ${validator.minSelfDelegation}`);
  }
  if (!validator.jailed) throw errors.validatorNotJailed("");
  // One that was never active has no signing info: it was jailed for its own stake alone.
  const info = await slashing.signingInfo(ctx, validator.consAddress);
  if (info?.tombstoned === true) throw errors.validatorJailed("the validator is tombstoned");
  if (info !== undefined && ctx.block.timeNanos < timestampToNanos(info.jailedUntil)) {
    throw errors.validatorJailed(`jailed until ${info.jailedUntil.seconds} s since 1970`);
  }
  await staking.unjail(ctx, validator.consAddress);
}
