import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../e2e/devnet.js";

/** What `make geth` builds. */
export const gethBinary = join(projectRoot, ".cache", "geth", "geth");

export const isGethBuilt = (): boolean => existsSync(gethBinary);

/** A JSON-RPC answer: what it is, or why there is none. */
export interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A node of other people's with a chain of its own, in memory, which ours is compared with. */
export interface Reference {
  call(method: string, ...params: unknown[]): Promise<Reply>;
  /** Has what it was sent mined, in one block. */
  seal(): Promise<void>;
  close(): Promise<void>;
}

const READY_MS = 30_000;

/** Starts `geth --dev` on a free port of loopback. @throws Error with what it said when it does not come up */
export async function startGeth(): Promise<Reference> {
  const args = ["--dev", "--dev.gaslimit", "30000000", "--ipcdisable", "--port", "0", "--authrpc.port", "0"];
  const http = ["--http", "--http.port", "0", "--http.api", "eth,net,web3,debug,txpool", "--nodiscover"];
  // Where it puts its keys, and leaves them when it is killed.
  const folder = mkdtempSync(join(tmpdir(), "echoin-geth-"));
  const env = { ...process.env, TMPDIR: folder };
  const node = await startNode({
    program: gethBinary,
    args: [...args, ...http],
    env,
    listening: /HTTP server started\s+endpoint=(\S+)/,
    onEnd: () => rmSync(folder, { recursive: true, force: true }),
  });
  // It mines by itself what can be mined.
  return { ...node, seal: async () => {} };
}

export interface NodeProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What it says when it listens, with the host and port in a group. */
  readonly listening: RegExp;
  /** Called once when it has ended, also when it never came up. */
  onEnd?(): void;
}

/** Starts a program that serves JSON-RPC. @throws Error with what it said when it does not come up */
export async function startNode(parts: NodeProgram): Promise<Pick<Reference, "call" | "close">> {
  const child = spawn(parts.program, [...parts.args], { stdio: ["ignore", "pipe", "pipe"], env: parts.env });
  const ended = new Promise<void>((resolve) => child.once("error", () => resolve()).once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    parts.onEnd?.();
  };
  const url = await endpointOf(child, parts).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const call = async (method: string, ...params: unknown[]): Promise<Reply> => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    return (await (await fetch(url, { method: "POST", headers, body })).json()) as Reply;
  };
  return { call, close };
}

function endpointOf(child: ChildProcess, { program, listening }: NodeProgram): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const failed = (why: string): void => reject(new Error(`${program} ${why}:\n${said.slice(-2000)}`));
    const timer = setTimeout(() => failed("does not listen"), READY_MS);
    child.once("exit", () => failed("ended"));
    const hear = (text: string): void => {
      said = (said + text).slice(-100_000);
      const found = listening.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(`http://${found}`);
    };
    // Both are read to the end: a pipe that is full holds the program up.
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding("utf8").on("data", hear);
  });
}
