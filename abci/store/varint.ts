/** Views up to this length are made once. */
const KEPT_VIEWS = 512;

/**
 * A growing scratch buffer with the integer encodings of IAVL and protobuf. Callers write from `reset`, then take a view
 * or a copy; nothing here awaits, so one scratch serves all.
 */
export class Scratch {
  bytes = Buffer.allocUnsafe(4096);
  at = 0;
  private readonly views: Buffer[] = [];

  reset(): this {
    this.at = 0;
    return this;
  }

  /** A view of what was written; valid until the next reset. */
  view(): Buffer {
    const { at } = this;
    // What is hashed has few different lengths, and a view costs as much as a tenth of a hash.
    if (at < KEPT_VIEWS) return (this.views[at] ??= this.bytes.subarray(0, at));
    return this.bytes.subarray(0, at);
  }

  copy(): Buffer {
    return Buffer.from(this.view());
  }

  byte(value: number): this {
    this.reserve(1);
    this.bytes[this.at++] = value;
    return this;
  }

  /** Unsigned varint of a non-negative safe integer. */
  uvarint(value: number): this {
    this.reserve(10);
    while (value >= 0x80) {
      this.bytes[this.at++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.bytes[this.at++] = value;
    return this;
  }

  /** Zigzag varint of a non-negative safe integer below 2^52. */
  zigzag(value: number): this {
    return this.uvarint(value * 2);
  }

  /** A 32-bit number, little-endian. */
  uint32(value: number): this {
    this.reserve(4);
    this.at = this.bytes.writeUInt32LE(value, this.at);
    return this;
  }

  /** Leaves room for `size` bytes, to be set later. */
  skip(size: number): this {
    this.reserve(size);
    this.at += size;
    return this;
  }

  /** Sets a 32-bit number, little-endian, in room that was left. */
  setUint32(at: number, value: number): void {
    this.bytes.writeUInt32LE(value, at);
  }

  /** The bytes of a binary string. */
  binary(text: string): this {
    const length = text.length;
    this.reserve(length);
    const { bytes, at } = this;
    // A loop beats latin1Write for the short strings that keys and hashes are: no call into C++.
    for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i);
    this.at = at + length;
    return this;
  }

  raw(data: Uint8Array): this {
    this.reserve(data.length);
    this.bytes.set(data, this.at);
    this.at += data.length;
    return this;
  }

  private reserve(size: number): void {
    if (this.at + size > this.bytes.length) this.grow(size);
  }

  private grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + size));
    grown.set(this.view());
    this.bytes = grown;
    this.views.length = 0;
  }
}

/** Reads what `Scratch` wrote. */
export class Cursor {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError("record ends early");
    return value;
  }

  uvarint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  binary(length: number): string {
    const text = this.bytes.toString("latin1", this.at, this.at + length);
    if (text.length !== length) throw new RangeError("record ends early");
    this.at += length;
    return text;
  }

  /** A view of the record. */
  raw(length: number): Buffer {
    const data = this.bytes.subarray(this.at, this.at + length);
    if (data.length !== length) throw new RangeError("record ends early");
    this.at += length;
    return data;
  }
}
