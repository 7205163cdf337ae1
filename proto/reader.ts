import { BinaryReader } from "cosmjs-types/binary";

/** Bytes that are not a message of the type they are read as. */
export class DecodeError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "DecodeError";
  }
}

/** What `decodeMessage` needs of a codec. */
export interface Decoder<T> {
  decode(input: BinaryReader | Uint8Array, length?: number): T;
}

/**
 * Reads protobuf's wire format without copying it, with the methods that cosmjs-types' generated `decode` functions
 * call. Stricter than cosmjs-types' reader: text must be UTF-8, varints fit 64 bits, nothing ends early.
 */
class Reader {
  buf: Uint8Array;
  pos = 0;
  type = 0;
  len: number;

  constructor(bytes: Uint8Array) {
    this.buf = bytes;
    this.len = bytes.length;
  }

  assertBounds(): void {
    if (this.pos > this.len) throw endsEarly();
  }

  tag(): [number, number, number] {
    const tag = this.uint32();
    return [tag >>> 3, tag & 7, tag];
  }

  skip(length?: number): this {
    if (length === undefined) this.#varint();
    else this.#advance(length);
    return this;
  }

  skipType(wireType: number): this {
    this.#skipField(wireType, maxGroupDepth);
    return this;
  }

  uint32(): number {
    const byte = this.buf[this.pos] as number;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    this.#varint();
    return lo >>> 0;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  sint32(): number {
    const value = this.uint32();
    return (value >>> 1) ^ -(value & 1);
  }

  uint64(): bigint {
    const small = this.#smallVarint();
    return small >= 0 ? BigInt(small) : unsigned64();
  }

  int64(): bigint {
    const small = this.#smallVarint();
    return small >= 0 ? BigInt(small) : BigInt.asIntN(64, unsigned64());
  }

  sint64(): bigint {
    this.#varint();
    const value = unsigned64();
    return (value & 1n) === 0n ? value >> 1n : -(value >> 1n) - 1n;
  }

  fixed32(): number {
    const at = this.#advance(4);
    const { buf } = this;
    return (
      (byteAt(buf, at) | (byteAt(buf, at + 1) << 8) | (byteAt(buf, at + 2) << 16) | (byteAt(buf, at + 3) << 24)) >>> 0
    );
  }

  sfixed32(): number {
    return this.fixed32() | 0;
  }

  fixed64(): bigint {
    lo = this.fixed32();
    hi = this.fixed32();
    return unsigned64();
  }

  sfixed64(): bigint {
    return BigInt.asIntN(64, this.fixed64());
  }

  float(): number {
    return new DataView(this.buf.buffer, this.buf.byteOffset).getFloat32(this.#advance(4), true);
  }

  double(): number {
    return new DataView(this.buf.buffer, this.buf.byteOffset).getFloat64(this.#advance(8), true);
  }

  bool(): boolean {
    this.#varint();
    return lo !== 0 || hi !== 0;
  }

  bytes(): Uint8Array {
    const length = this.uint32();
    const start = this.#advance(length);
    return length === 0 ? empty : this.buf.subarray(start, start + length);
  }

  string(): string {
    const length = this.uint32();
    const start = this.#advance(length);
    if (length === 0) return "";
    const { buf } = this;
    const end = start + length;
    for (let i = start; i < end; i++) if ((buf[i] as number) > 0x7f) return utf8(buf.subarray(start, end));
    return asciiSlice.call(buf, start, end);
  }

  #advance(length: number): number {
    const start = this.pos;
    if (start + length > this.len) throw endsEarly();
    this.pos = start + length;
    return start;
  }

  /** The varint when it is below 2^28, else −1 with its halves in `lo` and `hi`. */
  #smallVarint(): number {
    const byte = this.buf[this.pos] as number;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    this.#varint();
    return hi === 0 ? lo >>> 0 : hi < 0x200000 ? hi * 0x100000000 + (lo >>> 0) : -1;
  }

  /** Reads a varint of up to 64 bits into `lo` and `hi`. */
  #varint(): void {
    const { buf } = this;
    let at = this.pos;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= this.len) throw endsEarly();
      const byte = buf[at++] as number;
      if (shift === 63 && byte > 1) throw new DecodeError("a number takes more than 64 bits");
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.pos = at;
    lo = low;
    hi = high >>> 0;
  }

  #skipField(wireType: number, depth: number): void {
    switch (wireType) {
      case 0:
        return this.#varint();
      case 1:
        return void this.#advance(8);
      case 2:
        return void this.#advance(this.uint32());
      case 3:
        if (depth === 0) throw new DecodeError("groups are nested too deeply");
        for (;;) {
          const inner = this.uint32() & 7;
          if (inner === 4) return;
          this.#skipField(inner, depth - 1);
        }
      case 5:
        return void this.#advance(4);
      default:
        throw new DecodeError(`wire type ${wireType} does not exist`);
    }
  }
}

// Generated code asks `input instanceof BinaryReader`; extending the class would run its constructor, which copies.
Object.setPrototypeOf(Reader.prototype, BinaryReader.prototype);

const maxGroupDepth = 100;
const empty = new Uint8Array(0);

/** Halves of the 64-bit varint read last: returning them in an object would cost an allocation for each. */
let lo = 0;
let hi = 0;

const unsigned64 = (): bigint => (BigInt(hi) << 32n) | BigInt(lo >>> 0);
const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const endsEarly = (): DecodeError => new DecodeError("the message ends within a field");

/** Node's ASCII decoder, which takes any Uint8Array and leaves the bytes where they are. */
const { latin1Slice: asciiSlice } = Buffer.prototype as unknown as {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
};
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new DecodeError("a text field is not UTF-8");
  }
}

/**
 * The message that `bytes` hold. Its bytes fields are views of `bytes`: copy what outlives them.
 * @throws DecodeError when the bytes end within a field, or hold an impossible number, wire type or text
 */
export function decodeMessage<T>(codec: Decoder<T>, bytes: Uint8Array): T {
  const reader = new Reader(bytes);
  const message = codec.decode(reader);
  reader.assertBounds();
  return message;
}

/** What generated code reads from: `input` itself when it is a reader, else a strict reader of these bytes. */
export function readerOf(input: BinaryReader | Uint8Array): BinaryReader {
  return input instanceof BinaryReader ? input : new Reader(input);
}
