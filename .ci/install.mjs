// Installs the packages of package-lock.json when they are not there yet; a second run takes a tenth of a second.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".echoin-installed");
const lock = readFileSync(join(root, "package-lock.json"), "utf8");
/** Native packages are built for one Node ABI and platform: another one is another installation. */
const wanted = `${createHash("sha256").update(lock).digest("hex")} ${process.versions.modules} ${process.platform}-${process.arch}`;

const native = { sqlite3: "sqlite3", secp256k1: "secp256k1/bindings" };

/** In a process of its own, so that a binary for another ABI cannot take this one down. */
function nativeFaults() {
  return Object.entries(native).filter(
    ([, path]) => spawnSync(process.execPath, ["-e", `require(${JSON.stringify(path)})`], { cwd: root }).status !== 0,
  );
}

/** npm's own record of what lies in node_modules, compared with the lock file. */
function installedAsLocked() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, entry]) => {
    if (path === "") return true;
    const there = installed[path];
    return there === undefined
      ? entry.optional === true || entry.devOptional === true
      : there.integrity === entry.integrity;
  });
}

function finish() {
  writeFileSync(stamp, `${wanted}\n`);
}

function explain(log) {
  const text = readFileSync(log, "utf8");
  process.stderr.write(`${text.split("\n").slice(-40).join("\n")}\n`);
  process.stderr.write(`Error: npm ci failed; all of its output is in ${log}\n`);
  if (/gyp ERR! find Python/.test(text))
    process.stderr.write("  → Python 3 is needed to compile sqlite3: install it\n");
  else if (/make: not found|not found: make|gyp ERR! build error|g\+\+/.test(text)) {
    process.stderr.write(
      "  → sqlite3 is compiled on this machine: install make and a C++ compiler (build-essential)\n",
    );
  } else if (/EBADENGINE/.test(text)) process.stderr.write("  → Node 20.19 or newer is needed\n");
  else process.stderr.write("  → check the connection to the package registry, and run make build again\n");
  process.exit(1);
}

if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === wanted) process.exit(0);
if (installedAsLocked() && nativeFaults().length === 0) {
  finish();
  process.exit(0);
}

const cache = join(root, ".cache");
mkdirSync(cache, { recursive: true });
const log = join(cache, "npm-ci.log");
const output = openSync(log, "w");
const started = Date.now();
const seconds = () => Math.round((Date.now() - started) / 1000);
console.error("installing packages (npm ci; it compiles sqlite3, which takes one to three minutes)");
const npm = spawn("npm", ["ci", "--no-progress"], {
  cwd: root,
  stdio: ["ignore", output, output],
  shell: process.platform === "win32",
});
const heartbeat = setInterval(() => console.error(`  still installing, ${seconds()} s`), 10_000);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => npm.kill(signal));

npm.on("error", (error) => {
  clearInterval(heartbeat);
  console.error(`Error: npm cannot be started: ${error.message}\n  → install npm, which comes with Node`);
  process.exit(1);
});
npm.on("exit", (code) => {
  clearInterval(heartbeat);
  if (code !== 0) explain(log);
  const faults = nativeFaults().map(([name]) => name);
  if (faults.length > 0) {
    console.error(`Error: ${faults.join(" and ")} cannot be loaded after the installation; see ${log}`);
    console.error(`  → npm rebuild --foreground-scripts ${faults.join(" ")}`);
    process.exit(1);
  }
  finish();
  console.error(`packages installed in ${seconds()} s`);
});
