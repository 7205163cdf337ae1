import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { patchConfig } from "../../cometbft/config.js";
import type { TomlValue } from "../../cometbft/toml.js";
import type { NodeAddress, NodePorts } from "./addresses.js";
import { untilBlock, WAIT_MS, type WaitOptions } from "./blocks.js";
import { type Command, type Cosmovisor, guarded, underCosmovisor } from "./cosmovisor.js";
import { inNamespace } from "./namespaces.js";

const execute = promisify(execFile);

/** Between two tries to reach a server that is not there yet, of which no event can tell. */
const RETRY_MS = 50;

/** Most headers that CometBFT answers at once. */
const HEADERS_A_CALL = 20n;

export interface NodeOptions {
  readonly name: string;
  /** The project's folder, with `bin/echoind` built. */
  readonly root: string;
  readonly home: string;
  readonly address: NodeAddress;
  /** Flags of `echoind start`, such as `--pruning=nothing`. */
  readonly flags?: readonly string[];
  /** The cosmovisor that runs it; none unless told. */
  readonly cosmovisor?: Cosmovisor;
  /** The network namespace that it runs in; this process's unless told. */
  readonly namespace?: string;
}

/** What a node is doing, as far as this process has brought it there. */
export type NodeState = "stopped" | "running" | "paused";

/** The status that CometBFT reports, as far as tests look at it. */
export interface NodeStatus {
  readonly node_info: { readonly id: string };
  readonly sync_info: {
    readonly latest_block_height: string;
    readonly latest_app_hash: string;
    readonly latest_block_time: string;
    readonly earliest_block_height: string;
    readonly catching_up: boolean;
  };
  readonly validator_info: { readonly address: string; readonly voting_power: string };
}

/** One node of a network: `bin/echoind start` over its home, as an operator runs it, in a process of its own. */
export class NetworkNode {
  readonly name: string;
  readonly home: string;
  readonly address: NodeAddress;
  private readonly options: NodeOptions;
  private child: ChildProcess | undefined;
  private exited: Promise<number | string> | undefined;
  private paused: number[] = [];
  /** The process group of cosmovisor and of what it started, which may outlive it. */
  private group: { readonly id: number; readonly guard: Writable } | undefined;
  private root: string;

  constructor(options: NodeOptions) {
    this.options = options;
    this.root = options.root;
    this.name = options.name;
    this.home = options.home;
    this.address = options.address;
  }

  get ports(): NodePorts {
    return this.address.ports;
  }

  get rpc(): string {
    return `http://${this.address.host}:${this.ports.rpc}`;
  }

  get rest(): string {
    return `http://${this.address.host}:${this.ports.rest}`;
  }

  /** Ethereum's JSON-RPC. */
  get ethereum(): string {
    return `http://${this.address.host}:${this.ports.ethereum}`;
  }

  /** The network namespace that it runs in, when it has one of its own. */
  get namespace(): string | undefined {
    return this.options.namespace;
  }

  get logFile(): string {
    return join(this.home, "node.log");
  }

  get state(): NodeState {
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return "stopped";
    return this.paused.length > 0 ? "paused" : "running";
  }

  /** Process number of the application; −1 when it does not run. */
  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** Sets values of this node's config.toml by dotted key; they hold from the next start. */
  configure(changes: Readonly<Record<string, TomlValue>>): void {
    const file = join(this.home, "config", "config.toml");
    writeFileSync(file, patchConfig(readFileSync(file, "utf8"), changes));
  }

  /** Runs an `echoind` command over this home. @throws Error with what it said on standard error */
  async echoind(args: readonly string[], input = ""): Promise<string> {
    const running = execute(this.program, [...args, "--home", this.home], {
      env: { ...process.env, ECHOIND_NODE: `tcp://${this.address.host}:${this.ports.rpc}` },
      maxBuffer: 256 * 1024 * 1024,
    });
    running.child.stdin?.end(input);
    const { stdout } = await running;
    return stdout;
  }

