import type { WriteContext } from "../../abci/state/context.js";
import { errors } from "./errors.js";
import { consAddressOf } from "./records.js";
import type { StakingState } from "./state.js";
import type { Validator } from "./types.js";

/** A new candidate: what its operator says of it. */
export type NewValidator = Pick<
  Validator,
  "operator" | "consPubkey" | "description" | "commission" | "minSelfDelegation"
>;

/**
 * Enters a candidate without stake; its first delegation has to follow in the same message.
 * @throws errors.operatorExists, errors.pubkeyExists, and what a listener refuses with
 */
export async function createValidator(ctx: WriteContext, staking: StakingState, fields: NewValidator): Promise<void> {
  const { operator } = fields;
  const consAddress = consAddressOf(fields.consPubkey);
  if ((await staking.validator(ctx, operator)) !== undefined) throw errors.operatorExists(undefined);
  if ((await staking.byConsAddress.get(ctx, consAddress)) !== undefined) throw errors.pubkeyExists(undefined);
  const validator: Validator = {
    ...fields,
    consAddress,
    jailed: false,
    status: "unbonded",
    tokens: 0n,
    shares: 0n,
    unbondingHeight: 0n,
    unbondingTimeNanos: 0n,
    unbondingIds: [],
  };
  await staking.setValidator(ctx, undefined, validator);
  await staking.byConsAddress.set(ctx, consAddress, operator);
  await staking.tell(ctx, "afterValidatorCreated", operator);
}
