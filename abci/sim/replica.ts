import { ResponseCheckTx } from "cosmjs-types/tendermint/abci/types";
import { EchoinApplication } from "../app/application.js";
import { defaultSettings } from "../app/config.js";
import { createEchoin, type Echoin } from "../app/echoin.js";
import { silentLogger } from "../app/logger.js";
import type { MultiStore } from "../store/types.js";

/** How a replica's store is opened: `crashAfter` writes, the next one fails and so does all that follows. */
export type OpenStore = (options: {
  storeNames: readonly string[];
  crashAfter?: () => number | undefined;
}) => Promise<MultiStore>;

/** One node of the simulation: a real application on a real store file, without sockets. */
export class Replica {
  readonly chain: Echoin = createEchoin();
  app!: EchoinApplication;
  store!: MultiStore;
  private writesLeft: number | undefined;

  private constructor(
    readonly name: string,
    private readonly openStore: OpenStore,
  ) {}

  static async open(name: string, openStore: OpenStore): Promise<Replica> {
    const replica = new Replica(name, openStore);
    await replica.start();
    return replica;
  }

  async restart(): Promise<void> {
    await this.store.close();
    await this.start();
  }

  /** Runs `work` with the disk failing after `writes` writes, then restarts from what is on the disk. */
  async crashDuring(work: () => Promise<unknown>, writes: number): Promise<void> {
    this.writesLeft = writes;
    await work().catch(() => undefined);
    this.writesLeft = undefined;
    await this.restart();
  }

  async close(): Promise<void> {
    await this.store.close();
  }

  decodeCheckTx(bytes: Uint8Array): ResponseCheckTx {
    return ResponseCheckTx.decode(bytes);
  }

  private async start(): Promise<void> {
    this.store = await this.openStore({ storeNames: this.chain.storeNames, crashAfter: () => this.writesLeft });
    this.app = new EchoinApplication({
      chain: this.chain,
      store: this.store,
      settings: defaultSettings,
      queries: { query: () => Promise.reject(new Error("no queries in the simulation")), onVersion() {} },
      snapshots: noSnapshots,
      logger: silentLogger,
      version: "sim",
    });
    await this.app.load();
  }
}

const noSnapshots = {
  onCommit() {},
  list: () => Promise.resolve({ snapshots: [] }),
  loadChunk: () => Promise.resolve({ chunk: new Uint8Array(0) }),
  offer: () => Promise.resolve({ result: 3 }),
  applyChunk: () => Promise.resolve({ response: { result: 2, refetchChunks: [], rejectSenders: [] }, restored: false }),
};
