import { bytesEqual } from "../store/bytes.js";
import type { ReadContext } from "./context.js";
import { defineErrors } from "./errors.js";

/** The SDK answers under gov's name, in every module, when somebody else than the authority signs. */
export const authorityErrors = defineErrors("gov", {
  invalidSigner: [
    13,
    ({ expected, got }: { expected: string; got: string }) =>
      `invalid authority; expected ${expected}, got ${got}: expected gov account as only signer for proposal message`,
  ],
});

/** @throws authorityErrors.invalidSigner unless `signer` is the text of `authority`; sdk.invalidAddress when it is no address */
export function requireAuthority(ctx: ReadContext, authority: Uint8Array, signer: string): void {
  if (bytesEqual(ctx.addresses.parse(signer), authority)) return;
  throw authorityErrors.invalidSigner({ expected: ctx.addresses.format(authority), got: signer });
}

/** The same for messages whose authority has to be written in lower case, as the SDK compares texts. */
export function requireAuthorityText(ctx: ReadContext, authority: Uint8Array, signer: string): void {
  const expected = ctx.addresses.format(authority);
  if (signer !== expected) throw authorityErrors.invalidSigner({ expected, got: signer });
}
