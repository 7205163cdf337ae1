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

/** A chain of go-ethereum's own, in memory, which mines what it is sent. */
export interface Geth {
  call(method: string, ...params: unknown[]): Promise<Reply>;
  close(): Promise<void>;
}

const READY_MS = 30_000;

/** Starts `geth --dev` on a free port of loopback. @throws Error with what it said when it does not come up */
export async function startGeth(): Promise<Geth> {
  const args = ["--dev", "--dev.gaslimit", "30000000", "--ipcdisable", "--port", "0", "--authrpc.port", "0"];
  const http = ["--http", "--http.port", "0", "--http.api", "eth,net,web3,debug,txpool", "--nodiscover"];
  // Where it puts its keys, and leaves them when it is killed.
  const folder = mkdtempSync(join(tmpdir(), "echoin-geth-"));
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(gethBinary, [...args, ...http], { stdio: ["ignore", "ignore", "pipe"], env });
  const ended = new Promise<void>((resolve) => child.once("error", () => resolve()).once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await endpointOf(child).catch(async (error: unknown) => {
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

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const failed = (why: string): void => reject(new Error(`geth ${why}:\n${said.slice(-2000)}`));
    const timer = setTimeout(() => failed("does not listen"), READY_MS);
    child.once("exit", () => failed("ended"));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-100_000);
      const found = /HTTP server started\s+endpoint=(\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(`http://${found}`);
    });
  });
}
