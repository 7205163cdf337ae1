/**
 * RLP for what every block encodes much of: the nodes of its tries. The library, which takes nested lists, copies each of their
 * bytes several times; these two are given what is encoded already. Source: the Yellow Paper, appendix B.
 */

/** The shortest length that is written beside its own length. */
const LONG = 56;
const STRING = 0x80;
const LIST = 0xc0;

/** The encoding of a string of bytes. */
export function encodeString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length === 1 && bytes[0]! < STRING) return bytes;
  const header = headerBytes(length);
  const encoded = new Uint8Array(header + length);
  writeHeader(encoded, STRING, { length, header });
  encoded.set(bytes, header);
  return encoded;
}

/** The encoding of a list, of its items' encodings. */
export function encodeList(items: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const item of items) length += item.length;
  const header = headerBytes(length);
  const encoded = new Uint8Array(header + length);
  writeHeader(encoded, LIST, { length, header });
  let at = header;
  for (const item of items) {
    encoded.set(item, at);
    at += item.length;
  }
  return encoded;
}

function headerBytes(length: number): number {
  let bytes = 1;
  if (length >= LONG) for (let rest = length; rest > 0; rest >>>= 8) bytes++;
  return bytes;
}

function writeHeader(
  target: Uint8Array,
  kind: number,
  { length, header }: { readonly length: number; readonly header: number },
): void {
  if (header === 1) {
    target[0] = kind + length;
    return;
  }
  target[0] = kind + LONG - 1 + header - 1;
  for (let at = header - 1, rest = length; at > 0; at--, rest >>>= 8) target[at] = rest & 0xff;
}
