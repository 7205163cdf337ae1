import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Variables } from "../../cometbft/environment.js";
import { isAlive } from "../measure/proc.js";

/** A process of a node, its output in a file. */
export interface NodeProcess {
  readonly pid: number;
  /** Why it has ended, with the last lines that it wrote; undefined while it runs. */
  ended(): string | undefined;
  /** SIGTERM, and SIGKILL when it is still there after the grace; waits for the end. */
  stop(graceMs?: number): Promise<void>;
}

/** All that run now, so that a broken-off benchmark leaves none behind. */
const running = new Set<ChildProcess>();

/** Starts a program whose output goes to `log`. @throws Error when it cannot be started */
export async function startProcess(
  command: string,
  args: readonly string[],
  { log, env = {}, cwd }: { log: string; env?: Variables; cwd?: string },
): Promise<NodeProcess> {
  const output = openSync(log, "a");
  const options = { stdio: ["ignore", output, output] as const, env: { ...process.env, ...env } };
  const child = spawn(command, args, { ...options, stdio: ["ignore", output, output], ...(cwd ? { cwd } : {}) });
  closeSync(output);
  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      end = signal ?? `code ${code}`;
      running.delete(child);
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  running.add(child);
  const pid = child.pid ?? 0;
  return {
    pid,
    ended: () => (end === undefined ? undefined : `${basename(command)} ended with ${end}:\n${tail(log)}`),
    async stop(graceMs = 20_000) {
      if (end !== undefined) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Kills what this program started and still runs; for its own abrupt end. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Waits until a process which is not our child is gone. @throws Error when it does not go */
export async function waitGone(pid: number, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; isAlive(pid);) {
    if (Date.now() > end) throw new Error(`process ${pid} did not end within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs a program to its end and gives what it printed. @throws Error with its messages */
export function run(command: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`${basename(command)} ${args.slice(0, 3).join(" ")} failed: ${stderr.trim().slice(-2000)}`));
    });
    child.stdin?.end(input);
  });
}

const tail = (log: string): string => readFileSync(log, "utf8").trimEnd().split("\n").slice(-8).join("\n").slice(-2000);
