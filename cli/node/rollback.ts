import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { rollback } from "../../abci/store/open.js";
import { cometEnvironment } from "../../cometbft/environment.js";
import type { Settings } from "../config/schema.js";
import { CliError, messageOf } from "../errors.js";
import type { Home } from "../home.js";
import { type Environment, findComet } from "../seams.js";
import { checkDatabase } from "./comet-database.js";
import { openForWork } from "./offline.js";
import { storeFile } from "./settings.js";
import { storeFault } from "./store.js";

/**
 * Takes CometBFT's state, then the application's, back by one block of a stopped node.
 * @throws CliError when either cannot go back; what CometBFT did then stays, and the command may be run again
 */
export async function rollbackState(
  home: Home,
  settings: Settings,
  { hard, env, root }: { hard: boolean; env: Environment; root: string },
): Promise<{ height: bigint; hash: Uint8Array }> {
  const before = await lastCommit(home, settings);
  const cometHeight = await rollbackComet(home, settings, { hard, env, root });
  if (before.version > cometHeight) {
    await rollback(storeFile(home), cometHeight).catch((error: unknown) => {
      throw storeFault(home, error);
    });
  }
  const after = await lastCommit(home, settings);
  return { height: after.version, hash: after.hash };
}

async function lastCommit(home: Home, settings: Settings): Promise<{ version: bigint; hash: Uint8Array }> {
  const store = await openForWork(home, settings);
  try {
    return store.lastCommit;
  } finally {
    await store.close();
  }
}

/** @returns the height that CometBFT says it is at now */
async function rollbackComet(
  home: Home,
  settings: Settings,
  options: { hard: boolean; env: Environment; root: string },
): Promise<bigint> {
  const { env, root } = options;
  const configured = settings.get("comet.binary") as string;
  const { path } = await findComet({ configured, env, root, onProgress: () => undefined });
  await checkDatabase(home, path, env);
  const args = ["rollback", "--home", home.path, ...(options.hard ? ["--hard"] : [])];
  const said = await promisify(execFile)(path, args, { env: cometEnvironment(env) }).then(
    ({ stdout, stderr }) => stdout + stderr,
    (error: unknown) => {
      throw new CliError(
        `CometBFT cannot go back: ${String((error as { stderr?: string }).stderr ?? messageOf(error)).trim()}`,
        {
          hint: "stop the node first; CometBFT goes back by one block only",
        },
      );
    },
  );
  const height = /height (\d+)/.exec(said)?.[1];
  if (height === undefined) throw new CliError(`CometBFT does not say to which height it went back: ${said.trim()}`);
  return BigInt(height);
}
