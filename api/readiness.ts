import { type CometClient, CometError } from "./comet/client.js";
import type { StatusResult } from "./comet/json.js";
import type { Health } from "./grpc/health.js";
import { RpcError } from "./status.js";
import type { RawState } from "./types.js";

export interface ReadinessParts {
  readonly comet: CometClient;
  readonly state: Pick<RawState, "latestHeight">;
  readonly services: readonly string[];
  /** A last block older than this makes the node not ready; 0 is no limit. */
  readonly maxAgeSeconds: number;
}

/** How long one look is good for: load balancers ask often, and from many places. */
const FRESH_MS = 1_000;

/** The store lags CometBFT's own height by the block under way. */
const MAX_LAG = 2n;

/** Ready means: blocks are there, CometBFT has caught up, and the last block is of now. */
export class Readiness implements Health {
  readonly services: readonly string[];
  private last: { readonly at: number; readonly reason: Promise<string | undefined> } | undefined;

  constructor(private readonly parts: ReadinessParts) {
    this.services = parts.services;
  }

  ready(): Promise<string | undefined> {
    if (this.last === undefined || performance.now() - this.last.at > FRESH_MS) {
      this.last = { at: performance.now(), reason: this.look() };
    }
    return this.last.reason;
  }

  private async look(): Promise<string | undefined> {
    const { comet, state, maxAgeSeconds } = this.parts;
    try {
      const height = await state.latestHeight();
      if (height === 0n) return "no block is committed yet";
      const { sync_info: sync } = await comet.call<StatusResult>("status");
      const known = BigInt(sync.latest_block_height);
      if (sync.catching_up) return `the node is catching up, at height ${known}`;
      if (known - height > MAX_LAG) return `the application is at height ${height}, CometBFT at ${known}`;
      const age = (Date.now() - Date.parse(sync.latest_block_time)) / 1000;
      if (maxAgeSeconds > 0 && age > maxAgeSeconds) return `the last block is ${Math.round(age)} s old`;
      return undefined;
    } catch (error) {
      return error instanceof RpcError || error instanceof CometError
        ? error.message
        : "the node's state cannot be read";
    }
  }
}
