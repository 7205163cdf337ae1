import { Database } from "../../abci/store/database.js";
import { pruneTarget, pruneVersions } from "../../abci/store/pruning.js";
import { earliestVersion, readVersion } from "../../abci/store/versions.js";
import type { Settings } from "../config/schema.js";
import type { Home } from "../home.js";
import { openForWork } from "./offline.js";
import { pruningOf, storeFile } from "./settings.js";

/**
 * Applies a pruning to a stopped node's store at once, in bounded transactions, so that it can be interrupted.
 * @throws CliError when the store cannot be opened
 */
export async function pruneState(home: Home, settings: Settings): Promise<{ earliest: bigint; latest: bigint }> {
  // Opening it as a node does checks the file, and finds out whether a node has it open.
  await (await openForWork(home, settings)).close();
  const database = await Database.open(storeFile(home));
  try {
    const latest = (await readVersion(database, 0))?.version ?? 0;
    const target = pruneTarget(pruningOf(settings), latest);
    let earliest = await earliestVersion(database);
    while (earliest > 0 && earliest <= target) earliest = await pruneVersions(database, earliest, target);
    return { earliest: BigInt(earliest), latest: BigInt(latest) };
  } finally {
    await database.close();
  }
}
