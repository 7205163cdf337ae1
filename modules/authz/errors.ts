import { defineErrors } from "../../abci/state/errors.js";

const because =
  (kind: string) =>
  (reason: string): string =>
    reason === "" ? kind : `${reason}: ${kind}`;

/** Codes as in the Cosmos SDK's x/authz. */
export const errors = defineErrors("authz", {
  noAuthorization: [2, because("authorization not found")],
  invalidExpiration: [3, because("expiration time of authorization should be more than current time")],
  unknownAuthorizationType: [4, because("unknown authorization type")],
  noGrantKey: [5, because("grant key not found")],
  expired: [6, because("authorization expired")],
  granteeIsGranter: [7, because("grantee and granter should be different")],
  numberOfSigners: [9, because("authorization can be given to msg with only one signer")],
  negativeMaxTokens: [12, because("max tokens should be positive")],
});

/** The bank's error for a list that names an address twice, which `SendAuthorization` raises under the bank's name. */
export const bankErrors = defineErrors("bank", {
  duplicateEntry: [8, because("duplicate entry")],
});
