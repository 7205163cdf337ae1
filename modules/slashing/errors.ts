import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes 2 to 9 as in the Cosmos SDK's x/slashing; the rest is for what the SDK answers without a code. */
export const errors = defineErrors("slashing", {
  noValidatorForAddress: [2, because("address is not associated with any known validator")],
  badValidatorAddress: [3, because("validator does not exist for that address")],
  validatorJailed: [4, because("validator still jailed; cannot be unjailed")],
  validatorNotJailed: [5, because("validator not jailed; cannot be unjailed")],
  missingSelfDelegation: [6, because("validator has no self-delegation; cannot be unjailed")],
  selfDelegationTooLow: [7, because("validator's self delegation less than minimum; cannot be unjailed")],
  noSigningInfo: [8, because("no validator signing info found")],
  validatorTombstoned: [9, because("validator already tombstoned")],
  invalidParams: [10, (fault: string) => `invalid slashing parameters: ${fault}`],
});
