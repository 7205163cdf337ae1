import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCometBft } from "../../cometbft/binary.js";
import type { Database } from "../../cometbft/database.js";
import { patchToml, type TomlValue } from "../../cometbft/toml.js";
import type { Ports } from "./chain.js";
import { run } from "./process.js";

/** CometBFT's binary, as `echoind start` finds it. @throws BinaryError that says how to get one */
export async function cometBinary(root: string, say: (line: string) => void): Promise<string> {
  const cacheDir = join(root, ".cache", "cometbft");
  return (await findCometBft({ env: process.env, cacheDir, onProgress: say })).path;
}

/** What a run may vary of CometBFT's settings, for all its chains alike. */
export interface CometOptions {
  readonly timeoutCommitMs: number;
  readonly indexer: "kv" | "null";
  /** The fastest that the binary has, as `echoind init` chooses it too; simd's CometBFT has goleveldb only. */
  readonly database: Database;
  /** Validators extend their votes; Echoin's alone can. */
  readonly voteExtensions?: boolean;
}

/** While a chain is filled with accounts, nobody asks what became of the transactions. */
const FILLING: Readonly<Record<string, TomlValue>> = {
  "storage.discard_abci_responses": true,
  "tx_index.indexer": "null",
};

/**
 * CometBFT's settings, the same for every chain of a run: its own defaults, but for these. The ABCI results are stored
 * and the kv indexer is on, as on a node that serves clients.
 */
const consensusSettings = ({
  timeoutCommitMs,
  indexer,
  database,
}: CometOptions): Readonly<Record<string, TomlValue>> => ({
  // How long a block waits for more votes; with one validator it is simply the pause between blocks.
  "consensus.timeout_commit": `${timeoutCommitMs}ms`,
  // Nothing that the load generator has under way is ever refused for want of room, or forgotten as already seen.
  "mempool.size": 200_000,
  "mempool.cache_size": 400_000,
  // After each block, a recheck would run CheckTx again on all that waits. How much waits is up to the load generator, so
  // it would measure that; and it costs simd more than Echoin.
  "mempool.recheck": false,
  "storage.discard_abci_responses": false,
  "tx_index.indexer": indexer,
  db_backend: database,
  // One validator on its own, or some that know each other.
  "p2p.pex": false,
  "p2p.addr_book_strict": false,
  "instrumentation.prometheus": false,
});

/** Blocks of the size that `echoind init` gives a chain: about 11,000 sends. Gas is not bounded. */
export const consensusParams = ({ voteExtensions = false }: CometOptions) => ({
  block: { max_bytes: "4194304", max_gas: "-1" },
  evidence: { max_age_num_blocks: "302400", max_age_duration: "1814400000000000", max_bytes: "1048576" },
  validator: { pub_key_types: ["ed25519"] },
  version: { app: "0" },
  abci: { vote_extensions_enable_height: voteExtensions ? "1" : "0" },
});

/** Has CometBFT make keys, configuration and genesis in a home, and gives the text of the configuration of this run. */
export async function initComet(
  binary: string,
  home: string,
  {
    ports,
    options,
    proxyApp,
    filling = false,
  }: { ports: Ports; options: CometOptions; proxyApp: string; filling?: boolean },
): Promise<string> {
  await run(binary, ["init", "--home", home]);
  const text = patchToml(readFileSync(join(home, "config", "config.toml"), "utf8"), {
    ...consensusSettings(options),
    ...(filling ? FILLING : {}),
    proxy_app: proxyApp,
    "rpc.laddr": `tcp://127.0.0.1:${ports.rpc}`,
    "p2p.laddr": `tcp://127.0.0.1:${ports.p2p}`,
  });
  writeFileSync(join(home, "config", "config.toml"), text);
  return text;
}

/** Gives a home that was made for filling the settings of the run; its node reads them at the next start. */
export function endFilling(home: string, options: CometOptions): void {
  const path = join(home, "config", "config.toml");
  const settings = consensusSettings(options);
  const changed = Object.fromEntries(Object.keys(FILLING).map((key) => [key, settings[key]!]));
  writeFileSync(path, patchToml(readFileSync(path, "utf8"), changed));
}
