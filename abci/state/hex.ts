/** `0x` and two digits for each byte, lower case. */
export function hexOf(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

/** Bytes from `0x` text, or undefined when it is none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  if (!text.startsWith("0x")) return undefined;
  // It ends before the first pair that is not two digits.
  const bytes = Buffer.from(text.slice(2), "hex");
  return 2 * bytes.length === text.length - 2 ? new Uint8Array(bytes) : undefined;
}
