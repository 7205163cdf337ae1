import { Worker } from "node:worker_threads";
import type { RequestQuery, ResponseQuery } from "cosmjs-types/tendermint/abci/types";
import type { EthereumCheck, QueryPort } from "../abci/app/application.js";
import type { EthereumBlock } from "../abci/app/ethereum-block.js";
import type { Logger } from "../abci/app/logger.js";
import type { SharedSenders } from "../abci/app/signatures/senders.js";
import type { StoreKey } from "../abci/store/types.js";
import { SharedHeight } from "./committed.js";
import type { ApiConfig } from "./config.js";
import { packBlock, packChecks } from "./packed.js";
import type { ConsensusSample, FromWorker, OpenPorts, ThreadData, ToWorker } from "./protocol.js";

export interface ApiHostOptions {
  /** The worker's entry: the path of the compiled `api/worker.js`, or its URL. */
  readonly entry: string | URL;
  readonly config: ApiConfig;
  readonly logger: Logger;
  /** Where the thread tells the consensus thread who signed which Ethereum transaction. */
  readonly senders: SharedSenders;
  /** What the check state has of a key, so that a simulation meets the sequence number that it will meet. */
  readonly pendingValue?: (store: string, key: string) => Uint8Array | undefined;
  readonly limits?: Partial<HostLimits>;
}

export interface HostLimits {
  /** abci_query calls that wait for their answer at once; more are refused. */
  readonly maxPending: number;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** A thread that does not answer for this long is ended and started anew. */
  readonly hangMs: number;
  /** Heap that the thread may fill, in MiB; one that needs more is ended and started anew, and the node lives on. */
  readonly maxHeapMib: number;
  /**
   * MiB for what was just made. V8 gives 48 to each thread, and a thread that once had them keeps them: half of that costs
   * queries next to nothing.
   */
  readonly maxYoungMib: number;
  /** Wait before a dead thread is started again; doubles each time, up to sixteen times this. */
  readonly restartMs: number;
}

export const defaultHostLimits: HostLimits = {
  maxPending: 1024,
  timeoutMs: 15_000,
  hangMs: 60_000,
  maxHeapMib: 768,
  maxYoungMib: 24,
  restartMs: 500,
};

/** The API's thread as the consensus thread sees it; nothing of it waits but `query` and `close`. */
export interface ApiHost extends QueryPort {
  /** Ports that are open now. */
  readonly ports: OpenPorts;
  query(request: RequestQuery): Promise<ResponseQuery>;
  onVersion(height: bigint): void;
  /** Hands a committed block over to the Ethereum index, unless that is far behind: it then fetches the block itself. */
  onEthereumBlock(block: EthereumBlock): void;
  /** Tells of Ethereum transactions in the mempool, some at a time. */
  onEthereumCheck(check: EthereumCheck): void;
  /** Hands numbers over for the metrics. */
  report(sample: ConsensusSample): void;
  close(): Promise<void>;
}

/** Starts the API's thread and waits until it listens. @throws Error with its reason when it cannot start */
export async function startApi(options: ApiHostOptions): Promise<ApiHost> {
  const host = new Host(options);
  await host.start();
  return host;
}

interface Waiting {
  readonly resolve: (response: ResponseQuery) => void;
  readonly height: bigint;
  readonly timer: NodeJS.Timeout;
}

const noPorts: OpenPorts = { rest: undefined, grpc: undefined, metrics: undefined, ethereum: undefined };

/** Ethereum blocks that the thread has been sent and has not dealt with; what is beyond it fetches from CometBFT. */
const MAX_BLOCKS_AHEAD = 64;
/** How long news of the mempool are gathered, and how many are kept at most meanwhile. */
const CHECKS_MS = 20;
const MAX_CHECKS = 10_000;

class Host implements ApiHost {
  ports = noPorts;
  private readonly limits: HostLimits;
  private readonly height = new SharedHeight();
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private blocksAhead = 0;
  private checks: EthereumCheck[] = [];
  private nextId = 0;
  private heard = 0;
  private restarts = 0;
  private watch: NodeJS.Timeout | undefined;
  private restart: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(private readonly options: ApiHostOptions) {
    this.limits = { ...defaultHostLimits, ...options.limits };
  }

  async start(): Promise<void> {
    await this.launch();
    this.watch = setInterval(() => this.lookAfter(), Math.ceil(this.limits.hangMs / 4)).unref();
  }

