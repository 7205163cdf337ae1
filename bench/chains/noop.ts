/** The application of the ceiling: accepts everything and keeps nothing. `node noop.js ADDRESS` */
import { type Logger, silentLogger } from "../../abci/app/logger.js";
import type { AbciApplication } from "../../abci/server/application.js";
import { EncodedResults, encodeFinalizeBlockResponse } from "../../abci/server/encode.js";
import { createAbciServer } from "../../abci/server/server.js";

const NONE = new Uint8Array(0);
const OK = { code: 0, codespace: "", data: NONE, log: "", gasWanted: 1n, gasUsed: 1n, events: [] };
const ACCEPT = 1;

let [finalized, committed] = [0n, 0n];

const application: AbciApplication = {
  info: async () => ({ lastBlockHeight: committed }),
  query: async () => ({}),
  checkTx: async () => ({ gasWanted: 1n }),
  initChain: async () => ({}),
  prepareProposal: async ({ txs, maxTxBytes }) => {
    let room = Number(maxTxBytes);
    // A transaction's tag and length are part of the block's size.
    const fitting = txs.findIndex(({ length }) => (room -= length + 5) < 0);
    return { txs: fitting < 0 ? txs : txs.slice(0, fitting) };
  },
  processProposal: async () => ({ status: ACCEPT }),
  extendVote: async () => ({}),
  verifyVoteExtension: async () => ({ status: ACCEPT }),
  finalizeBlock: async ({ txs, height }) => {
    finalized = height;
    const txResults = new EncodedResults();
    for (let place = 0; place < txs.length; place++) txResults.add(OK);
    return encodeFinalizeBlockResponse({ txResults, events: [], appHash: NONE });
  },
  commit: async () => {
    committed = finalized;
    return {};
  },
  listSnapshots: async () => ({}),
  offerSnapshot: async () => ({}),
  loadSnapshotChunk: async () => ({}),
  applySnapshotChunk: async () => ({}),
};

const complain = (...parts: unknown[]): void => {
  process.stderr.write(
    `${parts.map((part) => (part instanceof Error ? part.stack : JSON.stringify(part))).join(" ")}\n`,
  );
};

const logger: Logger = { ...silentLogger, warn: complain, error: complain, child: () => logger };

const server = createAbciServer({
  address: process.argv[2] ?? "tcp://127.0.0.1:26658",
  application,
  logger,
  onFatal: (error) => {
    complain(error);
    process.exit(1);
  },
});

process.once("SIGTERM", () => {
  server.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

server.listen().catch((error: unknown) => {
  complain(error);
  process.exit(1);
});
