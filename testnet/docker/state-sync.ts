/**
 * Sets a new home up to start from a snapshot of two nodes' chain:
 * `node dist/testnet/docker/state-sync.js --home folder http://one:26657 http://two:26657`. A home with blocks is left alone.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { patchConfig } from "../../cometbft/config.js";
import { stateSyncSettings } from "../network/state-sync.js";

const { values: flags, positionals: servers } = parseArgs({
  options: { home: { type: "string" } },
  allowPositionals: true,
});

async function main(): Promise<void> {
  const [one, two] = servers;
  if (flags.home === undefined || one === undefined || two === undefined) {
    throw new Error("--home and the RPC addresses of two nodes are needed");
  }
  if (existsSync(join(flags.home, "data", "blockstore.db"))) {
    process.stdout.write(`${flags.home} has blocks already\n`);
    return;
  }
  const settings = await stateSyncSettings([one, two]);
  const file = join(flags.home, "config", "config.toml");
  writeFileSync(file, patchConfig(readFileSync(file, "utf8"), settings));
  process.stdout.write(`starts from a snapshot, trusting block ${String(settings["statesync.trust_height"])}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
