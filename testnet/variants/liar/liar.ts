import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Snapshot } from "cosmjs-types/tendermint/abci/types";
import type { EchoinApplication } from "../../../abci/app/application.js";
import { multistoreHash } from "../../../abci/store/merkle.js";
import { Node } from "../../../abci/store/node.js";
import { SnapshotParser, writeSnapshotNode, writeStoreHead } from "../../../abci/store/snapshots/format.js";
import { describeSnapshot, parseManifest, sha256Of } from "../../../abci/store/snapshots/manifest.js";
import { Scratch } from "../../../abci/store/varint.js";
import type { Wrap } from "../variant.js";

/**
 * What a liar does while a file of this name is in its program's folder:
 * - `proposals`: its blocks hold what is no transaction, and it votes for them;
 * - `states`: the snapshots that it offers are of states that no chain had;
 * - `contents`: they have the chain's app hash, and chunks with another value in them, as their manifest says;
 * - `chunks`: they are true, and the chunks that it sends are not.
 */
export type Lie = "proposals" | "states" | "contents" | "chunks";

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
      if (lies("states")) return { snapshots: snapshots.map(ofAnotherState) };
      if (!lies("contents")) return { snapshots };
      const found: Snapshot[] = [];
      for (const snapshot of snapshots) found.push(await this.ofOtherChunks(snapshot));
      return { snapshots: found };
    }

    override async loadSnapshotChunk(request: Request<"loadSnapshotChunk">): Answer<"loadSnapshotChunk"> {
      const { chunk } = await super.loadSnapshotChunk(request);
      if (lies("contents")) return { chunk: withAnotherValue(chunk) };
      return { chunk: lies("chunks") ? damaged(chunk) : chunk };
    }

    private async ofOtherChunks({ height, format, chunks, metadata }: Snapshot): Promise<Snapshot> {
      const chunkHashes: Uint8Array[] = [];
      for (let index = 0; index < chunks; index++) {
        const { chunk } = await this.loadSnapshotChunk({ height, format, chunk: index });
        chunkHashes.push(sha256Of(chunk));
      }
      return describeSnapshot({ ...parseManifest(metadata), chunkHashes });
    }
  };
}

/** The program's folder: it was started as bin/echoind in it. */
const folder = (): string => dirname(dirname(process.argv[1] ?? ""));

const lies = (what: Lie): boolean => existsSync(join(folder(), what));

/** A snapshot that agrees with itself, of a state that no chain had. */
function ofAnotherState({ metadata }: Snapshot): Snapshot {
  const manifest = parseManifest(metadata);
  // An empty store has one root that it can have.
  const stores = manifest.stores.map((store) => (store.leaves > 0n ? { ...store, root: damaged(store.root) } : store));
  const roots = stores.map(({ name, root }) => ({ name, hash: Buffer.from(root).toString("latin1") }));
  const appHash = Buffer.from(multistoreHash(roots), "latin1");
  return describeSnapshot({ ...manifest, stores, appHash });
}

/** The same keys in the same trees, with another value under the first key of the bank's. Of a snapshot of one chunk. */
function withAnotherValue(chunk: Uint8Array): Uint8Array {
  const out = new Scratch();
  let store = "";
  for (const item of new SnapshotParser().take(chunk)) {
    if (item.kind === "store") {
      store = item.name;
      writeStoreHead(out, store, item.leaves);
    } else if (item.kind === "leaf") {
      writeSnapshotNode(out, Node.leaf(item.key, store === "bank" ? damaged(item.value) : item.value, item.version));
      if (store === "bank") store = "";
    } else {
      const node = new Node(item.height, 0);
      node.version = item.version;
      writeSnapshotNode(out, node);
    }
  }
  return Uint8Array.from(out.view());
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy[0] !== undefined) copy[0] ^= 0xff;
  return copy;
}
