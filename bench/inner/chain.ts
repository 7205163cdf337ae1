import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EchoinApplication } from "../../abci/app/application.js";
import { defaultSettings } from "../../abci/app/config.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { silentLogger } from "../../abci/app/logger.js";
import type { SignatureThreads } from "../../abci/app/signatures/threads.js";
import { openMultiStore } from "../../abci/store/open.js";
import type { MultiStore } from "../../abci/store/types.js";
import { collectGarbage } from "../../cli/node/memory.js";
import type { ChainNames } from "../workload/transaction.js";

export const INNER_NAMES: ChainNames = { chainId: "bench-1", prefix: "echo", denom: "aec" };

const START_SECONDS = 1_700_000_000n;
const PROPOSER = new Uint8Array(20).fill(7);
const MAX_TX_BYTES = 4_194_304n;
const NO_VOTES = { round: 0, votes: [] };

/** The application over a store of its own, called as CometBFT would call it, without either's sockets. */
export class InnerChain {
  private height = 0n;

  private constructor(
    readonly app: EchoinApplication,
    readonly store: MultiStore,
    private readonly folder: string,
  ) {}

  /** @param signatures threads that check signatures; without, the consensus thread does */
  static async open(signatures?: SignatureThreads): Promise<InnerChain> {
    const folder = mkdtempSync(join(tmpdir(), "echoin-bench-"));
    const chain = createEchoin();
    const store = await openMultiStore({ file: join(folder, "application.db"), storeNames: chain.storeNames });
    const app = new EchoinApplication({
      chain,
      store,
      settings: defaultSettings,
      queries: { query: () => Promise.reject(new Error("not here")), onVersion() {} },
      snapshots: { onCommit() {} } as never,
      ...(signatures && { signatures: signatures.ring }),
      logger: silentLogger,
      version: "bench",
      onGenesisCommitted: collectGarbage,
    });
    return new InnerChain(app, store, folder);
  }

  async init(appStateBytes: Uint8Array): Promise<void> {
    await this.app.initChain({
      chainId: INNER_NAMES.chainId,
      time: { seconds: START_SECONDS, nanos: 0 },
      appStateBytes,
      initialHeight: 1n,
      validators: [],
      consensusParams: undefined,
    });
  }

  /** Has the next block proposed, and the proposal judged. @returns what it holds of `txs` */
  async propose(txs: Uint8Array[]): Promise<Uint8Array[]> {
    const header = this.headerAt(this.height + 1n);
    const proposal = await this.app.prepareProposal({
      ...header,
      txs,
      maxTxBytes: MAX_TX_BYTES,
      localLastCommit: NO_VOTES,
    });
    const proposed = proposal.txs ?? [];
    await this.app.processProposal({
      ...header,
      txs: proposed,
      proposedLastCommit: NO_VOTES,
      hash: new Uint8Array(32),
    });
    return proposed;
  }

  /** The next block's FinalizeBlock; `app.commit` is to follow. */
  finalize(txs: Uint8Array[]): ReturnType<EchoinApplication["finalizeBlock"]> {
    const header = this.headerAt(++this.height);
    return this.app.finalizeBlock({ ...header, txs, decidedLastCommit: NO_VOTES, hash: new Uint8Array(32) });
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.folder, { recursive: true });
  }

  private headerAt(height: bigint) {
    return {
      misbehavior: [],
      height,
      time: { seconds: START_SECONDS + height, nanos: 0 },
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: PROPOSER,
    };
  }
}
