import { FrameError, FrameParser } from "./frames.js";

/** Emptied places at the front are given back once there are so many. */
const EMPTY_PLACES = 4096;

/** Frames of one connection that have arrived and are not handled yet, in their order. */
export class FrameQueue {
  readonly #parser: FrameParser;
  readonly #frames: (Uint8Array | undefined)[] = [];
  #head = 0;
  /** Frames before this place were given out by `ahead`. */
  #seen = 0;
  #bytes = 0;
  #fault: FrameError | undefined;

  constructor(maxFrameBytes: number) {
    this.#parser = new FrameParser(maxFrameBytes);
  }

  /** Frames that wait. */
  get length(): number {
    return this.#frames.length - this.#head;
  }

  /** Their bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of a frame that has begun and not ended; 0 between frames. */
  get pendingBytes(): number {
    return this.#parser.pendingBytes;
  }

  /** Takes what arrived. What is no framing is told by `shift`, after the frames before it. */
  push(chunk: Uint8Array): void {
    if (this.#fault !== undefined) return;
    this.#parser.push(chunk);
    try {
      for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next()) {
        this.#frames.push(frame);
        this.#bytes += frame.length;
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#fault = error;
    }
  }

  /** The next frame; undefined when none is whole. @throws FrameError where the stream has no frames any more */
  shift(): Uint8Array | undefined {
    const frame = this.#frames[this.#head];
    if (frame === undefined) {
      if (this.#fault !== undefined) throw this.#fault;
      return undefined;
    }
    this.#frames[this.#head++] = undefined;
    this.#bytes -= frame.length;
    if (this.#head >= EMPTY_PLACES && 2 * this.#head >= this.#frames.length) {
      this.#frames.splice(0, this.#head);
      this.#seen -= this.#head;
      this.#head = 0;
    }
    return frame;
  }

  /** Frames among the next `count` that were not given out by this before. They stay in the queue. */
  ahead(count: number): Uint8Array[] {
    const from = Math.max(this.#seen, this.#head);
    const to = Math.min(this.#head + count, this.#frames.length);
    this.#seen = Math.max(from, to);
    return this.#frames.slice(from, to) as Uint8Array[];
  }
}
