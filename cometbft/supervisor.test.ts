import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { transformSync } from "@swc/core";
import type { Logger } from "../abci/app/logger.js";
import { HomeInUseError, isCometBftOf, tryKill, writePidFile } from "./leftovers.js";
import { type CometBftProcess, describeEnd, exitCodeOf, startCometBft } from "./supervisor.js";

let folder = "";
const processes: CometBftProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"));
});
afterEach(async () => {
  for (const process of processes.splice(0)) {
    tryKill(process.pid, "SIGKILL");
    await process.ended;
  }
  rmSync(folder, { recursive: true });
});

const home = (): string => join(folder, "home");
const pidFile = (): string => join(home(), "data", "cometbft.pid");

/** A program that stands for cometbft. */
function fake(script: string): string {
  const path = join(folder, "cometbft");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
/** Says that it is there, and waits; `sleep` is the shell's child, so signals are handled between its naps. */
const waiting = "echo started; while :; do sleep 0.05; done";

interface Heard {
  readonly logger: Logger;
  readonly lines: string[];
  readonly said: (text: string) => Promise<void>;
}

function listener(): Heard {
  const lines: string[] = [];
  const waiters: (() => void)[] = [];
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      lines.push(
        [level, message, ...Object.entries(fields).map(([key, value]) => `${key}=${String(value)}`)].join(" "),
      );
      for (const wake of waiters.splice(0)) wake();
    };
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => logger,
  };
  const said = async (text: string): Promise<void> => {
    while (!lines.some((line) => line.includes(text))) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  return { logger, lines, said };
}

async function start(
  script: string,
  more: { stopTimeoutMs?: number; args?: string[] } = {},
): Promise<Heard & { process: CometBftProcess }> {
  const heard = listener();
  const process_ = await startCometBft({
    binary: fake(script),
    home: home(),
    proxyApp: "tcp://127.0.0.1:1",
    env: process.env,
    logger: heard.logger,
    ...more,
  });
  processes.push(process_);
  return { ...heard, process: process_ };
}

/** The system tells nobody when a stranger's process has ended: it has to be asked. */
async function gone(pid: number): Promise<void> {
  for (const end = performance.now() + 10_000; isCometBftOf(pid, home()); await sleep(20))
    if (performance.now() > end) throw new Error(`process ${pid} is still there`);
}

test("its arguments, its log in levels and fields, and its end", async () => {
  const { process, lines } = await start(
    `echo "{\\"_msg\\":\\"$*\\",\\"level\\":\\"info\\",\\"format\\":\\"$CMT_LOG_FORMAT\\"}"; echo 'panic: oh' >&2; exit 3`,
    { args: ["--p2p.seeds", "a"] },
  );
  const end = await process.ended;
  expect(end).toMatchObject({ code: 3, signal: null, stopped: false });
  expect(lines).toContain(`info start --home ${home()} --proxy_app tcp://127.0.0.1:1 --p2p.seeds a format=json`);
  expect(lines).toContain("error panic: oh");
  expect(describeEnd(end)).toContain("CometBFT ended with code 3. The last it printed:");
  expect(describeEnd(end)).toContain("panic: oh");
  expect(exitCodeOf(end)).toBe(3);
  expect(exitCodeOf({ ...end, code: 0 })).toBe(1);
  expect(existsSync(pidFile())).toBe(false);
});

test("a panic is what is told last, not the traces after it", async () => {
  const { process } = await start(
    "for i in 1 2 3 4 5 6 7 8 9; do echo before $i; done; echo panic: oh; for i in $(seq 100); do echo trace $i; done; exit 2",
  );
  const { lastLines } = await process.ended;
  expect(lastLines).toHaveLength(20);
  expect(lastLines.slice(4, 8)).toEqual(["error before 9", "error panic: oh", "error trace 1", "error trace 2"]);
});

test("a CometBFT whose consensus has failed is ended, and that is no success", async () => {
  const { process } = await start(
    `trap 'exit 0' TERM; echo '{"_msg":"CONSENSUS FAILURE!!!","level":"error","err":"wrong app hash"}'; ${waiting}`,
  );
  const end = await process.ended;
  expect(end).toMatchObject({ code: 0, stopped: false });
  expect(exitCodeOf(end)).toBe(1);
  expect(describeEnd(end)).toContain("CONSENSUS FAILURE!!! err=wrong app hash");
});

test("stop ends it by SIGTERM and tells its end, however often it is called", async () => {
  const { process, said } = await start(`trap 'echo ending; exit 0' TERM; ${waiting}`);
  await said("started");
  expect((JSON.parse(readFileSync(pidFile(), "utf8")) as { pid: number }).pid).toBe(process.pid);
  expect(isCometBftOf(process.pid, home())).toBe(true);
  const [end, again] = await Promise.all([process.stop(), process.stop()]);
  expect(end).toMatchObject({ code: 0, stopped: true });
  expect(again).toBe(end);
  expect(end.lastLines.at(-1)).toBe("error ending");
});

