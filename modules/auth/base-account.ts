import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { PlainAccount } from "./account.js";

/**
 * The stored form of plain accounts, by hand: each transaction reads and writes its signer's account, and going through
 * two generated codecs (Any, then BaseAccount) takes several times as long. `account.test.ts` holds these bytes to the
 * generated ones.
 *
 * Any { 1: type URL, 2: BaseAccount { 1: address, 2: Any { 1: type URL, 2: key }, 3: account number, 4: sequence } }
 */
export const BASE_ACCOUNT_URL = BaseAccount.typeUrl;

const TEXT_1 = 0x0a;
const BYTES_2 = 0x12;
const NUMBER_3 = 0x18;
const NUMBER_4 = 0x20;

const url = Buffer.from(BASE_ACCOUNT_URL, "latin1");
const urlLength = url.length;

/** Node's latin1 decoder, which takes any Uint8Array and leaves the bytes where they are. */
const { latin1Slice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
};

/** The bytes of an account in the store, or undefined for numbers that JavaScript integers do not hold. */
export function encodePackedBase({ address, pubKey, accountNumber, sequence }: PlainAccount): Uint8Array | undefined {
  const number = Number(accountNumber);
  const next = Number(sequence);
  if (number > Number.MAX_SAFE_INTEGER || next > Number.MAX_SAFE_INTEGER) return undefined;
  const keyLength = pubKey === undefined ? 0 : anyLength(pubKey);
  const length =
    textLength(address.length) +
    (pubKey === undefined ? 0 : textLength(keyLength)) +
    (number === 0 ? 0 : 1 + varintLength(number)) +
    (next === 0 ? 0 : 1 + varintLength(next));

  const bytes = Buffer.allocUnsafe(2 + urlLength + textLength(length));
  bytes[0] = TEXT_1;
  bytes[1] = urlLength;
  bytes.set(url, 2);
  let at = writeLength(bytes, 2 + urlLength, BYTES_2, length);
  at = writeText(bytes, at, TEXT_1, address);
  if (pubKey !== undefined) {
    at = writeLength(bytes, at, BYTES_2, keyLength);
    if (pubKey.typeUrl !== "") at = writeText(bytes, at, TEXT_1, pubKey.typeUrl);
    if (pubKey.value.length > 0) {
      at = writeLength(bytes, at, BYTES_2, pubKey.value.length);
      bytes.set(pubKey.value, at);
      at += pubKey.value.length;
    }
  }
  if (number !== 0) at = writeLength(bytes, at, NUMBER_3, number);
  if (next !== 0) writeLength(bytes, at, NUMBER_4, next);
  return bytes;
}

/** The account, or undefined when the bytes are not those of a plain account as `encodePackedBase` writes it. */
export function decodePackedBase(bytes: Uint8Array): PlainAccount | undefined {
  if (bytes[0] !== TEXT_1 || bytes[1] !== urlLength || bytes[2 + urlLength] !== BYTES_2) return undefined;
  const end = bytes.length;
  position = 3 + urlLength;
  if (readVarint(bytes) !== end - position || bytes[position] !== TEXT_1) return undefined;
  position++;
  const addressEnd = readVarint(bytes) + position;
  if (!(addressEnd <= end)) return undefined;
  const address = latin1Slice.call(bytes, position, addressEnd);
  position = addressEnd;

  let pubKey: Any | undefined;
  if (bytes[position] === BYTES_2) {
    position++;
    const keyEnd = readVarint(bytes) + position;
    if (!(keyEnd <= end)) return undefined;
    pubKey = readAny(bytes, keyEnd);
    if (pubKey === undefined) return undefined;
  }
  const number = readNumber(bytes, NUMBER_3);
  const next = readNumber(bytes, NUMBER_4);
  if (position !== end || !(number + next <= Number.MAX_SAFE_INTEGER)) return undefined;
  return { kind: "base", address, pubKey, accountNumber: BigInt(number), sequence: BigInt(next) };
}

/** Where the next read starts: returning it beside each value would cost an allocation. */
let position = 0;

function readAny(bytes: Uint8Array, end: number): Any | undefined {
  if (bytes[position] !== TEXT_1) return undefined;
  position++;
  const urlEnd = readVarint(bytes) + position;
  if (!(urlEnd <= end)) return undefined;
  const typeUrl = latin1Slice.call(bytes, position, urlEnd);
  position = urlEnd;
  if (bytes[position] !== BYTES_2) return undefined;
  position++;
  const length = readVarint(bytes);
  if (position + length !== end) return undefined;
  const value = bytes.subarray(position, end);
  position = end;
  return { typeUrl, value };
}

function readNumber(bytes: Uint8Array, tag: number): number {
  if (bytes[position] !== tag) return 0;
  position++;
  return readVarint(bytes);
}

/** A varint; NaN from 2^53 on, and the bytes are left to the generated codec. */
function readVarint(bytes: Uint8Array): number {
  let byte = bytes[position++] ?? 0;
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  for (let scale = 0x80; ; scale *= 0x80) {
    byte = bytes[position++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
  }
}

const textLength = (length: number): number => 1 + varintLength(length) + length;

function anyLength({ typeUrl, value }: Any): number {
  return (typeUrl === "" ? 0 : textLength(typeUrl.length)) + (value.length === 0 ? 0 : textLength(value.length));
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

/** Writes a tag and a varint; returns where the next field starts. */
function writeLength(bytes: Uint8Array, start: number, tag: number, value: number): number {
  let at = start;
  bytes[at++] = tag;
  while (value > 0x7f) {
    bytes[at++] = (value % 0x80) | 0x80;
    value = Math.floor(value / 0x80);
  }
  bytes[at++] = value;
  return at;
}

function writeText(bytes: Buffer, start: number, tag: number, text: string): number {
  const at = writeLength(bytes, start, tag, text.length);
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
