import { connect, type Socket } from "node:net";
import { now } from "../measure/clock.js";
import type { SeenBlock } from "../measure/stats.js";
import { AnswerCounter, type Lane, type Requests } from "./requests.js";
import { type BlockWatch, type WatchBlocks, watchComet } from "./watch.js";

export interface LoadOptions {
  /** Of the door that the requests are for. */
  readonly rpcPort: number;
  /** Requests that a connection may have unanswered. */
  readonly window: number;
  /** Transactions that may be sent and not yet committed. */
  readonly inFlight: number;
  /** Transactions a second, evenly; 0 is as fast as the node takes them. */
  readonly rate: number;
  /** No more is sent after this time. */
  readonly deadlineMs: number;
  /** Given up when no block with transactions comes for so long. */
  readonly stallMs: number;
}

export interface LoadResult {
  /** `done`: all is committed; `deadline`: what was sent in time is committed or given up; `lost`: a connection ended. */
  readonly end: "done" | "deadline" | "stalled" | "lost";
  readonly reason: string;
  /** Milliseconds since 1970, as all times here. */
  readonly startedAt: number;
  /** When each transaction was written to the socket; NaN for those that were not. */
  readonly sentAt: Float64Array;
  readonly sent: number;
  /** Connections that were lost and opened again. */
  readonly losses: number;
  /** Calls that the node refused. */
  readonly faults: number;
  readonly firstFault: string;
  /** Blocks committed since the start, those without transactions too. */
  readonly blocks: readonly SeenBlock[];
}

const TICK_MS = 10;

/** How often a run may lose connections: CometBFT ends one that waits ten seconds, as on a machine with too much to do. */
const MOST_LOSSES = 100;

interface Connection {
  readonly number: number;
  readonly lane: Lane;
  socket: Socket | undefined;
  counter: AnswerCounter;
  /** Of its lane, the requests that were answered, and those that were sent. */
  answered: number;
  sent: number;
}

const requestsLeft = ({ lane, sent }: Connection): number => lane.offsets.length - 1 - sent;

/** Sends prepared requests over several connections, never more than the limits allow, and watches them being committed. */
export class LoadGenerator {
  private readonly connections: Connection[] = [];
  private readonly blocks: SeenBlock[] = [];
  private readonly sentAt: Float64Array;
  private watch: BlockWatch | undefined;
  private turn = 0;
  private sent = 0;
  private committed = 0;
  private allowed = Infinity;
  private startedAt = 0;
  private progressAt = 0;
  private stopped = false;
  private over = false;
  private losses = 0;
  private readonly retired: AnswerCounter[] = [];
  private finish: ((end: LoadResult["end"], reason?: string) => void) | undefined;

  constructor(
    private readonly requests: Requests,
    private readonly options: LoadOptions,
    private readonly watchBlocks: WatchBlocks = watchComet,
  ) {
    this.sentAt = new Float64Array(requests.count).fill(NaN);
  }

  /** Connects and watches blocks; nothing is sent yet. @throws Error when the node cannot be reached */
  async open(): Promise<void> {
    const lost = (reason: string): void => this.finish?.("lost", reason);
    this.watch = await this.watchBlocks(this.options.rpcPort, (block) => this.onBlock(block), lost);
    for (const [number, lane] of this.requests.lanes.entries()) {
      const connection = { number, lane, socket: undefined, counter: new AnswerCounter(), answered: 0, sent: 0 };
      this.connections.push(connection);
      this.connect(connection);
    }
  }

