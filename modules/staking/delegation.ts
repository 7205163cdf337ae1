import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { type Decimal, formatDecimal, truncate } from "../../abci/state/decimals.js";
import { sdk } from "../../abci/state/errors.js";
import { bytesEqual } from "../../abci/store/bytes.js";
import { errors } from "./errors.js";
import { moveBetweenPools, totalStaked } from "./pools.js";
import { isWorthless, powerOf, sharesOf, withoutShares, withTokens, worthOf } from "./shares.js";
import type { StakingState } from "./state.js";
import {
  BONDED_POOL,
  type BondStatus,
  type Delegation,
  MAX_SHARES,
  MAX_TOTAL_POWER,
  NOT_BONDED_POOL,
  type Validator,
} from "./types.js";

export interface DelegateRequest {
  readonly delegator: Uint8Array;
  readonly operator: Uint8Array;
  /** Positive, in base units. */
  readonly amount: bigint;
  /** Where the tokens are: the delegator's own account, or a pool that holds those of validators of this status. */
  readonly source: "account" | BondStatus;
}

/**
 * Adds tokens to a validator and their shares to the delegation. Vesting coins may be delegated.
 * @throws errors.noValidator, errors.slashUnderWay, errors.invalidExchangeRate, errors.tinyDelegation, errors.powerOverflow,
 * sdk.insufficientFunds, and what a listener refuses with
 */
export async function delegate(ctx: WriteContext, staking: StakingState, request: DelegateRequest): Promise<Decimal> {
  const { delegator, operator, amount, source } = request;
  const validator = await staking.requireValidator(ctx, operator);
  await staking.requireThawed(ctx, operator);
  requireRoom(validator, amount);
  if (source === "account") await requirePower(ctx, staking, amount);
  await staking.tell(ctx, "beforeTokensAdded", operator, validator.tokens + amount);

  const before = await staking.delegation(ctx, delegator, operator);
  if (before === undefined) await staking.tell(ctx, "beforeDelegationCreated", delegator, operator);
  else await staking.tell(ctx, "beforeDelegationSharesModified", delegator, operator);

  await takeTokens(ctx, staking, request, validator);
  const [after, made] = withTokens(validator, amount);
  await staking.setValidator(ctx, validator, after);
  const delegation = { delegator, operator, shares: (before?.shares ?? 0n) + made };
  await staking.setDelegation(ctx, delegation, before === undefined);
  await staking.tell(ctx, "afterDelegationModified", delegator, operator);
  return made;
}

/** Tokens and shares that a validator can take: none when it was slashed to nothing. */
function requireRoom(validator: Validator, amount: bigint): void {
  if (isWorthless(validator)) throw errors.invalidExchangeRate(undefined);
  const made = sharesOf(validator, amount);
  if (made === 0n) throw errors.tinyDelegation(amount);
  // Each slash to almost nothing lets the next tokens make many more shares: their number must stay a decimal.
  if (validator.shares + made > MAX_SHARES) throw errors.invalidExchangeRate(undefined);
}

/** CometBFT stops at a total power that it cannot hold, so nobody may stake that much. */
async function requirePower(ctx: ReadContext, staking: StakingState, amount: bigint): Promise<void> {
  const total = (await totalStaked(ctx, staking)) + amount;
  const power = powerOf(total, await staking.powerReduction(ctx));
  if (power > MAX_TOTAL_POWER) throw errors.powerOverflow({ power, max: MAX_TOTAL_POWER });
}

async function takeTokens(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, amount, source }: DelegateRequest,
  { status }: Validator,
): Promise<void> {
  if (source !== "account") return moveBetweenPools(ctx, staking, { from: source, to: status, amount });
  const coins = [{ denom: await staking.bondDenom(ctx), amount }];
  await staking.bank.delegate(ctx, delegator, status === "bonded" ? BONDED_POOL : NOT_BONDED_POOL, coins);
}

/**
 * Takes shares out of a delegation and their tokens out of the validator; the tokens stay in its pool, for the caller to
 * move. An operator that keeps less than its pledge is jailed; a candidate without shares and active days is removed.
 * @throws errors.noDelegatorForAddress, errors.notEnoughShares, and what a listener refuses with
 */
export async function unbond(
  ctx: WriteContext,
  staking: StakingState,
  { delegator, operator, shares }: Delegation,
): Promise<bigint> {
  if ((await staking.delegation(ctx, delegator, operator)) === undefined) throw errors.noDelegatorForAddress(undefined);
  await staking.tell(ctx, "beforeDelegationSharesModified", delegator, operator);
  const delegation = await staking.delegation(ctx, delegator, operator);
  if (delegation === undefined) throw errors.noDelegatorForAddress(undefined);
  if (delegation.shares < shares) throw errors.notEnoughShares(formatDecimal(delegation.shares));

  const kept = { ...delegation, shares: delegation.shares - shares };
  const validator = await jailIfUnderPledge(ctx, staking, kept);
  if (kept.shares === 0n) {
    await staking.tell(ctx, "beforeDelegationRemoved", delegator, operator);
    await staking.removeDelegation(ctx, kept);
  } else {
    await staking.setDelegation(ctx, kept, false);
    await staking.tell(ctx, "afterDelegationModified", delegator, operator);
  }

  const [after, tokens] = withoutShares(validator, shares);
  await staking.setValidator(ctx, validator, after);
  if (after.shares === 0n && after.status === "unbonded") await removeValidator(ctx, staking, after);
  return tokens;
}

async function jailIfUnderPledge(ctx: WriteContext, staking: StakingState, kept: Delegation): Promise<Validator> {
  const validator = await staking.requireValidator(ctx, kept.operator);
  const isUnder =
    bytesEqual(kept.delegator, kept.operator) &&
    !validator.jailed &&
    truncate(worthOf(validator, kept.shares)) < validator.minSelfDelegation;
  return isUnder ? setJailed(ctx, staking, validator, true) : validator;
}

/** Jails or frees a validator; the next end of a block takes it out of the active set, or puts it back. */
export async function setJailed(
  ctx: WriteContext,
  staking: StakingState,
  validator: Validator,
  jailed: boolean,
): Promise<Validator> {
  const after = { ...validator, jailed };
  await staking.setValidator(ctx, validator, after);
  return after;
}

/** Removes a candidate that nobody delegates to and that is not active. */
export async function removeValidator(ctx: WriteContext, staking: StakingState, validator: Validator): Promise<void> {
  const { operator, consAddress } = validator;
  await staking.deleteValidator(ctx, validator);
  await staking.tell(ctx, "afterValidatorRemoved", consAddress, operator);
}

/**
 * The shares that a delegator has to give for an amount of tokens: all of them when rounding asks for a little more.
 * @throws errors.noValidator, errors.noDelegation, errors.insufficientShares, sdk.invalidRequest when it has fewer
 */
export async function sharesForTokens(
  ctx: ReadContext,
  staking: StakingState,
  { delegator, operator, amount }: { delegator: Uint8Array; operator: Uint8Array; amount: bigint },
): Promise<Decimal> {
  const validator = await staking.requireValidator(ctx, operator);
  const delegation = await staking.delegation(ctx, delegator, operator);
  if (delegation === undefined) throw errors.noDelegation(undefined);
  if (validator.tokens === 0n) throw errors.insufficientShares(undefined);
  const shares = sharesOf(validator, amount);
  if (shares > delegation.shares) throw sdk.invalidRequest("invalid shares amount");
  return shares;
}
