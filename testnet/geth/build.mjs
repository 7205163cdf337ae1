/** Builds the go-ethereum that replies are compared with into .cache/geth, once: `node testnet/geth/build.mjs`. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "v1.16.9";
const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", ".cache", "geth");
const binary = join(folder, "geth");
const draft = join(folder, "part");

const fail = (line) => {
  process.stderr.write(`Error: ${line}\n`);
  process.exit(1);
};

if (existsSync(binary)) process.exit(0);
if (spawnSync("go", ["version"]).status !== 0) fail("Go 1.24 or newer is needed to build geth");
mkdirSync(draft, { recursive: true });
process.stderr.write(`geth: fetching and compiling ${VERSION}; it takes some minutes\n`);
const built = spawnSync("go", ["install", "-trimpath", `github.com/ethereum/go-ethereum/cmd/geth@${VERSION}`], {
  env: { ...process.env, GOBIN: draft },
  stdio: ["ignore", "inherit", "inherit"],
});
if (built.status !== 0) fail(`go install ended with code ${built.status}`);
renameSync(join(draft, "geth"), binary);
