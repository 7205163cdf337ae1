import type { ServerResponse } from "node:http";
import { RpcError } from "../status.js";

/** Bounds what answers that clients have not taken yet hold of memory, and for how long. */
export class UnsentBodies {
  private bytes = 0;

  constructor(
    private readonly maxBytes: number,
    /** 0 is no limit. */
    private readonly timeoutMs: number,
  ) {}

  /** @throws RpcError UNAVAILABLE while slow clients hold too much */
  requireRoom(): void {
    if (this.bytes < this.maxBytes) return;
    throw new RpcError("UNAVAILABLE", "clients have not taken their answers yet; try again in a moment");
  }

  /** Counts a body from now until the connection has taken it; a client that takes too long is cut off. */
  track(response: ServerResponse, bytes: number): void {
    this.bytes += bytes;
    const timer = this.timeoutMs > 0 ? setTimeout(() => response.socket?.destroy(), this.timeoutMs).unref() : undefined;
    let settled = false;
    const settle = (): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      this.bytes -= bytes;
    };
    response.once("finish", settle).once("close", settle);
  }
}
