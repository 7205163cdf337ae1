import { defineErrors } from "../../abci/state/errors.js";

/** Codes of the SDK's distribution module; they are consensus and are never reused. */
export const errors = defineErrors("distribution", {
  emptyDelegatorAddress: [2, () => "delegator address is empty"],
  emptyWithdrawAddress: [3, () => "withdraw address is empty"],
  emptyValidatorAddress: [4, () => "validator address is empty"],
  noDelegationInfo: [
    5,
    ({ delegator, operator }: { delegator: string; operator: string }) =>
      `${delegator} has no delegation to ${operator}: no delegation distribution info`,
  ],
  noValidatorInfo: [6, (operator: string) => `${operator}: no validator distribution info`],
  noCommission: [7, (operator: string) => `${operator}: no validator commission to withdraw`],
  withdrawAddressDisabled: [8, () => "set withdraw address disabled"],
  insufficientPool: [
    9,
    ({ held, asked }: { held: string; asked: string }) =>
      `the community pool holds ${held || "nothing"}, and ${asked} is asked for: ` +
      "community pool does not have sufficient coins to distribute",
  ],
  invalidProposalAmount: [10, (reason: string) => `${reason}: invalid community pool spend proposal amount`],
  emptyProposalRecipient: [11, () => "invalid community pool spend proposal recipient"],
  noValidator: [12, (operator: string) => `${operator}: validator does not exist`],
  noDelegation: [
    13,
    ({ delegator, operator }: { delegator: string; operator: string }) =>
      `${delegator} to ${operator}: delegation does not exist`,
  ],
});
