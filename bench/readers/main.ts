/**
 * Clients that read, in a process of their own. It is forked, gets a job, reads until it is told to stop, and answers how it
 * went.
 */
import { Agent, request } from "node:http";
import { constants, setPriority } from "node:os";
import { pause } from "../measure/rpc.js";
import { type Summary, summarize } from "../measure/stats.js";

export interface ReadJob {
  readonly port: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /**
   * On a real network they run on other machines. Low, unless set: they take nothing from the node, and their latency means
   * little. High, where the system allows it: what they measure is the node's time, and not how long they waited for a core.
   */
  readonly priority?: "low" | "high";
  /** What each waits from one request to its next; none unless set. */
  readonly everyMs?: number;
  /** What is asked for, in turn. */
  readonly requests: readonly ReadRequest[];
}

/** A GET, or with a body a POST of JSON-RPC. */
export interface ReadRequest {
  readonly path: string;
  readonly body?: string;
}

export interface ReadResult {
  /** Answers by HTTP status; 0 counts requests that failed, `refused` JSON-RPC's errors. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds of the answers with status 200, and of all. */
  readonly latency: Summary;
  readonly all: Summary;
  readonly firstFault: string;
}

class Readers {
  private readonly agent: Agent;
  private readonly statuses: Record<string, number> = {};
  private readonly latency: number[] = [];
  private readonly all: number[] = [];
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
    return { statuses, bytes, seconds, latency: summarize(this.latency), all: summarize(this.all), firstFault };
  }

  private async readOn(): Promise<void> {
    const { requests, everyMs = 0 } = this.job;
    // Clients that ask now and then do not all ask at once.
    if (everyMs > 0) await pause(Math.random() * everyMs);
    while (!this.stopped) {
      const asked = requests[this.next++ % requests.length] ?? { path: "/" };
      const begun = performance.now();
      const { status, fault } = await this.read(asked);
      const took = performance.now() - begun;
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      this.all.push(took);
      if (status === "200") this.latency.push(took);
      else if (this.firstFault === "") this.firstFault = `${asked.path}: ${fault}`;
      if (everyMs > took) await pause(everyMs - took);
    }
  }

  private read({ path, body }: ReadRequest): Promise<{ status: string; fault: string }> {
    return new Promise((resolve) => {
      const { port } = this.job;
      const options = { host: "127.0.0.1", port, path, agent: this.agent, timeout: 60_000 };
      const headers = { "content-type": "application/json" };
      const asked = request(body === undefined ? options : { ...options, method: "POST", headers }, (response) => {
        let head = "";
        response.on("data", (piece: Buffer) => {
          this.bytes += piece.length;
          if (head.length < 200) head += piece.toString();
        });
        response.on("end", () => {
          const refused = body !== undefined && head.includes('"error":');
          resolve({ status: refused ? "refused" : String(response.statusCode ?? 0), fault: head.slice(0, 200) });
        });
        response.on("error", ({ message }) => resolve({ status: "0", fault: message }));
      });
      asked.on("error", ({ message }) => resolve({ status: "0", fault: message })).end(body);
    });
  }
}

function prioritize(priority: "low" | "high"): void {
  const { PRIORITY_LOW, PRIORITY_HIGH } = constants.priority;
  try {
    setPriority(priority === "low" ? PRIORITY_LOW : PRIORITY_HIGH);
  } catch {
    // Only the superuser may go before others.
  }
}

process.once("message", (job: ReadJob) => {
  prioritize(job.priority ?? "low");
  const stop = new Promise<void>((resolve) => process.once("message", () => resolve()));
  void new Readers(job).run(stop).then((result) => process.send?.(result, () => process.disconnect()));
});
