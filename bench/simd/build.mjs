/** Builds simd into .cache/bench, once: `node bench/simd/build.mjs`. It takes some minutes and says how far it is. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));
const folder = join(source, "..", "..", ".cache", "bench");
const binary = join(folder, "simd");
const draft = join(folder, "simd.part");

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (line) => {
  say(`Error: ${line}`);
  process.exit(1);
};

/** How many packages the build has in all; only for the progress. */
function countPackages() {
  const { stdout, status } = spawnSync("go", ["list", "-deps", "."], { cwd: source, encoding: "utf8" });
  return status === 0 ? stdout.trim().split("\n").length : undefined;
}

if (existsSync(binary)) process.exit(0);
if (spawnSync("go", ["version"]).status !== 0)
  fail("Go 1.23 or newer is needed to build simd, which Echoin is compared with");
mkdirSync(folder, { recursive: true });
say("simd: fetching modules");
if (spawnSync("go", ["mod", "download"], { cwd: source, stdio: ["ignore", "inherit", "inherit"] }).status !== 0)
  fail("the modules of bench/simd could not be fetched");
const total = countPackages();
say(`simd: compiling ${total ?? "some"} packages; those that an earlier build left in Go's cache are not named`);

const args = ["build", "-v", "-trimpath", "-ldflags", "-s -w", "-o", draft, "."];
const build = spawn("go", args, { cwd: source, stdio: ["ignore", "inherit", "pipe"] });
const begun = Date.now();
let compiled = 0;
let rest = "";
const others = [];
build.stderr.setEncoding("utf8").on("data", (text) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    if (/^[\w./~@-]+$/.test(line)) compiled++;
    else others.push(line);
  }
});
const progress = setInterval(
  () => say(`simd: ${compiled} packages compiled in ${Math.round((Date.now() - begun) / 1000)} s`),
  10_000,
);
build.on("error", (error) => fail(`go build: ${error.message}`));
build.on("close", (code) => {
  clearInterval(progress);
  if (code !== 0) fail(`go build ended with code ${code}:\n${others.slice(-20).join("\n")}`);
  renameSync(draft, binary);
  say(`simd: built in ${Math.round((Date.now() - begun) / 1000)} s`);
});
