import { KnownAddress } from "./addresses.js";

const DELEGATION_BYTES = 23;
const PREFIX_BYTES = 3;

/** The account whose code runs instead, where the code says so (EIP-7702): 0xef0100, then its address. */
export function delegationOf(code: Uint8Array): KnownAddress | undefined {
  if (code.length !== DELEGATION_BYTES || code[0] !== 0xef || code[1] !== 0x01 || code[2] !== 0x00) return undefined;
  return new KnownAddress(code.slice(PREFIX_BYTES));
}
