import type { Socket } from "node:net";
import { type ServerInterceptor, ServerInterceptingCall } from "@grpc/grpc-js";

/** Answers that a connection has not taken yet. */
interface Debt {
  bytes: number;
  /** When the oldest of them was handed to the connection, by `performance.now()`. */
  since: number;
  messages: number;
}

export interface UnsentLimits {
  readonly maxUnsentBytes: number;
  /** 0 is no limit. */
  readonly writeTimeoutMs: number;
}

/**
 * Knows what each gRPC connection was sent and has not taken, so that a client which does not read is refused more, and
 * is cut off after a while: HTTP/2's flow control lets a client stop the flow without the socket showing it.
 */
export class UnsentAnswers {
  private readonly debts = new Map<string, Debt>();
  private readonly sockets = new Map<string, Socket>();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: UnsentLimits) {
    const { writeTimeoutMs } = limits;
    if (writeTimeoutMs > 0) this.timer = setInterval(() => this.cutOff(), Math.ceil(writeTimeoutMs / 4)).unref();
  }

  /** Connections open now. */
  get connections(): number {
    return this.sockets.size;
  }

  add(socket: Socket): void {
    const peer = peerOf(socket);
    this.sockets.set(peer, socket);
    socket.once("close", () => {
      this.sockets.delete(peer);
      this.debts.delete(peer);
    });
  }

  /** Whether a connection, named as gRPC's `getPeer` names it, has left too much untaken to be given more. */
  isFull(peer: string): boolean {
    return (this.debts.get(peer)?.bytes ?? 0) >= this.limits.maxUnsentBytes;
  }

  /** Counts each message from its writing until the connection has taken it. */
  readonly interceptor: ServerInterceptor = (_method, call) =>
    new CountingCall(call, (bytes) => this.owe(call.getPeer(), bytes));

  close(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets.values()) socket.destroy();
  }

  private owe(peer: string, bytes: number): () => void {
    const debt = this.debts.get(peer) ?? { bytes: 0, since: performance.now(), messages: 0 };
    debt.bytes += bytes;
    debt.messages++;
    this.debts.set(peer, debt);
    return () => {
      debt.bytes -= bytes;
      debt.messages--;
      debt.since = performance.now();
      if (debt.messages === 0) this.debts.delete(peer);
    };
  }

  private cutOff(): void {
    const now = performance.now();
    for (const [peer, debt] of this.debts) {
      if (now - debt.since > this.limits.writeTimeoutMs) this.sockets.get(peer)?.destroy();
    }
  }
}

class CountingCall extends ServerInterceptingCall {
  constructor(
    call: ConstructorParameters<typeof ServerInterceptingCall>[0],
    private readonly owe: (bytes: number) => () => void,
  ) {
    super(call, {});
  }

  override sendMessage(message: unknown, callback: () => void): void {
    const taken = this.owe(message instanceof Uint8Array ? message.length : 0);
    super.sendMessage(message, () => {
      taken();
      callback();
    });
  }
}

/** As gRPC's `getPeer` names a connection. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress ?? "unknown"}:${remotePort ?? 0}`;
}
