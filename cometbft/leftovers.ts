import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Which CometBFT runs over a home, and for whom; in data/cometbft.pid. */
export interface PidRecord {
  readonly pid: number;
  /** The node's process, and when it started: a number is used again for another process. */
  readonly supervisor: { readonly pid: number; readonly startTime: string };
}

/** Another process has this home in use. */
export class HomeInUseError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "HomeInUseError";
  }
}

const pidFile = (home: string): string => join(home, "data", "cometbft.pid");

/** Notes that this process runs CometBFT over this home. */
export function writePidFile(home: string, pid: number): void {
  const path = pidFile(home);
  const record: PidRecord = { pid, supervisor: { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" } };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(record)}\n`);
  renameSync(`${path}.tmp`, path);
}

export function removePidFile(home: string): void {
  rmSync(pidFile(home), { force: true });
}

/**
 * Ends the CometBFT that a dead node left running over this home, if there is one.
 * @throws HomeInUseError when the node that started it is alive, or when it will not end
 */
export async function endLeftover(home: string, { graceMs = 3000 } = {}): Promise<PidRecord | undefined> {
  const record = readPidFile(home);
  if (record === undefined) return undefined;
  const { pid, supervisor } = record;
  if (!isCometBftOf(pid, home)) {
    removePidFile(home);
    return undefined;
  }
  if (isAlive(supervisor))
    throw new HomeInUseError(
      `${home} is in use: process ${supervisor.pid} runs CometBFT (${pid}) over it; end that first`,
    );
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    tryKill(pid, signal);
    if (await hasEnded(pid, home, graceMs)) {
      removePidFile(home);
      return record;
    }
  }
  throw new HomeInUseError(`${home} is in use: CometBFT (${pid}) of an earlier node does not end`);
}

function readPidFile(home: string): PidRecord | undefined {
  try {
    const { pid, supervisor } = JSON.parse(readFileSync(pidFile(home), "utf8")) as Partial<PidRecord>;
    const valid = Number.isSafeInteger(pid) && Number(pid) > 1 && Number.isSafeInteger(supervisor?.pid);
    return valid ? ({ pid, supervisor } as PidRecord) : undefined;
  } catch {
    // Missing, or cut off by a crash: it was written right after CometBFT's start, whose guard ends it in any case.
    return undefined;
  }
}

async function hasEnded(pid: number, home: string, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; await sleep(20))
    if (!isCometBftOf(pid, home)) return true;
  return !isCometBftOf(pid, home);
}

/** Whether the process is `… start … --home <home>`: process numbers are used again, and no stranger may be ended. */
export function isCometBftOf(pid: number, home: string): boolean {
  const args = commandLineOf(pid);
  if (args === undefined) return false;
  if (typeof args === "string") return args.includes(`--home ${home}`) && / start /.test(args);
  const at = args.indexOf("--home");
  return at > 0 && args[at + 1] === home && args.includes("start");
}

/** A process's arguments, or its command line as one text where the system gives no more; undefined when it is gone. */
function commandLineOf(pid: number): readonly string[] | string | undefined {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-p", String(pid), "-o", "args="], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return args.length > 1 ? args : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startTime }: PidRecord["supervisor"]): boolean {
  const now = startTimeOf(pid);
  return now !== undefined && now === startTime;
}

/** Something that differs between two processes of the same number; undefined when there is no such process. */
function startTimeOf(pid: number): string | undefined {
  try {
    if (process.platform !== "linux")
      return execFileSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" }).trim() || undefined;
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Sends a signal; false when the process is gone already. */
export function tryKill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
