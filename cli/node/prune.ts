import { pruneStore } from "../../abci/store/open.js";
import type { Settings } from "../config/schema.js";
import type { Home } from "../home.js";
import { openForWork } from "./offline.js";
import { pruningOf, storeFile } from "./settings.js";

/**
 * Applies a pruning to a stopped node's store at once, in bounded transactions, so that it can be interrupted.
 * @throws CliError when the store cannot be opened
 */
export async function pruneState(home: Home, settings: Settings): Promise<{ earliest: bigint; latest: bigint }> {
  // Opening it as a node does names what is wrong with the file, if anything is.
  await (await openForWork(home, settings)).close();
  return pruneStore(storeFile(home), pruningOf(settings));
}
