import type { Deadline } from "../../deadline.js";
import { failed, responseTooLarge } from "../errors.js";

/** How long a trace goes on without letting others have their turn, in milliseconds. */
const TURN_MS = 8;
/** Steps between two looks at the clock: a look costs about as much as a step. */
const STEPS = 64;

/** What the traces of one request may take of the node: time, in turns with other readers, and bytes of the answer. */
export class Budget {
  private end = Infinity;
  private turn = performance.now();
  private steps = 0;
  private bytes = 0;

  constructor(
    private readonly deadline: Deadline,
    private readonly maxBytes: number,
  ) {}

  /** A transaction begins; it may take so long. The node's own limit, the deadline, holds for all together. */
  begin(timeoutMs: number): void {
    this.end = performance.now() + timeoutMs;
  }

  /** To be called at each step; its promise, if there is one, is to be waited for. @throws as `check` */
  step(): Promise<void> | undefined {
    if (++this.steps % STEPS !== 0) return undefined;
    return this.yield();
  }

  /** Lets others have their turn when it is time. @throws as `check` */
  yield(): Promise<void> | undefined {
    this.check();
    if (performance.now() - this.turn < TURN_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        this.turn = performance.now();
        resolve();
      }),
    );
  }

  /** @throws JsonRpcError when the client's time is over, RpcError when the node's is */
  check(): void {
    this.deadline.check();
    if (performance.now() > this.end) throw failed("execution timeout");
  }

  /** Counts what the answer is going to hold. @throws JsonRpcError when it is too much */
  keep(bytes: number): void {
    this.room(bytes);
    this.bytes += bytes;
  }

  /** @throws JsonRpcError when the answer cannot hold so many bytes more */
  room(bytes: number): void {
    if (this.bytes + bytes > this.maxBytes) throw responseTooLarge();
  }
}