  /**
   * Starts the processes, and waits for nothing. `root` is the folder of another program, which runs from now on.
   * @throws Error when the node runs already
   */
  launch(root = this.root): void {
    if (this.state !== "stopped") throw new Error(`${this.name} runs already`);
    this.root = root;
    const log = openSync(this.logFile, "a");
    const command = inNamespace(this.options.namespace, this.command());
    // Under cosmovisor the node is a grandchild: only as a group they are all within reach.
    const detached = this.options.cosmovisor !== undefined;
    const { file, args, env } = detached ? guarded(command) : command;
    const stdio = ["ignore", log, log, ...(detached ? ["pipe" as const] : [])] as const;
    const child = spawn(file, args, { stdio: [...stdio], env: { ...process.env, ...env }, detached });
    closeSync(log);
    this.group?.guard.end("released\n");
    this.child = child;
    const { pid: id } = child;
    const guard = child.stdio[3] as Writable | null | undefined;
    guard?.on("error", () => undefined);
    this.group = id === undefined || !guard ? undefined : { id, guard };
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
    });
  }

  /** Starts the node; resolves when its RPC has a block. @throws Error with the end of its log when it ends before */
  async start(): Promise<void> {
    this.launch();
    await this.answers();
    await this.waitForHeight(1n);
  }

  /** Resolves when the node's RPC answers. @throws Error with the end of its log when it ends before */
  async answers(timeoutMs = WAIT_MS): Promise<NodeStatus> {
    for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await pause(RETRY_MS)) {
      if (this.state === "stopped") break;
      const status = await this.status().catch(() => undefined);
      if (status !== undefined) return status;
    }
    throw new Error(`${this.name} does not answer; its log ends with:\n${this.logTail()}`);
  }

  /** Ends the node as an operator does; resolves to its exit code, or to the signal that ended it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | string> {
    this.resume();
    const { pid, state, group } = this;
    if (group !== undefined) send(-group.id, signal);
    else if (state !== "stopped") send(pid, signal);
    const result = await this.ended();
    this.child = undefined;
    this.group = undefined;
    group?.guard.end("released\n");
    // cosmovisor does not wait for the node. What it leaves has no event.
    while (group !== undefined && isThere(-group.id)) await pause(RETRY_MS);
    return result;
  }

  /** Ends both halves at once and without warning, as a loss of power does; what cosmovisor left behind, too. */
  async kill(): Promise<void> {
    for (const pid of this.processes()) send(pid, "SIGKILL");
    if (this.group !== undefined) send(-this.group.id, "SIGKILL");
    this.paused = [];
    await this.ended();
    this.child = undefined;
    this.group = undefined;
  }

  /** Stops both halves in their tracks: connections stay open, nothing answers. */
  pause(): void {
    if (this.state !== "running") return;
    this.paused = this.processes();
    for (const pid of this.paused) send(pid, "SIGSTOP");
  }

  /** Lets a paused node go on. */
  resume(): void {
    for (const pid of this.paused.splice(0)) send(pid, "SIGCONT");
  }

  /** Stops and starts the node, in order. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** How the node ended, when it has or does so by itself. */
  async ended(): Promise<number | string> {
    return (await this.exited) ?? "not started";
  }

  status(timeoutMs = 10_000): Promise<NodeStatus> {
    return this.call<NodeStatus>("status", {}, timeoutMs);
  }

  /** The height of the committed state. CometBFT's own, in `status`, runs ahead of it while a block is executed. */
  async height(): Promise<bigint> {
    const { response } = await this.call<{ response: { last_block_height?: string } }>("abci_info");
    return BigInt(response.last_block_height ?? "0");
  }

  /** Hash of the state before the block of this height, which its header holds. @throws Error when there is no such block yet */
  async appHashAt(height: bigint): Promise<string> {
    const answer = await this.call<{ block: { header: { app_hash: string } } }>("block", { height: height.toString() });
    return answer.block.header.app_hash;
  }

  /** Hash of the block of this height. @throws Error when there is none yet */
  async blockHashAt(height: bigint): Promise<string> {
    return (await this.call<{ block_id: { hash: string } }>("block", { height: height.toString() })).block_id.hash;
  }

  /** Hashes of all blocks up to this height, from the first; each is over the app hash before it. @throws Error when one is missing */
  async hashesTo(height: bigint): Promise<string[]> {
    const hashes: string[] = [];
    while (BigInt(hashes.length) < height) {
      const minHeight = BigInt(hashes.length) + 1n;
      const last = minHeight + HEADERS_A_CALL - 1n;
      const { block_metas: metas } = await this.call<{ block_metas: readonly { block_id: { hash: string } }[] }>(
        "blockchain",
        { minHeight: minHeight.toString(), maxHeight: (last < height ? last : height).toString() },
      );
      if (metas.length === 0) throw new Error(`${this.name} has no block of height ${minHeight}`);
      hashes.push(...metas.map(({ block_id }) => block_id.hash).reverse());
    }
    return hashes;
  }

  /** Waits until the node has a block of this height. @throws Error with the end of its log */
  async waitForHeight(height: bigint, timeoutMs = WAIT_MS): Promise<void> {
    const reached = async (): Promise<true | undefined> => ((await this.height()) >= height ? true : undefined);
    await this.until(reached, { what: `height ${height}`, timeoutMs });
  }

  /** Waits until the node has a block of this height, whoever starts it again meanwhile. @throws Error with the end of its log */
  async waitThroughRestart(height: bigint, timeoutMs = WAIT_MS): Promise<void> {
    for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await pause(RETRY_MS)) {
      if ((await this.height().catch(() => 0n)) >= height) return;
    }
    throw new Error(
      `${this.name}: height ${height} not within ${timeoutMs / 1000} s; its log ends with:\n${this.logTail()}`,
    );
  }

  /** The first value that `look` finds, asked now and after each block of this node. @throws Error with the end of its log */
  async until<T>(look: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
    try {
      return await untilBlock(this.rpc, look, options);
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`${this.name}: ${message}; its log ends with:\n${this.logTail()}`, { cause: error });
    }
  }

  /** A call of CometBFT's JSON-RPC. @throws Error with the node's words */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}, timeoutMs = 10_000): Promise<T> {
    const response = await fetch(this.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      // A paused node takes connections and never answers.
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { result, error } = (await response.json()) as { result?: T; error?: { message: string; data?: string } };
    if (result === undefined) throw new Error(`${method}: ${error?.message} ${error?.data ?? ""}`);
    return result;
  }

  /** The JSON that the node's REST server has at this path. @throws Error with the answer when it is not a 200 */
  async query<T>(path: string, timeoutMs = 10_000): Promise<T> {
    const response = await fetch(this.rest + path, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Waits for a line of the log that matches. @throws Error with the end of the log when none comes */
  async untilLogged(line: RegExp, timeoutMs = WAIT_MS): Promise<void> {
    for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await pause(RETRY_MS)) {
      if (
        this.logTail(Infinity)
          .split("\n")
          .some((each) => line.test(each))
      )
        return;
    }
    throw new Error(`${this.name}: no ${line.source} in its log, which ends with:\n${this.logTail()}`);
  }

  logTail(lines = 15): string {
    try {
      return readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
    } catch {
      return "(there is no log)";
    }
  }

  private command(): Command {
    const { cosmovisor, flags = [] } = this.options;
    const args = ["start", "--home", this.home, ...flags];
    if (cosmovisor !== undefined) return underCosmovisor(cosmovisor, { home: this.home, program: this.root, args });
    return { file: this.program, args, env: {} };
  }

  /** The application and CometBFT, those that run, and cosmovisor above them. */
  private processes(): number[] {
    if (this.state === "stopped") return [];
    try {
      const record = JSON.parse(readFileSync(join(this.home, "data", "cometbft.pid"), "utf8")) as {
        pid: number;
        supervisor: { pid: number };
      };
      return [...new Set([this.pid, record.supervisor.pid, record.pid])];
    } catch {
      // CometBFT has not started yet, or has ended.
      return [this.pid];
    }
  }

  private get program(): string {
    return join(this.root, "bin", "echoind");
  }
}

/** Whether there is such a process, or, of a negative number, one in that group. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal to a process, or, of a negative number, to a group. It may be gone by now. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile: there is nothing to stop.
  }
}
