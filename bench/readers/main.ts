/**
 * Clients that read, in a process of their own with a low priority: on a real network they run on other machines. It is
 * forked, gets a job, reads until it is told to stop, and answers how it went.
 */
import { Agent, get } from "node:http";
import { constants, setPriority } from "node:os";
import { type Summary, summarize } from "../measure/stats.js";

export interface ReadJob {
  readonly port: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Paths that are asked for in turn. */
  readonly paths: readonly string[];
}

export interface ReadResult {
  /** Answers by HTTP status; 0 counts requests that failed. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds of the answers with status 200. */
  readonly latency: Summary;
  readonly firstFault: string;
}

class Readers {
  private readonly agent: Agent;
  private readonly statuses: Record<string, number> = {};
  private readonly latency: number[] = [];
  private bytes = 0;
  private next = 0;
  private stopped = false;
  private firstFault = "";

  constructor(private readonly job: ReadJob) {
    this.agent = new Agent({ keepAlive: true, maxSockets: job.concurrency });
  }

  async run(stop: Promise<void>): Promise<ReadResult> {
    const begun = performance.now();
    void stop.then(() => (this.stopped = true));
    await Promise.all(Array.from({ length: this.job.concurrency }, () => this.readOn()));
    const { statuses, bytes, firstFault } = this;
    this.agent.destroy();
    const seconds = (performance.now() - begun) / 1000;
    return { statuses, bytes, seconds, latency: summarize(this.latency), firstFault };
  }

  private async readOn(): Promise<void> {
    while (!this.stopped) {
      const path = this.job.paths[this.next++ % this.job.paths.length] ?? "/";
      const begun = performance.now();
      const { status, fault } = await this.read(path);
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      if (status === 200) this.latency.push(performance.now() - begun);
      else if (this.firstFault === "") this.firstFault = `${path}: ${fault}`;
    }
  }

  private read(path: string): Promise<{ status: number; fault: string }> {
    return new Promise((resolve) => {
      const { port } = this.job;
      get({ host: "127.0.0.1", port, path, agent: this.agent, timeout: 60_000 }, (response) => {
        let head = "";
        response.on("data", (piece: Buffer) => {
          this.bytes += piece.length;
          if (response.statusCode !== 200 && head.length < 200) head += piece.toString();
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, fault: head }));
        response.on("error", ({ message }) => resolve({ status: 0, fault: message }));
      }).on("error", ({ message }) => resolve({ status: 0, fault: message }));
    });
  }
}

process.once("message", (job: ReadJob) => {
  setPriority(constants.priority.PRIORITY_LOW);
  const stop = new Promise<void>((resolve) => process.once("message", () => resolve()));
  void new Readers(job).run(stop).then((result) => process.send?.(result, () => process.disconnect()));
});
