import type { Socket } from "node:net";
import type { EncodedResponse } from "./application.js";

const slabBytes = 64 << 10;
/** A body from this size on is handed to the socket where it lies; smaller ones are gathered. */
const copiedBytes = 16 << 10;
const headerBytes = 12;

/** Gathers framed responses and hands those of one turn of the event loop to the socket in one write. */
export class Outbox {
  #slab: Uint8Array = new Uint8Array(0);
  /** What lies before has been handed over; a slab's bytes are never written twice. */
  #start = 0;
  #at = 0;
  #parts: Uint8Array[] = [];
  #partsBytes = 0;
  #scheduled = false;

  constructor(private readonly socket: Socket) {}

  /** Bytes that the other end has not taken yet, as far as this process can see. */
  get unsentBytes(): number {
    return this.socket.writableLength + this.#partsBytes + this.#at - this.#start;
  }

  /** Adds `Response{field: body}` after its length; it leaves with `flush`, or at the turn's end at the latest. */
  append(field: number, body: EncodedResponse): void {
    if (body instanceof Uint8Array) this.#appendWhole(field, body);
    else this.#appendPieces(field, body);
    if (this.#at - this.#start + this.#partsBytes >= slabBytes) this.flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#onTurnEnd);
    }
  }

  #appendWhole(field: number, body: Uint8Array): void {
    const copied = body.length < copiedBytes;
    const room = headerBytes + (copied ? body.length : 0);
    if (this.#at + room > this.#slab.length) this.#newSlab();
    this.#header(field, body.length);
    if (copied) {
      this.#slab.set(body, this.#at);
      this.#at += body.length;
    } else {
      this.#push(body);
    }
  }

  #appendPieces(field: number, pieces: readonly Uint8Array[]): void {
    if (this.#at + headerBytes > this.#slab.length) this.#newSlab();
    let length = 0;
    for (const piece of pieces) length += piece.length;
    this.#header(field, length);
    for (const piece of pieces) if (piece.length > 0) this.#push(piece);
  }

  /** Hands bytes over where they lie, after all that was added before. */
  #push(body: Uint8Array): void {
    this.#cut();
    this.#parts.push(body);
    this.#partsBytes += body.length;
  }

  /** Hands everything to the socket now. */
  flush(): void {
    this.#cut();
    const parts = this.#parts;
    if (parts.length === 0) return;
    this.#parts = [];
    this.#partsBytes = 0;
    if (this.socket.destroyed) return;
    if (parts.length === 1) {
      this.socket.write(parts[0] as Uint8Array);
      return;
    }
    this.socket.cork();
    for (const part of parts) this.socket.write(part);
    this.socket.uncork();
  }

  readonly #onTurnEnd = (): void => {
    this.#scheduled = false;
    this.flush();
  };

  #cut(): void {
    if (this.#at === this.#start) return;
    this.#parts.push(this.#slab.subarray(this.#start, this.#at));
    this.#partsBytes += this.#at - this.#start;
    this.#start = this.#at;
  }

  #newSlab(): void {
    this.#cut();
    this.#slab = Buffer.allocUnsafeSlow(slabBytes);
    this.#start = 0;
    this.#at = 0;
  }

  #header(field: number, length: number): void {
    const tag = (field << 3) | 2;
    this.#varint(varintBytes(tag) + varintBytes(length) + length);
    this.#varint(tag);
    this.#varint(length);
  }

  #varint(value: number): void {
    const slab = this.#slab;
    while (value > 0x7f) {
      slab[this.#at++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    slab[this.#at++] = value;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes++;
  return bytes;
}
