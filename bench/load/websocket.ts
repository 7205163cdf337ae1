import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** A text frame from a client, which the protocol wants masked (RFC 6455); a mask of zeros leaves the text as it is. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 0xffff) throw new RangeError("a frame of this client holds at most 65535 bytes");
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/** The pong that answers a ping. */
const pongFrame = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length]), Buffer.alloc(4), payload]);

export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Takes frames of a server out of a stream of bytes. Fragments come as frames of their own, with `final` joined here. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);
  private fragments: Buffer[] = [];
  private opcode = 0;

  /** The whole messages and control frames that this piece completes. */
  take(piece: Buffer): Frame[] {
    this.rest = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(...this.join(frame));
    return frames;
  }

  private next(): (Frame & { final: boolean }) | undefined {
    const bytes = this.rest;
    if (bytes.length < 2) return undefined;
    const [first = 0, second = 0] = bytes;
    const short = second & 0x7f;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < start) return undefined;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < start + length) return undefined;
    this.rest = bytes.subarray(start + length);
    return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload: bytes.subarray(start, start + length) };
  }

  private join({ final, opcode, payload }: Frame & { final: boolean }): Frame[] {
    if (opcode >= 8) return [{ opcode, payload }];
    if (opcode !== 0) this.opcode = opcode;
    this.fragments.push(payload);
    if (!final) return [];
    const whole = Buffer.concat(this.fragments);
    this.fragments = [];
    return [{ opcode: this.opcode, payload: whole }];
  }
}

/** CometBFT's websocket: JSON-RPC texts in both directions, over a bare socket so that it costs next to no CPU. */
export class CometSocket {
  private constructor(private readonly socket: Socket) {}

  /** Connects, and hands every text that comes to `onText`. @throws Error when it cannot connect */
  static open(port: number, onText: (text: string) => void, onEnd: (reason: string) => void): Promise<CometSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port });
      const key = randomBytes(16).toString("base64");
      socket.setNoDelay(true);
      socket.once("error", reject);
      socket.write(
        `GET /websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
      let head = Buffer.alloc(0);
      const frames = new FrameReader();
      const deliver = (piece: Buffer): void => {
        for (const { opcode, payload } of frames.take(piece)) {
          if (opcode === 1) onText(payload.toString("utf8"));
          else if (opcode === 9) socket.write(pongFrame(payload));
        }
      };
      const onHead = (piece: Buffer): void => {
        head = Buffer.concat([head, piece]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        if (!head.toString("latin1").startsWith("HTTP/1.1 101")) {
          reject(new Error(`CometBFT refused a websocket: ${head.toString("latin1").slice(0, 100)}`));
          socket.destroy();
          return;
        }
        socket.off("data", onHead).off("error", reject);
        socket.on("data", deliver).on("error", ({ message }) => onEnd(message));
        socket.on("close", () => onEnd("the websocket closed"));
        resolve(new CometSocket(socket));
        deliver(head.subarray(end + 4));
      };
      socket.on("data", onHead);
    });
  }

  /** Subscribes to events that match CometBFT's query; they come as texts. */
  subscribe(query: string): void {
    this.socket.write(textFrame(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params: { query } })));
  }

  close(): void {
    this.socket
      .removeAllListeners("close")
      .removeAllListeners("error")
      .on("error", () => undefined)
      .destroy();
  }
}
