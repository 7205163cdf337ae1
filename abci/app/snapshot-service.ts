import { Worker } from "node:worker_threads";
import type * as abci from "cosmjs-types/tendermint/abci/types";
import { StoreWriteError } from "../store/errors.js";
import type { SnapshotInfo } from "../store/snapshots/manifest.js";
import { SnapshotRegistry } from "../store/snapshots/registry.js";
import { type ChunkResult, type ImportTarget, SnapshotRestorer } from "../store/snapshots/restore.js";
import type { SnapshotReport, SnapshotTask } from "../store/snapshots/worker.js";
import type { Logger } from "./logger.js";
import type { SnapshotPort } from "./snapshots.js";

export interface SnapshotServiceOptions {
  readonly store: ImportTarget & { retain(version: bigint): void; release(version: bigint): void };
  /** The store's SQLite file, which the worker reads. */
  readonly file: string;
  /** Where snapshots are kept. */
  readonly folder: string;
  /** The JavaScript file of `abci/store/snapshots/worker.ts`. */
  readonly workerEntry: string | URL;
  /** A snapshot is due at every height that this divides (0n: none is made). */
  readonly interval: bigint;
  /** Snapshots kept; older ones are deleted (0: all are kept). */
  readonly keepRecent: number;
  readonly logger: Logger;
}

/** Chunks between two lines of progress in the log: about 256 MB. */
const CHUNKS_PER_LOG_LINE = 32;

const OFFER = { accept: 1, reject: 3, rejectFormat: 4, rejectSender: 5 } as const;
const APPLY = { accept: 1, abort: 2, retry: 3, retrySnapshot: 4, rejectSnapshot: 5 } as const;

/** Makes snapshots in a worker thread, one at a time, serves them, and restores those of peers. */
export class SnapshotService implements SnapshotPort {
  private readonly registry: SnapshotRegistry;
  private making: Making | undefined;
  private restorer: SnapshotRestorer | undefined;
  /** Peers whose chunks are as the manifest of the snapshot at hand says. */
  private readonly senders = new Set<string>();
  private closed = false;

  constructor(private readonly options: SnapshotServiceOptions) {
    this.registry = new SnapshotRegistry(options.folder);
  }

  /** Removes what a crash left half made; to be called once, before anything else. */
  async open(): Promise<void> {
    await this.registry.removeTemporary();
  }

  onCommit(height: bigint): void {
    const { interval, logger } = this.options;
    if (this.closed || interval === 0n || height % interval !== 0n) return;
    if (this.making !== undefined) {
      logger.warn("no snapshot of this height: the last one is still being made", { height });
      return;
    }
    this.start(height);
  }

  /** Resolves when no snapshot is being made. */
  async idle(): Promise<void> {
    await this.making?.done;
  }

  async list(): Promise<abci.ResponseListSnapshots> {
    return { snapshots: await this.registry.list() };
  }

  async loadChunk(request: abci.RequestLoadSnapshotChunk): Promise<abci.ResponseLoadSnapshotChunk> {
    const { height, format, chunk: index } = request;
    const chunk = await this.registry.loadChunk(height, format, index);
    if (chunk === undefined) {
      this.options.logger.warn("a peer asks for a chunk that is not here or is damaged", { height, format, index });
    }
    return { chunk: chunk ?? new Uint8Array(0) };
  }

  async offer({ snapshot, appHash }: abci.RequestOfferSnapshot): Promise<abci.ResponseOfferSnapshot> {
    const { logger, store } = this.options;
    if (snapshot === undefined) return { result: OFFER.reject };
    await this.restorer?.discard();
    this.restorer = undefined;
    this.senders.clear();
    const { height, format, chunks } = snapshot;
    const offer = await SnapshotRestorer.offer(store, snapshot, appHash);
    if (offer.kind !== "accepted") {
      logger.warn("a snapshot that was offered is refused", { height, format, reason: offer.reason });
      // No node that follows the chain offers what the chain contradicts: whoever offered it is asked for nothing more.
      return { result: offer.kind === "unknownFormat" ? OFFER.rejectFormat : OFFER.rejectSender };
    }
    this.restorer = offer.restorer;
    logger.info("restoring a snapshot", { height, format, chunks });
    return { result: OFFER.accept };
  }

