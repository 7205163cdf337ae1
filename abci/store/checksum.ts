import { hash } from "node:crypto";

/** Bytes that a checksum takes. */
export const CHECKSUM_BYTES = 8;

/** Tells whether bytes on the disk are those that were written: the first eight bytes of their SHA-256. */
export function checksum(data: Uint8Array): string {
  return hash("sha256", data, "latin1" as "hex").slice(0, CHECKSUM_BYTES);
}
