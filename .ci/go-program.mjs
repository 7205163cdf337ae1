// Builds a Go program that a go.mod of its own pins, once, and says how far it is: some take minutes.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (line) => {
  say(`Error: ${line}`);
  process.exit(1);
};

/** How many packages the build has in all; only for the progress. */
function countPackages(source, target) {
  const { stdout, status } = spawnSync("go", ["list", "-deps", target], { cwd: source, encoding: "utf8" });
  return status === 0 ? stdout.trim().split("\n").length : undefined;
}

/**
 * `source` is the folder of go.mod, `target` the package to build, `binary` what it becomes, `purpose` what it is needed for.
 * Ends the process when it cannot be built.
 */
export function buildGoProgram({ name, source, target, binary, purpose }) {
  if (existsSync(binary)) return;
  if (spawnSync("go", ["version"]).status !== 0) fail(`Go 1.23 or newer is needed to build ${name}, ${purpose}`);
  mkdirSync(dirname(binary), { recursive: true });
  say(`${name}: fetching modules`);
  if (spawnSync("go", ["mod", "download"], { cwd: source, stdio: ["ignore", "inherit", "inherit"] }).status !== 0)
    fail(`the modules of ${name} could not be fetched`);
  const total = countPackages(source, target);
  say(`${name}: compiling ${total ?? "some"} packages; those that an earlier build left in Go's cache are not named`);

  const draft = `${binary}.${process.pid}.part`;
  const args = ["build", "-v", "-trimpath", "-ldflags", "-s -w", "-o", draft, target];
  const build = spawn("go", args, { cwd: source, stdio: ["ignore", "inherit", "pipe"] });
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
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
  const progress = setInterval(() => say(`${name}: ${compiled} packages compiled in ${seconds()} s`), 10_000);
  build.on("error", (error) => fail(`go build: ${error.message}`));
  build.on("close", (code) => {
    clearInterval(progress);
    if (code !== 0) fail(`go build ended with code ${code}:\n${others.slice(-20).join("\n")}`);
    renameSync(draft, binary);
    say(`${name}: built in ${seconds()} s`);
  });
}