  async applyChunk(
    request: abci.RequestApplySnapshotChunk,
  ): Promise<{ response: abci.ResponseApplySnapshotChunk; restored: boolean }> {
    const { restorer, senders } = this;
    const result = await this.apply(restorer, request);
    if (result.kind !== "refetch") senders.add(request.sender);
    if (result.kind === "restored") {
      this.restorer = undefined;
      this.options.logger.info("the snapshot is restored", { height: restorer?.manifest.height });
    } else if (result.kind !== "accepted") {
      this.options.logger.warn("a chunk is not taken", { index: request.index, sender: request.sender, ...result });
    }
    return { response: responseTo(result, request, senders), restored: result.kind === "restored" };
  }

  /** Ends what is being made, and gives up a restore that is not complete. */
  async close(): Promise<void> {
    this.closed = true;
    this.making?.worker?.postMessage("give up");
    await this.idle();
    await this.restorer?.discard();
    this.restorer = undefined;
  }

  private async apply(
    restorer: SnapshotRestorer | undefined,
    { index, chunk }: abci.RequestApplySnapshotChunk,
  ): Promise<ChunkResult | { kind: "failed"; reason: string }> {
    if (restorer === undefined) return { kind: "restart", reason: "no snapshot was offered before" };
    try {
      return await restorer.applyChunk(index, chunk);
    } catch (error) {
      if (!(error instanceof StoreWriteError)) throw error;
      this.options.logger.error("the snapshot cannot be restored", { reason: error.message });
      return { kind: "failed", reason: error.message };
    }
  }

  private start(height: bigint): void {
    const { store, logger } = this.options;
    // Pruning leaves this version alone until the worker is done with it.
    store.retain(height);
    logger.info("making a snapshot", { height });
    const making: Making = { worker: undefined, done: Promise.resolve() };
    this.making = making;
    making.done = this.make(height, making)
      .catch((error: unknown) => {
        logger.error("no snapshot was made", { height, reason: reasonOf(error) });
      })
      .finally(() => {
        store.release(height);
        this.making = undefined;
      });
  }

  private async make(height: bigint, making: Making): Promise<void> {
    const { file, folder, workerEntry, logger, keepRecent } = this.options;
    const workerData: SnapshotTask = { file, version: height, folder };
    const began = performance.now();
    const worker = new Worker(workerEntry, { workerData });
    making.worker = worker;
    try {
      const { chunks } = await this.result(worker, height);
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      logger.info("a snapshot is made", { height, chunks, seconds });
    } catch (error) {
      // A worker that died left its folder.
      await this.registry.removeTemporary();
      throw error;
    }
    await this.registry.keepRecent(keepRecent);
  }

  /** What the worker made, once it has ended. */
  private async result(worker: Worker, height: bigint): Promise<SnapshotInfo> {
    let logged = 0;
    let info: SnapshotInfo | undefined;
    let failure = "the worker thread ended early";
    worker.on("message", (report: SnapshotReport) => {
      if (report.kind === "done") info = report.info;
      else if (report.kind === "failed") failure = report.reason;
      else if (report.progress.chunks >= logged + CHUNKS_PER_LOG_LINE) {
        logged = report.progress.chunks;
        this.options.logger.info("making a snapshot", { height, ...report.progress });
      }
    });
    worker.on("error", (error: unknown) => (failure = reasonOf(error)));
    await new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    if (info === undefined) throw new Error(failure);
    return info;
  }
}

interface Making {
  worker: Worker | undefined;
  done: Promise<void>;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function responseTo(
  result: ChunkResult | { kind: "failed" },
  { index, sender }: abci.RequestApplySnapshotChunk,
  senders: ReadonlySet<string>,
): abci.ResponseApplySnapshotChunk {
  const none = { refetchChunks: [], rejectSenders: [] };
  switch (result.kind) {
    case "accepted":
    case "restored":
      return { result: APPLY.accept, ...none };
    case "refetch":
      // From another peer that offered the same: one damaged chunk must not cost the whole snapshot.
      return { result: APPLY.retry, refetchChunks: [index], rejectSenders: named([sender]) };
    case "restart":
      return { result: APPLY.retrySnapshot, ...none };
    case "rejected":
      // CometBFT asks nobody for chunks but those who offered this snapshot, and it is false.
      return { result: APPLY.rejectSnapshot, refetchChunks: [], rejectSenders: named([...senders]) };
    case "failed":
      return { result: APPLY.abort, ...none };
  }
}

const named = (senders: readonly string[]): string[] => senders.filter((sender) => sender !== "");
