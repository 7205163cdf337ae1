import { BinaryWriter } from "cosmjs-types/binary";

/**
 * Writes protobuf's wire format into memory that messages share, with the method names that cosmjs-types' generated
 * `encode` functions call.
 *
 * cosmjs-types' own writer gets the length of 64-bit varints from 2^31 to 2^32−1 wrong and breaks the message, so
 * nothing on the chain encodes without this one. It also writes forward into one buffer where the other links an object
 * for every field, which makes it several times as fast. Numbers that a field cannot hold are refused, never truncated.
 */
export class Writer {
  #bytes: Uint8Array;
  #buffer: Buffer;
  /** Where the message at hand starts; what lies before it belongs to messages that are finished. */
  #start = 0;
  #at = 0;
  readonly #forks: number[] = [];

  constructor() {
    [this.#bytes, this.#buffer] = slab(slabSize);
  }

  /** Bytes of the message written so far. */
  get len(): number {
    return this.#at - this.#start;
  }

  /** Drops what has been written since the last `finish`. */
  clear(): this {
    this.#at = this.#start;
    this.#forks.length = 0;
    return this;
  }

  /** Ends the message and returns its bytes; the writer is then ready for the next one. */
  finish(): Uint8Array {
    if (this.#forks.length > 0) throw new RangeError("a nested message is not closed: ldelim() is missing");
    const message = this.#bytes.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return message;
  }

  /** Opens a nested message: its length is filled in by `ldelim`. */
  fork(): this {
    this.#reserve(1);
    this.#forks.push(this.#at++);
    return this;
  }

  /** Closes the nested message that `fork` opened last. */
  ldelim(): this {
    // Room for a longer length comes first: what is open moves with the message, a place already taken off does not.
    this.#reserve(4);
    const lengthAt = this.#forks.pop();
    if (lengthAt === undefined) throw new RangeError("no nested message is open: fork() is missing");
    const length = this.#at - lengthAt - 1;
    if (length < 0x80) {
      this.#bytes[lengthAt] = length;
      return this;
    }
    const extra = varintLength(length) - 1;
    this.#bytes.copyWithin(lengthAt + 1 + extra, lengthAt + 1, this.#at);
    const end = this.#at + extra;
    this.#at = lengthAt;
    this.#varint(length);
    this.#at = end;
    return this;
  }

  /** Drops the nested message that is open, or the whole message when none is. */
  reset(): this {
    const lengthAt = this.#forks.pop();
    this.#at = lengthAt ?? this.#start;
    return this;
  }

  tag(fieldNo: number, wireType: number): this {
    return this.uint32(((fieldNo << 3) | wireType) >>> 0);
  }

  uint32(value: number): this {
    if (value !== value >>> 0) throw outOfRange("uint32", value);
    this.#reserve(5);
    if (value < 0x80) this.#bytes[this.#at++] = value;
    else this.#varint(value);
    return this;
  }

  int32(value: number): this {
    if (value !== (value | 0)) throw outOfRange("int32", value);
    if (value >= 0) return this.uint32(value);
    this.#reserve(10);
    this.#varint64(value >>> 0, 0xffffffff);
    return this;
  }

  sint32(value: number): this {
    if (value !== (value | 0)) throw outOfRange("sint32", value);
    return this.uint32(((value << 1) ^ (value >> 31)) >>> 0);
  }

  uint64(value: bigint | number | string): this {
    this.#reserve(10);
    const approximate = Number(value);
    if (typeof value !== "string" && approximate >= 0 && approximate <= Number.MAX_SAFE_INTEGER) {
      if (!Number.isInteger(approximate)) throw outOfRange("uint64", value);
      this.#varint(approximate);
      return this;
    }
    const exact = toBigInt("uint64", value);
    if (exact < 0n || exact > maxUint64) throw outOfRange("uint64", value);
    split64[0] = exact;
    this.#varint64(low(), high());
    return this;
  }

  int64(value: bigint | number | string): this {
    this.#reserve(10);
    const approximate = Number(value);
    if (typeof value !== "string" && approximate >= 0 && approximate <= Number.MAX_SAFE_INTEGER) {
      if (!Number.isInteger(approximate)) throw outOfRange("int64", value);
      this.#varint(approximate);
      return this;
    }
    const exact = toBigInt("int64", value);
    if (exact < minInt64 || exact > maxInt64) throw outOfRange("int64", value);
    split64[0] = BigInt.asUintN(64, exact);
    this.#varint64(low(), high());
    return this;
  }

  sint64(value: bigint | number | string): this {
    const exact = toBigInt("sint64", value);
    if (exact < minInt64 || exact > maxInt64) throw outOfRange("sint64", value);
    this.#reserve(10);
    split64[0] = exact < 0n ? -2n * exact - 1n : 2n * exact;
    this.#varint64(low(), high());
    return this;
  }

  fixed64(value: bigint | number | string): this {
    const exact = toBigInt("fixed64", value);
    if (exact < 0n || exact > maxUint64) throw outOfRange("fixed64", value);
    return this.#fixed64(exact);
  }

  sfixed64(value: bigint | number | string): this {
    const exact = toBigInt("sfixed64", value);
    if (exact < minInt64 || exact > maxInt64) throw outOfRange("sfixed64", value);
    return this.#fixed64(BigInt.asUintN(64, exact));
  }

  bool(value: boolean): this {
    this.#reserve(1);
    this.#bytes[this.#at++] = value ? 1 : 0;
    return this;
  }

  fixed32(value: number): this {
    if (value !== value >>> 0) throw outOfRange("fixed32", value);
    this.#reserve(4);
    this.#at = this.#buffer.writeUInt32LE(value, this.#at);
    return this;
  }

  sfixed32(value: number): this {
    if (value !== (value | 0)) throw outOfRange("sfixed32", value);
    this.#reserve(4);
    this.#at = this.#buffer.writeInt32LE(value, this.#at);
    return this;
  }

  float(value: number): this {
    this.#reserve(4);
    this.#at = this.#buffer.writeFloatLE(value, this.#at);
    return this;
  }

  double(value: number): this {
    this.#reserve(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
    return this;
  }

  bytes(value: Uint8Array): this {
    const length = value.length;
    this.#reserve(length + 5);
    this.#varint(length);
    const bytes = this.#bytes;
    if (length < 24) for (let i = 0; i < length; i++) bytes[this.#at + i] = value[i] as number;
    else bytes.set(value, this.#at);
    this.#at += length;
    return this;
  }

  string(value: string): this {
    const length = value.length;
    // UTF-8 takes at most three bytes for one UTF-16 unit.
    this.#reserve(3 * length + 5);
    if (length < 64 && this.#shortAscii(value, length)) return this;
    const byteLength = Buffer.byteLength(value);
    this.#varint(byteLength);
    this.#buffer.write(value, this.#at, byteLength);
    this.#at += byteLength;
    return this;
  }

  /** Writes ASCII of less than 128 characters without leaving JavaScript; false when it finds another character. */
  #shortAscii(value: string, length: number): boolean {
    const bytes = this.#bytes;
    const at = this.#at + 1;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    bytes[at - 1] = length;
    this.#at = at + length;
    return true;
  }

  /** Writes an integer from 0 to 2^53−1; room must have been reserved. */
  #varint(value: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    while (value > 0x7fffffff) {
      bytes[at++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    while (value > 0x7f) {
      bytes[at++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    bytes[at++] = value;
    this.#at = at;
  }

  /** Writes an unsigned 64-bit integer from its two halves; room must have been reserved. */
  #varint64(lo: number, hi: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    while (hi > 0) {
      bytes[at++] = (lo & 0x7f) | 0x80;
      lo = ((lo >>> 7) | (hi << 25)) >>> 0;
      hi >>>= 7;
    }
    this.#at = at;
    this.#varint(lo);
  }

  #fixed64(value: bigint): this {
    this.#reserve(8);
    this.#at = this.#buffer.writeBigUInt64LE(value, this.#at);
    return this;
  }

  #reserve(size: number): void {
    if (this.#at + size > this.#bytes.length) this.#move(size);
  }

  /** Goes on in a new slab, with what the message at hand has so far, when `size` more bytes do not fit. */
  #move(size: number): void {
    const written = this.#bytes.subarray(this.#start, this.#at);
    const shift = this.#start;
    [this.#bytes, this.#buffer] = slab(Math.max(slabSize, 2 * (written.length + size)));
    this.#bytes.set(written);
    this.#start = 0;
    this.#at -= shift;
    for (let i = 0; i < this.#forks.length; i++) this.#forks[i] = (this.#forks[i] as number) - shift;
  }
}

/** Small, so that one message kept for long does not hold much memory of others. */
const slabSize = 8192;

function slab(size: number): [Uint8Array, Buffer] {
  const buffer = Buffer.allocUnsafeSlow(size);
  return [new Uint8Array(buffer.buffer, buffer.byteOffset, size), buffer];
}

const maxUint64 = 2n ** 64n - 1n;
const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);

const split64 = new BigUint64Array(1);
const split32 = new Uint32Array(split64.buffer);
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const low = (): number => split32[littleEndian ? 0 : 1] as number;
const high = (): number => split32[littleEndian ? 1 : 0] as number;

function varintLength(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

function toBigInt(type: string, value: bigint | number | string): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw outOfRange(type, value);
  try {
    return BigInt(value);
  } catch {
    throw outOfRange(type, value);
  }
}

function outOfRange(type: string, value: unknown): RangeError {
  return new RangeError(`${String(value)} is not a number that a ${type} field can hold`);
}

/** What `encodeMessage` needs of a codec; every codec of cosmjs-types and of Echoin has it. */
export interface Encoder<T> {
  encode(message: T, writer?: BinaryWriter): unknown;
}

/** Writers that no message is using: an encode within an encode takes another one. */
const idle: Writer[] = [];

/**
 * The protobuf bytes of `message`. The array may share its memory with other messages, so it is never written to.
 * @throws RangeError when a number does not fit its field
 */
export function encodeMessage<T>(codec: Encoder<T>, message: T): Uint8Array {
  const writer = idle.pop() ?? new Writer();
  codec.encode(message, asBinaryWriter(writer));
  const bytes = writer.finish();
  idle.push(writer);
  return bytes;
}

/** The bytes of `message` after their length as a varint, as ABCI sockets frame them. @throws as `encodeMessage` */
export function encodeDelimited<T>(codec: Encoder<T>, message: T): Uint8Array {
  const writer = idle.pop() ?? new Writer();
  codec.encode(message, asBinaryWriter(writer.fork()));
  const bytes = writer.ldelim().finish();
  idle.push(writer);
  return bytes;
}

/** A `Writer` under the type that generated code asks for: it calls only methods which both have. */
export function asBinaryWriter(writer: Writer): BinaryWriter {
  return writer as unknown as BinaryWriter;
}

/** A fresh writer for generated code that was given none. */
export const newBinaryWriter = (): BinaryWriter => asBinaryWriter(new Writer());

/**
 * Makes every `encode` of cosmjs-types in this process, also those that cosmjs itself calls without a writer, use the
 * mended one. For programs that use cosmjs as a client, such as the command line.
 */
export function mendCosmjsTypes(): void {
  BinaryWriter.create = newBinaryWriter;
}
