import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { addressesOn, PORTS_OF_NODE } from "./addresses.js";
import { guarded } from "./cosmovisor.js";
import { NetworkNode } from "./node.js";

// A program in place of cosmovisor, which leaves a child behind; what is tested is who ends that.

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "echoin-guard-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that starts a child, writes down its number, and goes on as told. */
function program(then: string): string {
  const file = join(folder, "program.sh");
  writeFileSync(
    file,
    `#!/bin/sh\nsleep 600 &\necho $! > ${join(folder, "writing")}\nmv ${join(folder, "writing")} ${join(folder, "child")}\n${then}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** The child's number. */
async function child(): Promise<number> {
  while (!existsSync(join(folder, "child"))) await pause(10);
  return Number(readFileSync(join(folder, "child"), "utf8"));
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // One that has ended and that nobody has asked about is there as well.
    return !/^State:\s+Z/m.test(existsSync("/proc/self") ? readFileSync(`/proc/${pid}/status`, "utf8") : "");
  } catch {
    return false;
  }
};

const gone = async (pid: number): Promise<void> => {
  while (isThere(pid)) await pause(10);
};

function nodeUnder(binary: string): NetworkNode {
  const [address] = addressesOn(Array.from({ length: PORTS_OF_NODE }, (_, index) => 1 + index));
  return new NetworkNode({
    name: "node",
    root: folder,
    home: folder,
    address: address!,
    cosmovisor: { binary, settings: {} },
  });
}

test("what a cosmovisor that has ended left behind is killed with its node", async () => {
  const node = nodeUnder(program("exit 1"));
  node.launch();
  const left = await child();
  expect(await node.ended()).toBe(1);
  expect(isThere(left)).toBe(true);
  await node.kill();
  await gone(left);
});

test("a stop reaches the whole group, and waits for it", async () => {
  const node = nodeUnder(program("wait"));
  node.launch();
  const started = await child();
  expect(await node.stop()).toBe("SIGTERM");
  expect(isThere(started)).toBe(false);
});

test("when the process that started it dies, the whole group is ended", async () => {
  const { file, args } = guarded({ file: program("wait"), args: [], env: {} });
  const script = `
    const options = { stdio: ["ignore", "ignore", "ignore", "pipe"], detached: true };
    require("node:child_process").spawn(${JSON.stringify(file)}, ${JSON.stringify(args)}, options);
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  const started = await child();
  expect(isThere(started)).toBe(true);
  starter.kill("SIGKILL");
  await gone(started);
});
