import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { patchConfig } from "../cometbft/config.js";
import type { TomlValue } from "../cometbft/toml.js";

const execute = promisify(execFile);

/** Loopback ports of one node. */
export interface NodePorts {
  readonly p2p: number;
  readonly rpc: number;
  readonly cometMetrics: number;
  readonly rest: number;
  readonly grpc: number;
  readonly metrics: number;
  readonly ethereum: number;
}

/** Free ports, all different; another process could take one before the node does, which the node then says. */
export async function freePorts(): Promise<NodePorts> {
  const servers = Array.from({ length: 7 }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  const [p2p, rpc, cometMetrics, rest, grpc, metrics, ethereum] = ports as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { p2p, rpc, cometMetrics, rest, grpc, metrics, ethereum };
}

export interface LocalNodeOptions {
  /** The project's folder, with `bin/echoind` built. */
  readonly root: string;
  readonly moniker?: string;
  /** Flags of `echoind start`, such as `--pruning=nothing`. */
  readonly flags?: readonly string[];
}

/** One node of a local network: a home of its own, and `bin/echoind` over it as an operator runs it. */
export class LocalNode {
  readonly home = mkdtempSync(join(tmpdir(), "echoin-node-"));
  private child: ChildProcess | undefined;
  private exited: Promise<number | string> | undefined;

  private constructor(
    private readonly options: LocalNodeOptions,
    readonly ports: NodePorts,
  ) {}

  static async create(options: LocalNodeOptions): Promise<LocalNode> {
    return new LocalNode(options, await freePorts());
  }

  get rpc(): string {
    return `http://127.0.0.1:${this.ports.rpc}`;
  }

  get rest(): string {
    return `http://127.0.0.1:${this.ports.rest}`;
  }

  /** Ethereum's JSON-RPC. */
  get ethereum(): string {
    return `http://127.0.0.1:${this.ports.ethereum}`;
  }

  /** Deletes the index of Ethereum blocks, as an operator may while the node is stopped. */
  deleteEthereumIndex(): void {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(this.home, "data", `ethereum.db${suffix}`), { force: true });
  }

  get logFile(): string {
    return join(this.home, "node.log");
  }

  /** Runs an `echoind` command over this home. @throws Error with what it said on standard error */
  async echoind(args: readonly string[], input = ""): Promise<string> {
    const running = execute(process.execPath, [this.program, ...args, "--home", this.home], {
      env: { ...process.env, ECHOIND_NODE: `tcp://127.0.0.1:${this.ports.rpc}` },
      maxBuffer: 256 * 1024 * 1024,
    });
    running.child.stdin?.end(input);
    const { stdout } = await running;
    return stdout;
  }

  /** Sets values of this node's config.toml by dotted key. */
  configure(changes: Readonly<Record<string, TomlValue>>): void {
    const file = join(this.home, "config", "config.toml");
    writeFileSync(file, patchConfig(readFileSync(file, "utf8"), changes));
  }

  /** Starts the node; resolves when its state has a block. @throws Error with the end of its log when it ends before */
  async start(): Promise<void> {
    const { ports, options } = this;
    const flags = [
      `--api.address=tcp://127.0.0.1:${ports.rest}`,
      `--grpc.address=127.0.0.1:${ports.grpc}`,
      `--telemetry.address=tcp://127.0.0.1:${ports.metrics}`,
      `--json-rpc.address=tcp://127.0.0.1:${ports.ethereum}`,
      ...(options.flags ?? []),
    ];
    const log = openSync(this.logFile, "a");
    this.configure({
      "p2p.laddr": `tcp://127.0.0.1:${ports.p2p}`,
      "rpc.laddr": `tcp://127.0.0.1:${ports.rpc}`,
      "instrumentation.prometheus_listen_addr": `127.0.0.1:${ports.cometMetrics}`,
    });
    const child = spawn(process.execPath, [this.program, "start", "--home", this.home, ...flags], {
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.child = child;
    this.exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown")));
    await this.waitForHeight(1n);
  }

  /** Ends the node as an operator does; resolves to its exit code, or the signal that ended it. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | string> {
    this.child?.kill(signal);
    const result = (await this.exited) ?? "not started";
    this.child = undefined;
    return result;
  }

  /** How the node ended, when it does so by itself. */
  async ended(): Promise<number | string> {
    return (await this.exited) ?? "not started";
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** The height of the committed state. CometBFT's own, in `status`, runs ahead of it while a block is executed. */
  async height(): Promise<bigint> {
    const { response } = await this.call<{ response: { last_block_height?: string } }>("abci_info");
    return BigInt(response.last_block_height ?? "0");
  }

  /** Waits for a height; blocks come as events of the network, so this asks again until one is there. */
  async waitForHeight(height: bigint, timeoutMs = 60_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (this.child?.exitCode !== null && this.child?.exitCode !== undefined) break;
      const now = await this.height().catch(() => -1n);
      if (now >= height) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`height ${height} was not reached; the node's log ends with:\n${this.logTail()}`);
  }

  /** A call of CometBFT's JSON-RPC. */
  async call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const response = await fetch(this.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result?: T; error?: { message: string; data?: string } };
    if (result === undefined) throw new Error(`${method}: ${error?.message} ${error?.data ?? ""}`);
    return result;
  }

  logTail(lines = 30): string {
    return readFileSync(this.logFile, "utf8").split("\n").slice(-lines).join("\n");
  }

  /** Ends the node if it runs, and deletes its home. */
  async destroy(): Promise<void> {
    if (this.child !== undefined) await this.stop("SIGTERM");
    rmSync(this.home, { recursive: true, force: true });
  }

  private get program(): string {
    return join(this.options.root, "bin", "echoind");
  }
}
