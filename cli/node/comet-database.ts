import { installArguments } from "../../cometbft/binary.js";
import { type Database, databaseIn, databaseOf, LEVELDB, PEBBLE } from "../../cometbft/database.js";
import { wantedVersion } from "../../cometbft/version.js";
import { CliError } from "../errors.js";
import type { Home } from "../home.js";
import type { Environment } from "../seams.js";
import { cometSetting } from "./listeners.js";

/**
 * Refuses a home whose CometBFT would not find its blocks: what config.toml names has to be what they were written with, and the
 * binary has to have it. CometBFT itself names a file that it lacks, or what it was built with, and no way out.
 * @throws CliError with the setting that would be right, or the binary that is needed
 */
export async function checkDatabase(home: Home, binary: string, env: Environment): Promise<void> {
  const named = cometSetting(home, "db_backend") ?? LEVELDB;
  // Whoever built a CometBFT with another one knows what it is.
  if (!isKnown(named)) return;
  const there = await databaseIn(home.at("data"));
  if (there !== undefined && there !== named) {
    throw new CliError(`${home.cometConfig} has db_backend = "${named}", and the blocks of this home are in ${there}`, {
      hint: `echoind config set config db_backend ${there} --home ${home.path}`,
    });
  }
  if (named === LEVELDB || (await databaseOf(binary)) === PEBBLE) return;
  const rebuilt = `go ${installArguments(wantedVersion(env)).join(" ")}`;
  throw new CliError(`${home.cometConfig} has db_backend = "${PEBBLE}", and ${binary} was built without it`, {
    hint:
      there === undefined
        ? `there are no blocks yet: echoind config set config db_backend ${LEVELDB} --home ${home.path}; or ${rebuilt}`
        : `name a CometBFT with it in COMETBFT_BIN: ${rebuilt}`,
  });
}

const isKnown = (name: string): name is Database => name === LEVELDB || name === PEBBLE;
