/** `0x` and two digits for each byte, lower case. */
export function hexOf(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

/** An address as Ethereum's tools write it, its capitals a checksum over keccak-256 (EIP-55). */
export function checksumAddress(address: Uint8Array, keccak256: (bytes: Uint8Array) => Uint8Array): string {
  const digits = Buffer.from(address).toString("hex");
  const digest = Buffer.from(keccak256(Buffer.from(digits, "latin1"))).toString("hex");
  let text = "0x";
  for (let i = 0; i < digits.length; i++) text += digest[i]! >= "8" ? digits[i]!.toUpperCase() : digits[i]!;
  return text;
}

/** Bytes from `0x` text, or undefined when it is none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  if (!/^0x([0-9a-fA-F]{2})*$/.test(text)) return undefined;
  return Uint8Array.from(Buffer.from(text.slice(2), "hex"));
}