test("one that does not end is killed", async () => {
  const { process, said, lines } = await start(`trap '' TERM; ${waiting}`, { stopTimeoutMs: 100 });
  await said("started");
  expect(await process.stop()).toMatchObject({ signal: "SIGKILL", stopped: true });
  expect(lines.some((line) => line.startsWith("warn CometBFT does not end: killing it"))).toBe(true);
});

test("a binary that is not there ends at once with the shell's code for it", async () => {
  const { process } = await start(waiting);
  await process.stop();
  rmSync(join(folder, "cometbft"));
  const missing = await startCometBft({
    binary: join(folder, "cometbft"),
    home: home(),
    proxyApp: "tcp://127.0.0.1:1",
    env: {},
    logger: listener().logger,
  });
  expect(await missing.ended).toMatchObject({ code: 127 });
});

test("a home over which a live node runs is refused", async () => {
  const { said, process: running } = await start(waiting);
  await said("started");
  const again = start(waiting);
  await expect(again).rejects.toThrow(HomeInUseError);
  await expect(again).rejects.toThrow(`process ${process.pid} runs CometBFT (${running.pid}) over it; end that first`);
});

test("one that could not be noted, as on a full disk, does not run on", async () => {
  mkdirSync(`${pidFile()}.tmp`, { recursive: true });
  await expect(start(waiting)).rejects.toThrow("EISDIR");
  const runs = (): boolean => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(home());
  for (const end = performance.now() + 10_000; runs() && performance.now() < end;) await sleep(20);
  expect(runs()).toBe(false);
});

test("a process that has the number of an old CometBFT is not touched", async () => {
  const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  writePidFile(home(), stranger.pid as number);
  const { process, said } = await start(waiting);
  await said("started");
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill("SIGKILL");
  await process.stop();
});

/** The supervisor as a program of its own, which the test can kill. */
function nodeProgram(): string {
  const program = join(folder, "program");
  mkdirSync(program);
  for (const name of ["supervisor", "environment", "leftovers", "logs"]) {
    const source = readFileSync(join(process.cwd(), "cometbft", `${name}.ts`), "utf8");
    const { code } = transformSync(source, {
      filename: `${name}.ts`,
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    writeFileSync(join(program, `${name}.js`), code);
  }
  symlinkSync(join(process.cwd(), "node_modules"), join(program, "node_modules"));
  const main = join(program, "main.js");
  writeFileSync(
    main,
    `const { startCometBft } = require("./supervisor.js");
     const say = (message) => console.log(message);
     const logger = { debug: say, info: say, warn: say, error: say };
     const [binary, home] = process.argv.slice(2);
     startCometBft({ binary, home, proxyApp: "tcp://127.0.0.1:1", env: process.env, logger })
       .then(({ pid }) => say("pid " + pid));`,
  );
  return main;
}

async function startAsProgram(main: string, binary: string): Promise<{ node: ReturnType<typeof spawn>; pid: number }> {
  const node = spawn(process.execPath, [main, binary, home()], { stdio: ["ignore", "pipe", "inherit"] });
  let pid = 0;
  let started = false;
  for await (const line of createInterface({ input: node.stdout })) {
    if (line.startsWith("pid ")) pid = Number(line.slice(4));
    if (line === "started") started = true;
    if (pid > 0 && started) break;
  }
  return { node, pid };
}

test.each([
  ["that ends when asked", waiting],
  ["that hangs", `trap '' TERM; ${waiting}`],
])("when the node is killed, a CometBFT %s ends with it", async (_name, script) => {
  const { node, pid } = await startAsProgram(nodeProgram(), fake(script));
  expect(isCometBftOf(pid, home())).toBe(true);
  node.kill("SIGKILL");
  await gone(pid);
});

test("what a dead node left is ended before the next start, without waiting for its guard", async () => {
  const { node, pid } = await startAsProgram(nodeProgram(), fake(`trap '' TERM; ${waiting}`));
  const died = new Promise((resolve) => node.once("exit", resolve));
  node.kill("SIGKILL");
  await died;
  const { lines, said, process } = await start(`trap 'exit 0' TERM; ${waiting}`);
  expect(isCometBftOf(pid, home())).toBe(false);
  expect(lines).toContain(`warn ended the CometBFT of an earlier node pid=${pid}`);
  await said("started");
  expect(await process.stop()).toMatchObject({ code: 0 });
});
