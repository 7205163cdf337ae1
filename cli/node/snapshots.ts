import type { Logger } from "../../abci/app/logger.js";
import { SnapshotService } from "../../abci/app/snapshot-service.js";
import type { TreeStore } from "../../abci/store/multistore.js";
import { entryFile } from "../bundle/entries.js";
import type { Home } from "../home.js";
import type { StartOptions } from "../seams.js";
import { storeFile } from "./settings.js";

export interface SnapshotsOptions extends StartOptions {
  readonly store: TreeStore;
  readonly logger: Logger;
}

/** Where a node keeps its snapshots. */
export function snapshotFolder(home: Home): string {
  return home.at("data", "snapshots");
}

/** The service that makes, serves and restores state-sync snapshots, after what a crash left of one is removed. */
export async function startSnapshots(options: SnapshotsOptions): Promise<SnapshotService> {
  const { home, settings, store, logger, root } = options;
  const service = new SnapshotService({
    store,
    file: storeFile(home),
    folder: snapshotFolder(home),
    workerEntry: entryFile(root, "abci/store/snapshots/worker"),
    interval: BigInt(settings.get("state-sync.snapshot-interval") as number),
    keepRecent: settings.get("state-sync.snapshot-keep-recent") as number,
    logger: logger.child({ part: "snapshots" }),
  });
  await service.open();
  return service;
}
