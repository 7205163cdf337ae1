import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { runCli } from "../program.js";

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for each test, with echoind run in it without a process. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "echoind-"));
  readonly home = join(this.folder, "home");

  /** Runs a command in this home; `input` is piped to standard input. */
  async run(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}): Promise<Ran> {
    const stdout = new Collected();
    const stderr = new Collected();
    const terminal = {
      stdin: Readable.from(options.input === undefined ? [] : [options.input]),
      stdout,
      stderr,
      env: { ...toolEnvironment(), ECHOIND_HOME: this.home, ...options.env },
      cwd: this.folder,
    };
    const code = await runCli(args, { terminal, root: process.cwd(), version: "0.0.0" });
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  /** Runs a command that has to succeed and to print JSON. */
  async json<T>(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}): Promise<T> {
    const ran = await this.run(args, options);
    if (ran.code !== 0) throw new Error(`echoind ${args.join(" ")} ended with ${ran.code}: ${ran.stderr}`);
    return JSON.parse(ran.stdout) as T;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What finding CometBFT needs of the real environment; nothing else reaches a test. */
function toolEnvironment(): Record<string, string> {
  const names = ["PATH", "HOME", "COMETBFT_BIN", "ECHOIN_COMETBFT_VERSION"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** An output that takes whatever comes. */
class Collected extends Writable {
  private readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}
