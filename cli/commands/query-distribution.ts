import { wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress, operatorOfNameOrAddress } from "../keys/open.js";
import type { QueryGroup } from "./query-modules.js";

const byValidator = async (call: Invocation, validator: string) => ({
  validator_address: await operatorOfNameOrAddress(call, validator),
});

const byDelegator = async (call: Invocation, delegator: string) => ({
  delegator_address: await addressOfNameOrAddress(call, delegator),
});

export const distribution: QueryGroup = {
  name: "distribution",
  description: "rewards, commissions and the community pool",
  service: "cosmos.distribution.v1beta1.Query",
  commands: [
    {
      usage: "rewards <delegator>",
      description: "what a delegator can withdraw, by validator and in all",
      method: "DelegationTotalRewards",
      request: byDelegator,
    },
    {
      usage: "rewards-by-validator <delegator> <validator>",
      description: "what a delegator can withdraw of one delegation",
      method: "DelegationRewards",
      request: async (call, delegator, validator) => ({
        ...(await byDelegator(call, delegator)),
        ...(await byValidator(call, validator)),
      }),
    },
    {
      usage: "delegator-validators <delegator>",
      description: "the validators that an account delegates to",
      method: "DelegatorValidators",
      request: byDelegator,
    },
    {
      usage: "delegator-withdraw-address <delegator>",
      description: "where an account's rewards are sent",
      method: "DelegatorWithdrawAddress",
      request: byDelegator,
    },
    {
      usage: "commission <validator>",
      description: "a validator's commission, not withdrawn",
      method: "ValidatorCommission",
      request: byValidator,
    },
    {
      usage: "validator-outstanding-rewards <validator>",
      description: "what a validator and all its delegators have not withdrawn",
      method: "ValidatorOutstandingRewards",
      request: byValidator,
    },
    {
      usage: "validator-distribution-info <validator>",
      description: "a validator's commission, and the rewards of its own delegation",
      method: "ValidatorDistributionInfo",
      request: byValidator,
    },
    {
      usage: "slashes <validator> <start-height> <end-height>",
      description: "when a validator was slashed, and by how much",
      method: "ValidatorSlashes",
      paged: true,
      request: async (call, validator, start, end) => ({
        ...(await byValidator(call, validator)),
        starting_height: wholeNumber(start),
        ending_height: wholeNumber(end),
      }),
    },
    { usage: "community-pool", description: "what the community pool holds", method: "CommunityPool" },
    { usage: "params", description: "the module's parameters", method: "Params" },
  ],
};

export const mint: QueryGroup = {
  name: "mint",
  description: "new coins",
  service: "cosmos.mint.v1beta1.Query",
  commands: [
    { usage: "inflation", description: "the present inflation, in a year", method: "Inflation" },
    {
      usage: "annual-provisions",
      description: "new coins in a year, at the present inflation",
      method: "AnnualProvisions",
    },
    { usage: "params", description: "the module's parameters", method: "Params" },
  ],
};