  /** Opens a connection, the first time or again: what it had unanswered is sent once more, which does no harm. */
  private connect(connection: Connection): void {
    const socket = connect({ host: "127.0.0.1", port: this.options.rpcPort });
    // What the connection before had half received is no part of the new one's answers.
    this.retired.push(connection.counter);
    connection.counter = new AnswerCounter();
    connection.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (piece) => this.onAnswers(connection, piece));
    let reason = "the node closed a connection";
    socket.on("error", ({ message }) => (reason = message));
    socket.on("close", () => {
      if (this.over) return;
      if (++this.losses > MOST_LOSSES || reason.includes("ECONNREFUSED")) this.finish?.("lost", reason);
      else this.connect(connection);
    });
    const { lane, answered, sent } = connection;
    if (sent > answered) socket.write(lane.bytes.subarray(lane.offsets[answered], lane.offsets[sent]));
  }

  /** Sends until all is committed or a limit ends it. */
  run(): Promise<LoadResult> {
    this.startedAt = this.progressAt = now();
    if (this.options.rate > 0) this.allowed = 0;
    return new Promise((resolve) => {
      const ticker = setInterval(() => this.tick(), TICK_MS);
      this.finish = (end, reason = "") => {
        this.finish = undefined;
        this.over = true;
        clearInterval(ticker);
        this.close();
        resolve(this.result(end, reason));
      };
      this.pumpAll();
    });
  }

  /** Sends nothing more; the run ends when what was sent is committed. */
  stop(): void {
    this.stopped = true;
  }

  /** Ends at once, as if the connections were lost. */
  abort(): void {
    this.finish?.("lost", "given up");
  }

  /** Blocks seen so far. */
  get seen(): readonly SeenBlock[] {
    return this.blocks;
  }

  private close(): void {
    this.watch?.close();
    for (const { socket } of this.connections) {
      socket
        ?.removeAllListeners()
        .on("error", () => undefined)
        .destroy();
    }
  }

  private result(end: LoadResult["end"], reason: string): LoadResult {
    const { startedAt, sentAt, sent, losses, blocks } = this;
    const counters = [...this.retired, ...this.connections.map(({ counter }) => counter)];
    const faults = counters.reduce((sum, counter) => sum + counter.faults, 0);
    const firstFault = counters.find((counter) => counter.faults > 0)?.firstFault ?? "";
    return { end, reason, startedAt, sentAt, sent, losses, faults, firstFault, blocks };
  }

  private tick(): void {
    const { rate, deadlineMs, stallMs } = this.options;
    const time = now();
    if (rate > 0) this.allowed = ((time - this.startedAt) * rate) / 1000;
    const late = time - this.startedAt > deadlineMs;
    if (late) this.stopped = true;
    if (this.stopped && this.committed >= this.sent) this.finish?.("deadline");
    else if (time - this.progressAt > stallMs)
      this.finish?.("stalled", `nothing was committed for ${stallMs / 1000} s: ${this.missing()}`);
    else this.pumpAll();
  }

  private missing(): string {
    const { sent, committed } = this;
    const unanswered = this.connections.reduce((sum, connection) => sum + connection.sent - connection.answered, 0);
    return `${sent - committed} of ${sent} sent are missing, and ${unanswered} requests unanswered`;
  }

  /** Lets every connection send, a different one first each time: what may be sent at once may not be enough for all. */
  private pumpAll(): void {
    const { length } = this.connections;
    this.turn = (this.turn + 1) % length;
    for (let offset = 0; offset < length; offset++) {
      const connection = this.connections[(this.turn + offset) % length];
      if (connection !== undefined) this.pump(connection);
    }
  }

  /** The first transaction of a connection's request, in the order of the workload. */
  private firstOf({ number }: Connection, request: number): number {
    return (request * this.requests.lanes.length + number) * this.requests.batch;
  }

  /** The first transaction that a connection has not sent; Infinity when it has sent all. */
  private nextOf(connection: Connection): number {
    return requestsLeft(connection) === 0 ? Infinity : this.firstOf(connection, connection.sent);
  }

  /**
   * How many requests a connection may be let go on by, for it not to be further ahead of the slowest than half of what may be under way:
   * what room a block makes goes to those that are answered first, and one that is served well would come to its accounts' next
   * transactions while those before are still under way.
   */
  private lead(connection: Connection): number {
    const { lanes, batch } = this.requests;
    const slowest = Math.min(...this.connections.map((each) => this.nextOf(each)));
    return Math.ceil((slowest + this.options.inFlight / 2 - this.nextOf(connection)) / (lanes.length * batch));
  }

  /** Writes as many of a connection's next requests as the limits allow, in one piece. */
  private pump(connection: Connection): void {
    const { batch } = this.requests;
    const { lane, sent, answered } = connection;
    const left = requestsLeft(connection);
    if (this.stopped || left === 0) return;
    const room = Math.min(this.options.inFlight - (this.sent - this.committed), this.allowed - this.sent);
    // At a given rate the connections take turns; else one that can have more gets it.
    const most = this.options.rate > 0 ? 1 : this.options.window - (sent - answered);
    const requests = Math.min(most, Math.ceil(room / batch), this.lead(connection), left);
    if (!(requests > 0)) return;
    connection.sent = sent + requests;
    connection.socket?.write(lane.bytes.subarray(lane.offsets[sent], lane.offsets[connection.sent]));
    this.stamp(connection, sent);
  }

  /** Notes the time of the transactions in a connection's requests from `first` to the last sent. */
  private stamp(connection: Connection, first: number): void {
    const { batch, count } = this.requests;
    const time = now();
    for (let request = first; request < connection.sent; request++) {
      const from = this.firstOf(connection, request);
      const to = Math.min(count, from + batch);
      this.sentAt.fill(time, from, to);
      this.sent += to - from;
    }
  }

  private onAnswers(connection: Connection, piece: Buffer): void {
    const { batch } = this.requests;
    const { counter } = connection;
    const before = Math.floor(counter.answers / batch);
    counter.take(piece);
    connection.answered += Math.floor(counter.answers / batch) - before;
    // Small pieces cost a system call each on both sides: wait until a good part of the window is free.
    if (connection.sent - connection.answered <= this.options.window / 2) this.pump(connection);
  }

  private onBlock(block: SeenBlock): void {
    if (this.startedAt === 0) return;
    this.blocks.push(block);
    if (block.txs === 0) return;
    this.committed += block.txs;
    this.progressAt = now();
    if (this.committed >= this.requests.count) this.finish?.("done");
    else this.pumpAll();
  }
}
