/** What arrived is not ABCI's framing; the connection cannot go on. */
export class FrameError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "FrameError";
  }
}

const empty = new Uint8Array(0);

/** A frame that began in an earlier chunk gets this much memory on the word of its length alone. */
const trustedBytes = 1 << 20;

/**
 * Once this much of a frame has come, the rest is reserved at once: growing by steps would copy a genesis of hundreds of
 * megabytes several times. The system gives memory as it is written to.
 */
const provenBytes = 1 << 24;

/**
 * Cuts a byte stream into frames: each a varint length and that many bytes. A frame within one chunk is a view of it; one
 * that spans chunks is gathered in memory that grows with what has arrived, not with what its length says.
 */
export class FrameParser {
  #chunk: Uint8Array = empty;
  #at = 0;
  /** Length of the frame at hand; complete when `#inBody`. */
  #length = 0;
  #prefixBytes = 0;
  #inBody = false;
  /** What has arrived of a frame that spans chunks. */
  #partial: Uint8Array = empty;
  #filled = 0;

  constructor(readonly maxFrameBytes: number) {}

  /** Bytes of a frame that has begun and not ended, its length prefix included; 0 between frames. */
  get pendingBytes(): number {
    return this.#prefixBytes + this.#filled;
  }

  /** Gives the next chunk of the stream; only once `next` has answered undefined for the one before. */
  push(chunk: Uint8Array): void {
    // A Buffer's views cost twice as much, and every request is one.
    this.#chunk = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#at = 0;
  }

  /** The next whole frame without its length, or undefined when more bytes are needed. @throws FrameError */
  next(): Uint8Array | undefined {
    if (!this.#inBody && !this.#readLength()) return undefined;
    const available = this.#chunk.length - this.#at;
    const missing = this.#length - this.#filled;
    if (this.#filled === 0 && available >= missing) {
      const frame = this.#chunk.subarray(this.#at, this.#at + missing);
      this.#at += missing;
      return this.#finish(frame);
    }
    if (available === 0) return undefined;
    const taken = Math.min(available, missing);
    this.#reserve(taken);
    this.#partial.set(this.#chunk.subarray(this.#at, this.#at + taken), this.#filled);
    this.#filled += taken;
    this.#at += taken;
    return taken === missing ? this.#finish(this.#partial.subarray(0, this.#length)) : undefined;
  }

  #finish(frame: Uint8Array): Uint8Array {
    this.#inBody = false;
    this.#length = 0;
    this.#prefixBytes = 0;
    this.#partial = empty;
    this.#filled = 0;
    return frame;
  }

  /** True once the length is known and allowed. */
  #readLength(): boolean {
    const chunk = this.#chunk;
    while (this.#at < chunk.length) {
      const byte = chunk[this.#at++] as number;
      // Five bytes hold 35 bits: enough for any length that is allowed, and exact in a double.
      if (this.#prefixBytes === 5) throw new FrameError("a frame's length takes more than 5 bytes");
      this.#length += (byte & 0x7f) * 2 ** (7 * this.#prefixBytes);
      this.#prefixBytes++;
      if (byte < 0x80) {
        if (this.#length > this.maxFrameBytes)
          throw new FrameError(`a frame of ${this.#length} bytes is longer than the ${this.maxFrameBytes} allowed`);
        this.#inBody = true;
        return true;
      }
    }
    return false;
  }

  #reserve(more: number): void {
    const needed = this.#filled + more;
    if (needed <= this.#partial.length) return;
    const size = needed < provenBytes ? Math.min(this.#length, Math.max(trustedBytes, 2 * needed)) : this.#length;
    const { buffer, byteOffset, length } = Buffer.allocUnsafe(size);
    const grown = new Uint8Array(buffer, byteOffset, length);
    grown.set(this.#partial.subarray(0, this.#filled));
    this.#partial = grown;
  }
}
