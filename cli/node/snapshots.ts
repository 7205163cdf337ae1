import type { Logger } from "../../abci/app/logger.js";
import type { SnapshotPort } from "../../abci/app/snapshots.js";
import type { TreeStore } from "../../abci/store/multistore.js";
import type { StartOptions } from "../seams.js";

export interface SnapshotsOptions extends StartOptions {
  readonly store: TreeStore;
  readonly logger: Logger;
}

export function startSnapshots(_options: SnapshotsOptions): SnapshotPort & { close(): Promise<void> } {
  return {
    onCommit() {},
    list: () => Promise.resolve({ snapshots: [] }),
    loadChunk: () => Promise.resolve({ chunk: new Uint8Array(0) }),
    offer: () => Promise.resolve({ result: 3 }),
    applyChunk: () =>
      Promise.resolve({ response: { result: 2, refetchChunks: [], rejectSenders: [] }, restored: false }),
    close: () => Promise.resolve(),
  };
}
