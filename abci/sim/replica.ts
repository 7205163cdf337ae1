import { ResponseCheckTx } from "cosmjs-types/tendermint/abci/types";
import { EchoinApplication } from "../app/application.js";
import { defaultSettings } from "../app/config.js";
import { createEchoin, type Echoin } from "../app/echoin.js";
import { silentLogger } from "../app/logger.js";
import { verifySecp256k1 } from "../../modules/auth/secp256k1.js";
import { RingOwner, RingServer, type SignedMessage } from "../app/signatures/ring.js";
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
  /** Checks signatures ahead for this replica, as its threads would; others have none. */
  private helper: RingServer | undefined;

  private constructor(
    readonly name: string,
    private readonly openStore: OpenStore,
    private readonly looksAhead: boolean,
  ) {}

  static async open(name: string, openStore: OpenStore, looksAhead = false): Promise<Replica> {
    const replica = new Replica(name, openStore, looksAhead);
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

  /** Tells the replica what it will be asked about, if it looks ahead. Its helper does what is given to it, or nothing yet. */
  async expect(tx: Uint8Array, helped: boolean): Promise<void> {
    if (this.helper === undefined) return;
    await this.app.expectChecks([tx]);
    while (helped && this.helper.step());
  }

  decodeCheckTx(bytes: Uint8Array): ResponseCheckTx {
    return ResponseCheckTx.decode(bytes);
  }

  private async start(): Promise<void> {
    this.store = await this.openStore({ storeNames: this.chain.storeNames, crashAfter: () => this.writesLeft });
    const signatures = this.looksAhead ? new RingOwner() : undefined;
    this.helper = signatures && new RingServer(signatures.memory, verify);
    this.app = new EchoinApplication({
      ...(signatures && { signatures }),
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

const verify = ({ publicKey, message, signature }: SignedMessage): boolean =>
  verifySecp256k1(publicKey, message, signature);

const noSnapshots = {
  onCommit() {},
  list: () => Promise.resolve({ snapshots: [] }),
  loadChunk: () => Promise.resolve({ chunk: new Uint8Array(0) }),
  offer: () => Promise.resolve({ result: 3 }),
  applyChunk: () => Promise.resolve({ response: { result: 2, refetchChunks: [], rejectSenders: [] }, restored: false }),
};
