import { CheckTxType } from "cosmjs-types/tendermint/abci/types";
import type { AbciApplication, EncodedResponse } from "../abci/server/application.js";
import type { ConsensusSample } from "./protocol.js";

type Counts = Record<string, number>;

/** What the store tells of its cache: totals since its start. */
export interface StoreCounts {
  readonly hits: number;
  readonly misses: number;
  readonly nodes: number;
}

/**
 * The same application, with its blocks timed and its verdicts counted: a sample after each commit. Responses that the
 * application encoded itself are read as bytes, so that counting costs a fraction of a microsecond a transaction.
 */
export function observe(
  app: AbciApplication,
  report: (sample: ConsensusSample) => void,
  storeCounts?: () => StoreCounts,
): AbciApplication {
  const seen = new Observer(report, storeCounts);
  return {
    info: (request) => app.info(request),
    query: (request) => app.query(request),
    initChain: (request) => app.initChain(request),
    extendVote: (request) => app.extendVote(request),
    verifyVoteExtension: (request) => app.verifyVoteExtension(request),
    listSnapshots: (request) => app.listSnapshots(request),
    offerSnapshot: (request) => app.offerSnapshot(request),
    loadSnapshotChunk: (request) => app.loadSnapshotChunk(request),
    applySnapshotChunk: (request) => app.applySnapshotChunk(request),
    ...(app.insertTx !== undefined && { insertTx: app.insertTx.bind(app) }),
    ...(app.reapTxs !== undefined && { reapTxs: app.reapTxs.bind(app) }),
    prepareProposal: (request) => seen.time("prepare", () => app.prepareProposal(request)),
    processProposal: (request) => seen.time("process", () => app.processProposal(request)),
    async checkTx(request) {
      const answer = await app.checkTx(request);
      seen.checked(request.type === CheckTxType.RECHECK ? "recheck" : "new", codeOf(answer));
      return answer;
    },
    async finalizeBlock(request) {
      const answer = await seen.time("execute", () => app.finalizeBlock(request));
      seen.executed(Number(request.height), answer);
      return answer;
    },
    async commit(request) {
      const answer = await seen.time("commit", () => app.commit(request));
      seen.committed();
      return answer;
    },
  };
}

class Observer {
  private height = 0;
  private seconds: Counts = {};
  private txs: Counts = {};
  private checks: Counts = {};
  private storeBefore = { hits: 0, misses: 0 };

  constructor(
    private readonly report: (sample: ConsensusSample) => void,
    private readonly storeCounts: (() => StoreCounts) | undefined,
  ) {}

  async time<T>(part: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.seconds[part] = (performance.now() - started) / 1000;
    }
  }

  checked(kind: "new" | "recheck", code: number): void {
    add(this.checks, `${kind}/${code}`);
  }

  /** A repeated FinalizeBlock counts once: only the last one is committed. */
  executed(height: number, answer: unknown): void {
    this.height = height;
    this.txs = answer instanceof Uint8Array ? resultCodes(answer) : {};
  }

  committed(): void {
    const { height, seconds: blockSeconds, txs, checks } = this;
    this.report({ height, blockSeconds, txs, checks, ...this.storeCache() });
    this.seconds = {};
    this.txs = {};
    this.checks = {};
  }

  private storeCache(): Pick<ConsensusSample, "storeCache"> {
    const now = this.storeCounts?.();
    if (now === undefined) return {};
    const { hits, misses } = this.storeBefore;
    this.storeBefore = now;
    return { storeCache: { hits: now.hits - hits, misses: now.misses - misses, nodes: now.nodes } };
  }
}

const add = (counts: Counts, key: string): void => void (counts[key] = (counts[key] ?? 0) + 1);

/** The code of a response to CheckTx: field 1, which is left out when it is 0 and comes first when it is not. */
function codeOf(answer: { readonly code?: number } | EncodedResponse): number {
  if (!(answer instanceof Uint8Array)) return answer.code ?? 0;
  return answer[0] === 0x08 ? varint(answer, 1).value : 0;
}

/** `codespace/code` of each ExecTxResult (field 2) of an encoded ResponseFinalizeBlock. */
function resultCodes(bytes: Uint8Array): Counts {
  const counts: Counts = {};
  let succeeded = 0;
  eachField(bytes, 0, bytes.length, (number, start, end) => {
    if (number !== 2) return;
    if (bytes[start] !== 0x08) {
      succeeded++;
      return;
    }
    const code = varint(bytes, start + 1).value;
    let codespace = "";
    eachField(bytes, start, end, (inner, from, to) => {
      if (inner === 8) codespace = Buffer.from(bytes.subarray(from, to)).toString();
    });
    add(counts, `${codespace}/${code}`);
  });
  if (succeeded > 0) counts["/0"] = succeeded;
  return counts;
}

/** Calls `visit` with each length-delimited field; numbers are stepped over, and nothing else is in these messages. */
function eachField(
  bytes: Uint8Array,
  start: number,
  stop: number,
  visit: (number: number, start: number, end: number) => void,
): void {
  for (let at = start; at < stop;) {
    const tag = varint(bytes, at);
    const first = varint(bytes, tag.end);
    if ((tag.value & 7) !== 2) {
      at = first.end;
      continue;
    }
    visit(tag.value >>> 3, first.end, first.end + first.value);
    at = first.end + first.value;
  }
}

function varint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at };
    scale *= 128;
  }
}
