import { dumpSnapshot, loadSnapshot } from "../../abci/store/snapshots/archive.js";
import { makeSnapshot } from "../../abci/store/snapshots/export.js";
import { restoreLocal } from "../../abci/store/snapshots/local.js";
import type { SnapshotInfo } from "../../abci/store/snapshots/manifest.js";
import { SnapshotRegistry } from "../../abci/store/snapshots/registry.js";
import type { Settings } from "../config/schema.js";
import { CliError, codeOf, messageOf } from "../errors.js";
import type { Home } from "../home.js";
import type { SnapshotSummary, SnapshotTools } from "../seams.js";
import { createEchoin } from "../../abci/app/echoin.js";
import { openForWork } from "./offline.js";
import { storeFile } from "./settings.js";
import { snapshotFolder } from "./snapshots.js";
import { openStore } from "./store.js";

const summaryOf = ({ height, format, chunks, hash }: SnapshotInfo): SnapshotSummary => ({
  height,
  format,
  chunks,
  hash: Buffer.from(hash).toString("hex"),
});

/** Snapshots of a stopped node; every fault is told with the step that goes on. */
export function snapshotTools(home: Home, settings: Settings): SnapshotTools {
  const folder = snapshotFolder(home);
  const registry = new SnapshotRegistry(folder);
  return {
    list: async () => (await registry.list()).map(summaryOf),
    export: (height) => telling(() => exportSnapshot(home, settings, folder, height)),
    restore: (height, format) =>
      telling(async () => {
        // A home that has no state yet is what a restore is for.
        const parts = { storeNames: createEchoin().storeNames, skipUpgradeHeights: [] };
        const store = await openStore(home, settings, parts);
        try {
          return summaryOf(await restoreLocal(registry, store, { height, format }));
        } finally {
          await store.close();
        }
      }),
    delete: (height, format) => telling(() => registry.delete(height, format)),
    dump: (height, format, file) => telling(() => dumpSnapshot(registry, { height, format, file })),
    load: (file) => telling(async () => summaryOf(await loadSnapshot(registry, file))),
  };
}

async function exportSnapshot(
  home: Home,
  settings: Settings,
  folder: string,
  height: bigint,
): Promise<SnapshotSummary> {
  // Opening the store as a node does finds out whether one runs, whose pruning would get in the way.
  const store = await openForWork(home, settings);
  try {
    const version = height === 0n ? store.lastCommit.version : height;
    return summaryOf(await makeSnapshot({ file: storeFile(home), version, folder }));
  } finally {
    await store.close();
  }
}

async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliError) throw error;
    const hint = codeOf(error) === "ENOENT" ? "name an existing file" : "echoind snapshots list shows what there is";
    throw new CliError(messageOf(error), { cause: error, hint });
  }
}
