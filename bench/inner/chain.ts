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

const CHAIN_ID = "bench-1";
const START_SECONDS = 1_700_000_000n;
const PROPOSER = new Uint8Array(20).fill(7);

/** The application over a store of its own, called as CometBFT would call it, without either's sockets. */
export class InnerChain {
  readonly chainId = CHAIN_ID;
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
    await app.load();
    return new InnerChain(app, store, folder);
  }

  async init(appStateBytes: Uint8Array): Promise<void> {
    await this.app.initChain({
      chainId: CHAIN_ID,
      time: { seconds: START_SECONDS, nanos: 0 },
      appStateBytes,
      initialHeight: 1n,
      validators: [],
      consensusParams: undefined,
    });
  }

  /** The next block's FinalizeBlock; `app.commit` is to follow. */
  finalize(txs: Uint8Array[]): ReturnType<EchoinApplication["finalizeBlock"]> {
    this.height++;
    return this.app.finalizeBlock({
      txs,
      decidedLastCommit: { round: 0, votes: [] },
      misbehavior: [],
      hash: new Uint8Array(32),
      height: this.height,
      time: { seconds: START_SECONDS + this.height, nanos: 0 },
      nextValidatorsHash: new Uint8Array(32),
      proposerAddress: PROPOSER,
    });
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.folder, { recursive: true });
  }
}
