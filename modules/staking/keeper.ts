import type { ValidatorUpdate } from "cosmjs-types/tendermint/abci/types";
import type { ReadContext, WriteContext } from "../../abci/state/context.js";
import { type Decimal, quo, truncate } from "../../abci/state/decimals.js";
import { assert, sdk } from "../../abci/state/errors.js";
import { type NewValidator, createValidator } from "./candidates.js";
import { type DelegateRequest, delegate, setJailed, sharesForTokens } from "./delegation.js";
import { pooled } from "./pools.js";
import { validatorFromRecord } from "./records.js";
import { type RedelegateRequest, redelegate } from "./redelegation.js";
import { worthOf } from "./shares.js";
import { slash } from "./slash.js";
import { StakingState } from "./state.js";
import {
  type ActiveValidator,
  BONDED_POOL,
  type Delegation,
  type SlashRequest,
  type StakingParams,
  type Validator,
} from "./types.js";
import { type CancelRequest, type Undelegated, cancelUnbonding, undelegate } from "./unbonding.js";
import { requireParams } from "./validation.js";
import { updateValidatorSet } from "./validator-set.js";

/** Who validates, who stands by, and whose coins are behind them. */
export class StakingKeeper extends StakingState {
  /** All candidates, in the order of their addresses. Bound the loop. */
  async *validators(ctx: ReadContext): AsyncIterable<Validator> {
    for await (const [operator, record] of this.records.range(ctx)) yield validatorFromRecord(operator, record);
  }

  /** The active validators, in the order of addresses; at most as many as there were seats. */
  async bondedValidators(ctx: ReadContext): Promise<Validator[]> {
    const bonded: Validator[] = [];
    for await (const [operator] of this.lastPowers.range(ctx)) bonded.push(await this.requireActive(ctx, operator));
    return bonded;
  }

  /** The set as CometBFT was last told of it, the strongest first, and by operator among equals. */
  async activeSet(ctx: ReadContext): Promise<ActiveValidator[]> {
    const active: ActiveValidator[] = [];
    for await (const [operator, power] of this.lastPowers.range(ctx)) {
      const { consAddress, consPubkey } = await this.requireActive(ctx, operator);
      active.push({ operator, consAddress, consPubkey, power });
    }
    // Stable: equals stay in the order of their addresses.
    return active.sort((a, b) => (a.power === b.power ? 0 : a.power > b.power ? -1 : 1));
  }

  private async requireActive(ctx: ReadContext, operator: Uint8Array): Promise<Validator> {
    const validator = await this.validator(ctx, operator);
    assert(validator !== undefined, "STAKING-6: an active validator exists");
    return validator;
  }

  /** All delegations of an account. Bound the loop. */
  async *delegationsOf(ctx: ReadContext, delegator: Uint8Array): AsyncIterable<Delegation> {
    for await (const [[, operator], { shares }] of this.delegations.range(ctx, { prefix: delegator })) {
      yield { delegator, operator, shares: BigInt(shares) };
    }
  }

  /** All delegations to a validator. Bound the loop. */
  async *delegationsTo(ctx: ReadContext, operator: Uint8Array): AsyncIterable<Delegation> {
    for await (const [, delegator] of this.delegationsByOperator.range(ctx, { prefix: operator })) {
      const delegation = await this.delegation(ctx, delegator, operator);
      assert(delegation !== undefined, "STAKING-2: the index by operator leads to a delegation");
      yield delegation;
    }
  }

  /** Whole tokens that a delegation is worth, rounded down. */
  worth(validator: Validator, shares: Decimal): bigint {
    return truncate(worthOf(validator, shares));
  }

  /** Base units behind the active validators. */
  totalBonded(ctx: ReadContext): Promise<bigint> {
    return pooled(ctx, this, BONDED_POOL);
  }

  /** The part of all coins that is behind active validators; zero when there are no coins. */
  async bondedRatio(ctx: ReadContext): Promise<Decimal> {
    const supply = await this.bank.supply(ctx, await this.bondDenom(ctx));
    // Of integers, whose quotient is that of decimals: mint asks in each block, and no supply may be too large for it.
    return supply === 0n ? 0n : quo(await this.totalBonded(ctx), supply);
  }

  /** Makes the strongest candidates the active set: at the end of a block, and after genesis transactions. */
  settleValidators(ctx: WriteContext): Promise<void> {
    return updateValidatorSet(ctx, this);
  }

  /** What this block changes in CometBFT's set: complete after the end of the block, or after genesis. */
  async validatorUpdates(ctx: ReadContext): Promise<readonly ValidatorUpdate[]> {
    return (await this.updates.get(ctx))?.updates ?? [];
  }

  /**
   * Changes the parameters; all but the denomination, which what is staked is counted in.
   * @throws sdk.invalidRequest that names the parameter and its limits
   */
  async setParams(ctx: WriteContext, params: StakingParams): Promise<void> {
    requireParams(params);
    const { bondDenom } = await this.params(ctx);
    if (params.bondDenom !== bondDenom) {
      throw sdk.invalidRequest(`the bond denom is ${bondDenom} since genesis and cannot become ${params.bondDenom}`);
    }
    await this.parameters.set(ctx, params);
  }

  /** @see createValidator */
  createValidator(ctx: WriteContext, fields: NewValidator): Promise<void> {
    return createValidator(ctx, this, fields);
  }

  /** @see delegate */
  delegate(ctx: WriteContext, request: DelegateRequest): Promise<Decimal> {
    return delegate(ctx, this, request);
  }

  /** @see undelegate */
  undelegate(ctx: WriteContext, request: Delegation): Promise<Undelegated> {
    return undelegate(ctx, this, request);
  }

  /** @see cancelUnbonding */
  cancelUnbonding(ctx: WriteContext, request: CancelRequest): Promise<void> {
    return cancelUnbonding(ctx, this, request);
  }

  /** @see redelegate */
  redelegate(ctx: WriteContext, request: RedelegateRequest): Promise<bigint> {
    return redelegate(ctx, this, request);
  }

  /** @see sharesForTokens */
  sharesForTokens(ctx: ReadContext, request: { delegator: Uint8Array; operator: Uint8Array; amount: bigint }) {
    return sharesForTokens(ctx, this, request);
  }

  /** @see slash */
  slash(ctx: WriteContext, request: SlashRequest): Promise<bigint> {
    return slash(ctx, this, request);
  }

  /** Takes a validator out of the race; no effect when it is unknown or jailed already. */
  async jail(ctx: WriteContext, consAddress: Uint8Array): Promise<void> {
    const validator = await this.validatorByConsAddress(ctx, consAddress);
    if (validator !== undefined && !validator.jailed) await setJailed(ctx, this, validator, true);
  }

  /** Lets a validator stand again; no effect when it is unknown or not jailed. */
  async unjail(ctx: WriteContext, consAddress: Uint8Array): Promise<void> {
    const validator = await this.validatorByConsAddress(ctx, consAddress);
    if (validator?.jailed === true) await setJailed(ctx, this, validator, false);
  }
}
