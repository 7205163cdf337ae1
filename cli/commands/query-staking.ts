import { flag, wholeNumber } from "../flags.js";
import type { Invocation } from "../invocation.js";
import { addressOfNameOrAddress, operatorOfNameOrAddress } from "../keys/open.js";
import type { QueryGroup } from "./query-modules.js";

const byValidator = async (call: Invocation, validator = "") => ({
  validator_addr: await operatorOfNameOrAddress(call, validator),
});

const byDelegator = async (call: Invocation, delegator = "") => ({
  delegator_addr: await addressOfNameOrAddress(call, delegator),
});

const byBoth = async (call: Invocation, delegator: string, validator: string) => ({
  ...(await byDelegator(call, delegator)),
  ...(await byValidator(call, validator)),
});

export const staking: QueryGroup = {
  name: "staking",
  description: "validators, and who delegates to them",
  service: "cosmos.staking.v1beta1.Query",
  commands: [
    {
      usage: "validators",
      description: "all validators",
      method: "Validators",
      paged: true,
      flags: () => [
        flag("--status <status>", "only these", {
          choices: ["BOND_STATUS_BONDED", "BOND_STATUS_UNBONDING", "BOND_STATUS_UNBONDED"],
        }),
      ],
      request: (call) => ({ status: call.string("status") ?? "" }),
    },
    {
      usage: "validator <validator>",
      description: "a validator, by its operator's address or key",
      method: "Validator",
      request: byValidator,
    },
    {
      usage: "delegation <delegator> <validator>",
      description: "what an account delegates to a validator",
      method: "Delegation",
      request: byBoth,
    },
    {
      usage: "delegations <delegator>",
      description: "all delegations of an account",
      method: "DelegatorDelegations",
      paged: true,
      request: byDelegator,
    },
    {
      usage: "delegations-to <validator>",
      description: "all delegations to a validator",
      method: "ValidatorDelegations",
      paged: true,
      request: byValidator,
    },
    {
      usage: "unbonding-delegation <delegator> <validator>",
      description: "what an account is taking out of a validator",
      method: "UnbondingDelegation",
      request: byBoth,
    },
    {
      usage: "unbonding-delegations <delegator>",
      description: "all that an account is taking out",
      method: "DelegatorUnbondingDelegations",
      paged: true,
      request: byDelegator,
    },
    {
      usage: "unbonding-delegations-from <validator>",
      description: "all that is being taken out of a validator",
      method: "ValidatorUnbondingDelegations",
      paged: true,
      request: byValidator,
    },
    {
      usage: "redelegation <delegator> [source] [destination]",
      description: "what an account moved between validators lately",
      alias: "redelegations",
      method: "Redelegations",
      paged: true,
      request: async (call, delegator = "", source?: string, destination?: string) => ({
        ...(await byDelegator(call, delegator)),
        src_validator_addr: source === undefined ? "" : await operatorOfNameOrAddress(call, source),
        dst_validator_addr: destination === undefined ? "" : await operatorOfNameOrAddress(call, destination),
      }),
    },
    {
      usage: "redelegations-from <validator>",
      description: "what was moved away from a validator lately",
      method: "Redelegations",
      paged: true,
      request: async (call, validator = "") => ({ src_validator_addr: await operatorOfNameOrAddress(call, validator) }),
    },
    {
      usage: "delegator-validators <delegator>",
      description: "the validators that an account delegates to",
      method: "DelegatorValidators",
      paged: true,
      request: byDelegator,
    },
    {
      usage: "delegator-validator <delegator> <validator>",
      description: "a validator, if the account delegates to it",
      method: "DelegatorValidator",
      request: byBoth,
    },
    {
      usage: "historical-info <height>",
      description: "header and validators of a block",
      method: "HistoricalInfo",
      request: (_, height = "") => ({ height: wholeNumber(height) }),
    },
    { usage: "pool", description: "what is staked in all, behind active validators and not", method: "Pool" },
    { usage: "params", description: "the module's parameters", method: "Params" },
  ],
};
