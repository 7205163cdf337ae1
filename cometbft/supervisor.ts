import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Logger } from "../abci/app/logger.js";
import { cometEnvironment, type Variables } from "./environment.js";
import { endLeftover, removePidFile, tryKill, writePidFile } from "./leftovers.js";
import { eachLine, type LogLine, parseLogLine, passOn } from "./logs.js";

export interface SupervisorOptions {
  /** Path of the cometbft binary. */
  readonly binary: string;
  /** Absolute path of the node's home. */
  readonly home: string;
  /** Where the application answers ABCI, such as tcp://127.0.0.1:26658. */
  readonly proxyApp: string;
  /** Further arguments of `cometbft start`. */
  readonly args?: readonly string[];
  readonly env: Variables;
  /** Gets CometBFT's log, line by line. */
  readonly logger: Logger;
  /** How long CometBFT may take to end after SIGTERM before it is killed; 10 s unless told. */
  readonly stopTimeoutMs?: number;
}

/** How CometBFT ended. */
export interface CometBftEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when `stop` was called before. */
  readonly stopped: boolean;
  /** The last that it printed, for people. */
  readonly lastLines: readonly string[];
}

/** CometBFT, running as a child of this process. */
export interface CometBftProcess {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason, and all it printed is read. */
  readonly ended: Promise<CometBftEnd>;
  /** Ends it: SIGTERM, then SIGKILL after the timeout. May be called more than once. */
  stop(): Promise<CometBftEnd>;
}

/**
 * A shell becomes CometBFT (`exec`), and leaves a guard behind that waits on a pipe from this process. When this process
 * dies, however that is, the system closes the pipe, and the guard ends CometBFT: SIGTERM, and SIGKILL after two seconds,
 * because CometBFT often hangs once its application is gone. Before each signal the guard looks whether the process is
 * still CometBFT over this home. A word on the pipe tells it that CometBFT has ended, and that it is no longer needed.
 */
const guardedStart = `
pid=$$ home=$1
(
  trap '' HUP INT TERM
  exec >/dev/null 2>&1 </dev/null
  read -r word <&3 && exit 0
  is_ours() {
    if [ -r "/proc/$pid/cmdline" ]; then tr '\\0' '\\n' <"/proc/$pid/cmdline" | grep -qxF -e "$home"
    else ps -p "$pid" -o args= | grep -qF -e "--home $home"; fi
  }
  is_ours && kill -TERM "$pid"
  tries=20
  while [ "$tries" -gt 0 ] && is_ours; do sleep 0.1; tries=$((tries - 1)); done
  is_ours && kill -KILL "$pid"
) &
shift
exec 3<&-
exec "$@"
`;

const keptLines = 20;

/**
 * Starts CometBFT over a home, after ending what a dead node left running there. It is never restarted: the node ends
 * when CometBFT does, and CometBFT ends when this process does.
 * @throws HomeInUseError when another live node runs over this home
 * @throws Error when the process cannot be made, or data/cometbft.pid not be written
 */
export async function startCometBft(options: SupervisorOptions): Promise<CometBftProcess> {
  const { home, logger, binary, proxyApp, args = [], env } = options;
  const leftover = await endLeftover(home);
  if (leftover !== undefined) logger.warn("ended the CometBFT of an earlier node", { pid: leftover.pid });
  const command = [binary, "start", "--home", home, "--proxy_app", proxyApp, ...args];
  const child = spawn("/bin/sh", ["-c", guardedStart, "cometbft-guard", home, ...command], {
    // A session of its own: Ctrl-C reaches this process alone, which then ends both in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...cometEnvironment(env), CMT_LOG_FORMAT: "json" },
  });
  const { pid } = child;
  const [, stdout, stderr, guard] = child.stdio as unknown as [null, Readable, Readable, Writable];
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new Error(`CometBFT cannot be started: ${error.message}`, { cause: error });
  }
  guard.on("error", () => {});
  try {
    writePidFile(home, pid);
  } catch (error) {
    // A full disk: nobody would watch a CometBFT that runs on, and its pipes would keep this process from ending.
    for (const pipe of [stdout, stderr, guard]) pipe.destroy();
    throw error;
  }
  const last = new LastLines();
  const onLine = (line: string): void => {
    const parsed = parseLogLine(line);
    passOn(logger, parsed);
    last.add(parsed);
    // After it CometBFT stays alive and does nothing more: a node that looks well and is not.
    if (parsed.message.startsWith(consensusFailure)) end();
  };
  const read = Promise.all([eachLine(stdout, onLine), eachLine(stderr, onLine)]);
  let stopped = false;
  const ended = new Promise<CometBftEnd>((resolve) => {
    child.once("exit", (code, signal) => {
      guard.end("ended\n");
      removePidFile(home);
      void read.then(() => resolve({ code, signal, stopped, lastLines: last.lines }));
    });
  });
  let ending = false;
  const end = (): void => {
    if (!ending) void endWithin(pid, ended, options);
    ending = true;
  };
  return {
    pid,
    ended,
    stop: async () => {
      stopped = true;
      end();
      return ended;
    },
  };
}

/** What CometBFT logs when its consensus has panicked, such as by an app hash that is not its own. */
const consensusFailure = "CONSENSUS FAILURE";

async function endWithin(pid: number, ended: Promise<unknown>, options: SupervisorOptions): Promise<void> {
  const { logger, stopTimeoutMs = 10_000 } = options;
  tryKill(pid, "SIGTERM");
  const timer = setTimeout(() => {
    logger.warn("CometBFT does not end: killing it", { pid, afterMs: stopTimeoutMs });
    tryKill(pid, "SIGKILL");
  }, stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

/** The last lines, or the first ones from a panic on: what follows it are traces of everything else that ran. */
class LastLines {
  readonly lines: string[] = [];
  #failed = false;

  add(line: LogLine): void {
    if (!this.#failed && (line.message.startsWith("panic:") || line.message.startsWith(consensusFailure))) {
      this.#failed = true;
      this.lines.splice(0, Math.max(0, this.lines.length - keptLines / 4));
    }
    if (this.#failed && this.lines.length >= keptLines) return;
    this.lines.push(describeLine(line));
    if (this.lines.length > keptLines) this.lines.shift();
  }
}

function describeLine({ level, message, fields }: LogLine): string {
  const details = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return [level, message, ...details].join(" ").slice(0, 600);
}

/** How CometBFT ended, in words, with the last that it printed. */
export function describeEnd({ code, signal, lastLines }: CometBftEnd): string {
  const how = signal === null ? `ended with code ${code ?? "?"}` : `was ended by ${signal}`;
  const last = lastLines.length === 0 ? "It printed nothing." : `The last it printed:\n  ${lastLines.join("\n  ")}`;
  return `CometBFT ${how}. ${last}`;
}

/** The code that the node ends with after CometBFT ended by itself: CometBFT's own, and never success. */
export function exitCodeOf({ code }: CometBftEnd): number {
  return code === null || code === 0 ? 1 : code;
}
