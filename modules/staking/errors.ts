import { defineErrors } from "../../abci/state/errors.js";

/** Codes and closing words of the SDK's staking module; codes are consensus and are never reused. */
export const errors = defineErrors("staking", {
  noValidator: [3, (operator: string) => `${operator}: validator does not exist`],
  operatorExists: [
    4,
    () => "validator already exist for this operator address; must use new validator operator address",
  ],
  pubkeyExists: [5, () => "validator already exist for this pubkey; must use new validator pubkey"],
  pubkeyTypeNotSupported: [
    6,
    ({ got, expected }: { got: string; expected: readonly string[] }) =>
      `got: ${got}, expected: ${expected.join(", ")}: validator pubkey type is not supported`,
  ],
  jailed: [7, () => "validator for this address is currently jailed"],
  commissionNegative: [9, () => "commission must be positive"],
  commissionHuge: [10, () => "commission cannot be more than 100%"],
  commissionOverMaxRate: [11, () => "commission cannot be more than the max rate"],
  commissionUpdateTime: [12, () => "commission cannot be changed more than once in 24h"],
  changeRateNegative: [13, () => "commission change rate must be positive"],
  changeRateOverMaxRate: [14, () => "commission change rate cannot be more than the max rate"],
  commissionOverMaxChangeRate: [15, () => "commission cannot be changed more than max change rate"],
  selfDelegationBelowMinimum: [
    16,
    () => "validator's self delegation must be greater than their minimum self delegation",
  ],
  minSelfDelegationDecreased: [17, () => "minimum self delegation cannot be decrease"],
  noDelegation: [19, () => "no delegation for (address, validator) tuple"],
  noDelegatorForAddress: [21, () => "delegator does not contain delegation"],
  insufficientShares: [22, () => "insufficient delegation shares"],
  notEnoughShares: [24, (shares: string) => `${shares}: not enough delegation shares`],
  noUnbonding: [26, () => "no unbonding delegation found"],
  maxUnbondingEntries: [27, () => "too many unbonding delegation entries for (delegator, validator) tuple"],
  noRedelegation: [28, () => "no redelegation found"],
  selfRedelegation: [29, () => "cannot redelegate to the same validator"],
  tinyRedelegation: [30, () => "too few tokens to redelegate (truncates to zero tokens)"],
  badRedelegationDst: [31, () => "redelegation destination validator not found"],
  transitiveRedelegation: [
    32,
    () =>
      "redelegation to this validator already in progress; first redelegation to this validator must complete before next redelegation",
  ],
  maxRedelegationEntries: [
    33,
    () => "too many redelegation entries for (delegator, src-validator, dst-validator) tuple",
  ],
  invalidExchangeRate: [34, () => "cannot delegate to validators with invalid (zero) ex-rate"],
  noHistoricalInfo: [38, () => "no historical info found"],
  emptyPubkey: [39, () => "empty validator public key"],
  commissionUnderMinRate: [
    40,
    (min: string) =>
      `cannot set validator commission to less than minimum rate of ${min}: commission cannot be less than min rate`,
  ],
  badRedelegationSrc: [44, () => "redelegation source validator not found"],
  // From here on not the SDK's, which lets these happen.
  tinyDelegation: [100, (amount: bigint) => `${amount} base units make no share of this validator: delegate more`],
  tinyUndelegation: [102, () => "the shares are worth less than one base unit: undelegate more"],
  slashUnderWay: [
    103,
    (operator: string) => `${operator} is being slashed, which takes some blocks: try again when that is done`,
  ],
  powerOverflow: [
    101,
    ({ power, max }: { power: bigint; max: bigint }) =>
      `with this, ${power} units of power would be staked in all, and CometBFT takes at most ${max}`,
  ],
});
