/** Builds the go-ethereum that replies are compared with into .cache/geth, once: `node testnet/geth/build.mjs`. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram } from "../../.ci/go-program.mjs";

const source = dirname(fileURLToPath(import.meta.url));
buildGoProgram({
  name: "geth",
  source,
  target: "github.com/ethereum/go-ethereum/cmd/geth",
  binary: join(source, "..", "..", ".cache", "geth", "geth"),
  purpose: "whose JSON-RPC replies ours are held to",
});