  query({ path, data, height, prove }: RequestQuery): Promise<ResponseQuery> {
    const { worker } = this;
    if (worker === undefined) return Promise.resolve(refused(height, "the query thread is being restarted; try again"));
    if (this.waiting.size >= this.limits.maxPending) {
      return Promise.resolve(refused(height, "too many queries wait for an answer; try again in a moment"));
    }
    const id = ++this.nextId;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.settle(id, refused(height, "the query took too long")),
        this.limits.timeoutMs,
      );
      this.waiting.set(id, { resolve, height, timer });
      // A copy: the request's bytes are a view of the socket's memory, all of which would be copied.
      this.send({ kind: "query", id, query: { path, data: Uint8Array.from(data), height, prove } });
    });
  }

  onVersion(height: bigint): void {
    this.height.set(height);
    this.send({ kind: "version", height });
  }

  onEthereumBlock(block: EthereumBlock): void {
    if (this.ports.ethereum === undefined || this.blocksAhead >= MAX_BLOCKS_AHEAD) return;
    this.blocksAhead++;
    this.send({ kind: "ethereum-block", block: packBlock(block) });
  }

  onEthereumCheck(check: EthereumCheck): void {
    if (this.ports.ethereum === undefined || this.checks.length >= MAX_CHECKS) return;
    if (this.checks.length === 0) setTimeout(() => this.sendChecks(), CHECKS_MS).unref();
    this.checks.push(check);
  }

  report(sample: ConsensusSample): void {
    this.send({ kind: "sample", sample });
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    clearTimeout(this.restart);
    const { worker } = this;
    if (worker !== undefined) {
      const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      this.send({ kind: "close" });
      const timer = setTimeout(() => void worker.terminate(), 5_000);
      await ended;
      clearTimeout(timer);
    }
    this.refuseAll("the node is stopping");
  }

  private launch(): Promise<void> {
    const workerData: ThreadData = {
      config: this.options.config,
      height: this.height.memory,
      senders: this.options.senders.memory,
    };
    const worker = new Worker(this.options.entry, {
      workerData,
      name: "api",
      resourceLimits: {
        maxOldGenerationSizeMb: this.limits.maxHeapMib,
        maxYoungGenerationSizeMb: this.limits.maxYoungMib,
      },
    });
    this.heard = performance.now();
    return new Promise((resolve, reject) => {
      worker.on("message", (message: FromWorker) => {
        this.heard = performance.now();
        if (message.kind === "open") {
          this.worker = worker;
          this.ports = message.ports;
          resolve();
        } else if (message.kind === "failed") reject(new Error(message.reason));
        else this.receive(worker, message);
      });
      worker.on("error", (error) => {
        this.options.logger.error("the query thread failed", { error: error.stack ?? String(error) });
        reject(error);
      });
      worker.on("exit", (code) => {
        reject(new Error(`the query thread ended with code ${code} before it listened`));
        if (this.worker === worker) this.onDeath(code);
      });
    });
  }

  private sendChecks(): void {
    const { checks } = this;
    this.checks = [];
    this.send({ kind: "ethereum-checks", checks: packChecks(checks) });
  }

  private receive(worker: Worker, message: FromWorker): void {
    if (message.kind === "answer") this.settle(message.id, message.response);
    else if (message.kind === "indexed") this.blocksAhead--;
    else if (message.kind === "pending") {
      const values = message.keys.map((key) => this.pendingValue(key));
      worker.postMessage({ kind: "pending", id: message.id, values } satisfies ToWorker);
    }
  }

  /** A copy: encoded bytes share their memory with others', and the port would copy all of it. */
  private pendingValue({ store, key }: StoreKey): Uint8Array | undefined {
    try {
      const value = this.options.pendingValue?.(store, key);
      return value && Uint8Array.from(value);
    } catch (error) {
      // A simulation then sees the last commit; no client's question may end the node, not even while it starts.
      this.options.logger.warn("the check state cannot be read", { error: String(error) });
      return undefined;
    }
  }

  private onDeath(code: number): void {
    this.worker = undefined;
    this.ports = noPorts;
    this.blocksAhead = 0;
    this.refuseAll("the query thread has ended; try again");
    if (!this.closing) this.relaunch(`it ended with code ${code}`);
  }

  /** Blocks go on meanwhile: a node without queries is better than none. */
  private relaunch(reason: string): void {
    const wait = this.limits.restartMs * 2 ** Math.min(this.restarts++, 4);
    this.options.logger.error("starting the query thread again", { reason, restarts: this.restarts, waitMs: wait });
    this.restart = setTimeout(() => {
      this.launch().then(
        () => this.options.logger.warn("the query thread is back", { restarts: this.restarts }),
        (error: unknown) => {
          if (!this.closing) this.relaunch(error instanceof Error ? error.message : String(error));
        },
      );
    }, wait);
  }

  private lookAfter(): void {
    const { worker } = this;
    if (worker === undefined) return;
    if (performance.now() - this.heard > this.limits.hangMs) {
      this.options.logger.error("the query thread does not answer and is ended", { silentMs: this.limits.hangMs });
      void worker.terminate();
      return;
    }
    this.send({ kind: "ping" });
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private settle(id: number, response: ResponseQuery): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(response);
  }

  private refuseAll(reason: string): void {
    for (const [id, { height }] of this.waiting) this.settle(id, refused(height, reason));
  }
}

/** The node's own trouble, as an answer: an exception would end CometBFT. */
const refused = (height: bigint, reason: string): ResponseQuery => ({
  code: 6,
  codespace: "sdk",
  log: `rpc error: code = Unavailable desc = ${reason}: unknown request`,
  info: "",
  index: 0n,
  key: new Uint8Array(0),
  value: new Uint8Array(0),
  height,
});
