export { bytesOfHex, hexOf } from "../../abci/state/hex.js";

/** An address as Ethereum's tools write it, its capitals a checksum over keccak-256 (EIP-55). */
export function checksumAddress(address: Uint8Array, keccak256: (bytes: Uint8Array) => Uint8Array): string {
  const digits = Buffer.from(address).toString("hex");
  const digest = Buffer.from(keccak256(Buffer.from(digits, "latin1"))).toString("hex");
  let text = "0x";
  for (let i = 0; i < digits.length; i++) text += digest[i]! >= "8" ? digits[i]!.toUpperCase() : digits[i]!;
  return text;
}
