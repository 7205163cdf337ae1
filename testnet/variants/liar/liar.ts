import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Snapshot } from "cosmjs-types/tendermint/abci/types";
import type { EchoinApplication } from "../../../abci/app/application.js";
import { describeSnapshot, parseManifest } from "../../../abci/store/snapshots/manifest.js";
import { multistoreHash } from "../../../abci/store/merkle.js";
import type { Wrap } from "../variant.js";

/**
 * What a liar does while a file of this name is in its program's folder:
 * - `proposals`: its blocks hold what is no transaction, and it votes for them;
 * - `snapshots`: it offers a state of its own for a height above each that it has, and damaged chunks of true snapshots.
 */
export type Lie = "proposals" | "snapshots";

/** A program whose application lies when it is told to. */
export const liarVersion: readonly Wrap[] = [
  {
    file: "abci/app/application",
    name: "EchoinApplication",
    by: "testnet/variants/liar/liar",
    wrapper: "lying",
  },
];

const ACCEPT = 1;

type Application = typeof EchoinApplication;
type Request<Method extends keyof EchoinApplication> = Parameters<EchoinApplication[Method]>[0];
type Answer<Method extends keyof EchoinApplication> = ReturnType<EchoinApplication[Method]>;

/** The application that does as `Lie` says. */
export function lying(Honest: Application): Application {
  return class extends Honest {
    override async prepareProposal(request: Request<"prepareProposal">): Answer<"prepareProposal"> {
      const { txs } = await super.prepareProposal(request);
      return { txs: lies("proposals") ? [...txs, Buffer.from("no transaction")] : txs };
    }

    override async processProposal(request: Request<"processProposal">): Answer<"processProposal"> {
      return lies("proposals") ? { status: ACCEPT } : super.processProposal(request);
    }

    override async listSnapshots(): Answer<"listSnapshots"> {
      const { snapshots } = await super.listSnapshots();
      return { snapshots: lies("snapshots") ? [...snapshots.map(forged), ...snapshots] : snapshots };
    }

    override async loadSnapshotChunk(request: Request<"loadSnapshotChunk">): Answer<"loadSnapshotChunk"> {
      const { chunk } = await super.loadSnapshotChunk(request);
      return { chunk: lies("snapshots") ? damaged(chunk) : chunk };
    }
  };
}

/** The program's folder: it was started as bin/echoind in it. */
const folder = (): string => dirname(dirname(process.argv[1] ?? ""));

const lies = (what: Lie): boolean => existsSync(join(folder(), what));

/** A snapshot that agrees with itself, of a state that no chain had. */
function forged({ metadata }: Snapshot): Snapshot {
  const manifest = parseManifest(metadata);
  // An empty store has one root that it can have.
  const stores = manifest.stores.map((store) => (store.leaves > 0n ? { ...store, root: damaged(store.root) } : store));
  const roots = stores.map(({ name, root }) => ({ name, hash: Buffer.from(root).toString("latin1") }));
  const appHash = Buffer.from(multistoreHash(roots), "latin1");
  return describeSnapshot({ ...manifest, height: manifest.height + 1n, stores, appHash });
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy[0] !== undefined) copy[0] ^= 0xff;
  return copy;
}
