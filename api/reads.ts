import type { Logger } from "../abci/app/logger.js";
import type { QueryLimits } from "./config.js";
import { Deadline, outOfTime, runUntil } from "./deadline.js";
import { Gate } from "./gate.js";
import { type CallHints, NO_HINTS, withHints } from "./hints.js";
import { isExpected, RpcError, rpcErrorOf } from "./status.js";
import type { QueryBackend, QueryResult } from "./types.js";

/** Which door a query came through. */
export type Protocol = "grpc" | "rest" | "abci" | "ethereum";

/** What is counted of queries. */
export interface QueryObserver {
  answered(protocol: Protocol, path: string, status: string, seconds: number): void;
}

export interface ReadCall {
  readonly protocol: Protocol;
  readonly path: string;
  readonly request: Uint8Array;
  /** 0n: the latest. */
  readonly height: bigint;
  /** Told when the client has gone. */
  readonly deadline?: Deadline;
  readonly hints?: CallHints;
}

export interface ReadsParts {
  readonly backend: QueryBackend;
  readonly limits: QueryLimits;
  readonly observer: QueryObserver;
  readonly logger: Logger;
}

/** The one way in to the backend for gRPC, REST and abci_query: bounded in number and time, counted. */
export class Reads {
  private readonly gate: Gate;

  constructor(private readonly parts: ReadsParts) {
    this.gate = new Gate(parts.limits.maxRunning, parts.limits.maxWaiting);
  }

  get paths(): readonly string[] {
    return this.parts.backend.paths;
  }

  get running(): number {
    return this.gate.running;
  }

  get waiting(): number {
    return this.gate.waiting;
  }

  has(path: string): boolean {
    return this.parts.backend.has(path);
  }

  newDeadline(): Deadline {
    return new Deadline(this.parts.limits.timeoutMs);
  }

  /** @throws RpcError, whatever went wrong */
  async run(call: ReadCall): Promise<QueryResult> {
    const { protocol, path, request, height, deadline = this.newDeadline(), hints = NO_HINTS } = call;
    return this.bounded(protocol, path, deadline, () =>
      withHints(hints, () => this.parts.backend.execute(path, request, height)),
    );
  }

  /** Runs other reads of state under the same limits; `path` is what they are counted as. @throws RpcError */
  async bounded<T>(protocol: Protocol, path: string, deadline: Deadline, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    let status = "OK";
    try {
      return await this.inTime(deadline, work);
    } catch (error) {
      const told = rpcErrorOf(error);
      status = told.status;
      if (told.status === "UNKNOWN" && !isExpected(error)) {
        this.parts.logger.error("query failed", { path, error: error instanceof Error ? error.stack : String(error) });
      }
      throw told;
    } finally {
      this.parts.observer.answered(protocol, path, status, (performance.now() - started) / 1000);
    }
  }

  /** The place in the gate is held until the work has ended, also when its client was told that time is over. */
  private async inTime<T>(deadline: Deadline, work: () => Promise<T>): Promise<T> {
    await this.gate.enter();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(outOfTime()), deadline.remainingMs);
    });
    const done = runUntil(deadline, async () => {
      deadline.check();
      return work();
    }).finally(() => this.gate.leave());
    try {
      return await Promise.race([done, late]);
    } finally {
      clearTimeout(timer);
      done.catch(() => undefined);
      late.catch(() => undefined);
    }
  }
}

/** The height that a header of REST or gRPC asks for; 0n when there is none. @throws RpcError when it is no height */
export function parseHeight(text: string | undefined): bigint {
  if (text === undefined || text === "") return 0n;
  if (!/^\d{1,18}$/.test(text)) {
    throw new RpcError(
      "INVALID_ARGUMENT",
      `x-cosmos-block-height is a height such as 120, not ${JSON.stringify(text.slice(0, 40))}`,
    );
  }
  return BigInt(text);
}
