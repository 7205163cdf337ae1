/** Builds cosmovisor into .cache/cosmovisor, once: `node testnet/cosmovisor/build.mjs`. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram } from "../../.ci/go-program.mjs";

const source = dirname(fileURLToPath(import.meta.url));
buildGoProgram({
  name: "cosmovisor",
  source,
  target: "cosmossdk.io/tools/cosmovisor/cmd/cosmovisor",
  binary: join(source, "..", "..", ".cache", "cosmovisor", "cosmovisor"),
  purpose: "under which upgrades are tested",
});
