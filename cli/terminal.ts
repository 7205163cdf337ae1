import type { Readable, Writable } from "node:stream";
import { CliError } from "./errors.js";

/** What a run of `echoind` may touch of its process, so that tests can hand in their own. */
export interface Terminal {
  readonly stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  readonly stdout: Writable;
  readonly stderr: Writable & { isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The real process. */
export const processTerminal = (): Terminal => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
});

/** Reads answers from a person at a terminal, or line by line from a pipe; nothing is read before it is asked for. */
export class Prompter {
  private buffered = "";
  private ended = false;
  private iterator: AsyncIterator<unknown> | undefined;

  constructor(private readonly terminal: Terminal) {}

  get interactive(): boolean {
    return this.terminal.stdin.isTTY === true;
  }

  /** One line, echoed by the terminal. @throws CliError when the input has ended */
  async line(question: string): Promise<string> {
    if (this.interactive) this.terminal.stderr.write(question);
    const line = await this.nextLine();
    if (line === undefined) throw endOfInput(question);
    return line;
  }

  /** One line which the terminal does not show; from a pipe, the next line. @throws CliError when the input has ended */
  async secret(question: string): Promise<string> {
    if (!this.interactive) {
      const line = await this.nextLine();
      if (line === undefined) throw endOfInput(question);
      return line;
    }
    const { stdin, stderr } = this.terminal;
    stderr.write(question);
    stdin.setRawMode?.(true);
    try {
      return await this.hiddenLine();
    } finally {
      stdin.setRawMode?.(false);
      stderr.write("\n");
    }
  }

  /** True for y or yes; a pipe that has ended counts as no. */
  async confirm(question: string): Promise<boolean> {
    this.terminal.stderr.write(`${question} [y/N]: `);
    const answer = (await this.nextLine()) ?? "";
    if (!this.interactive) this.terminal.stderr.write("\n");
    return /^y(es)?$/i.test(answer.trim());
  }

  /** Everything up to the end of the input. */
  async rest(): Promise<string> {
    while (await this.fill());
    const text = this.buffered;
    this.buffered = "";
    return text;
  }

  private async nextLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.buffered.indexOf("\n");
      if (end >= 0) {
        const line = this.buffered.slice(0, end);
        this.buffered = this.buffered.slice(end + 1);
        return line.replace(/\r$/, "");
      }
      if (await this.fill()) continue;
      if (this.buffered === "") return undefined;
      const line = this.buffered;
      this.buffered = "";
      return line;
    }
  }

  /** In raw mode the keys arrive one by one and nothing is echoed. */
  private async hiddenLine(): Promise<string> {
    let typed = "";
    for (;;) {
      if (this.buffered === "" && !(await this.fill())) return typed;
      const key = this.buffered.slice(0, 1);
      this.buffered = this.buffered.slice(1);
      if (key === "\r" || key === "\n") return typed;
      if (key === "\u0003" || key === "\u0004") throw new CliError("interrupted", { exitCode: 130 });
      if (key === "\u007f" || key === "\b") typed = typed.slice(0, -1);
      else if (key >= " ") typed += key;
    }
  }

  private async fill(): Promise<boolean> {
    if (this.ended) return false;
    this.iterator ??= (this.terminal.stdin as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    const next = await this.iterator.next();
    if (next.done === true) {
      this.ended = true;
      return false;
    }
    this.buffered += next.value instanceof Uint8Array ? Buffer.from(next.value).toString("utf8") : String(next.value);
    return true;
  }
}

const endOfInput = (question: string): CliError =>
  new CliError(`the input ended before an answer to "${question.trim().replace(/:$/, "")}"`, {
    hint: "run the command in a terminal, or pipe one line for each question",
  });
