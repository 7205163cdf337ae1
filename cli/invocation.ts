import { once } from "node:events";
import type { Command } from "commander";
import { clientSchema } from "./config/client.js";
import { parseConfig, type Settings } from "./config/schema.js";
import { CliError } from "./errors.js";
import { readIfThere } from "./files.js";
import { resolveHome, type Home } from "./home.js";
import { Prompter, type Terminal } from "./terminal.js";
import { toYaml } from "./yaml.js";

/** What the program is run in: its terminal, and the folder of the built package. */
export interface Host {
  readonly terminal: Terminal;
  readonly root: string;
  readonly version: string;
}

/** One run of one command: its flags by precedence (flag, environment, client.toml, default) and its output. */
export class Invocation {
  readonly prompter: Prompter;
  private client: Settings | undefined;

  constructor(
    readonly host: Host,
    readonly command: Command,
  ) {
    this.prompter = new Prompter(host.terminal);
  }

  get home(): Home {
    const given = this.given("home");
    return resolveHome(typeof given === "string" ? given : undefined, this.host.terminal.cwd);
  }

  /** A flag's text; undefined when neither flag, environment, client.toml nor a default gives one. */
  string(name: string): string | undefined {
    const given = this.given(name);
    if (given !== undefined && this.isSet(name)) return String(given);
    const configured = this.clientConfig.has(name) ? this.clientConfig.get(name) : "";
    if (configured !== "") return String(configured);
    return given === undefined ? undefined : String(given);
  }

  /** A flag's text that the command cannot do without. @throws CliError naming the flag, the variable and the file */
  needed(name: string, example: string): string {
    const value = this.string(name);
    if (value !== undefined && value !== "") return value;
    const file = clientSchema.fields.some((field) => field.key === name)
      ? `, or echoind config set client ${name} ${example}`
      : "";
    throw new CliError(`--${name} is needed`, { hint: `--${name} ${example}, ${envName(name)}=${example}${file}` });
  }

  /** Whether a flag without value is set. */
  boolean(name: string): boolean {
    return this.given(name) === true;
  }

  list(name: string): readonly string[] {
    const given = this.given(name);
    if (Array.isArray(given)) return given;
    return typeof given === "string" && given !== "" ? given.split(",") : [];
  }

  /** Whether a flag or its environment variable was given, rather than a default. */
  isSet(name: string): boolean {
    const source = this.command.getOptionValueSourceWithGlobals(attribute(name));
    return source === "cli" || source === "env";
  }

  /** config/client.toml, or its defaults when there is none. @throws CliError on a fault in the file */
  get clientConfig(): Settings {
    const path = this.home.clientConfig;
    this.client ??= parseConfig(clientSchema, readIfThere(path) ?? "", path);
    return this.client;
  }

  /** Prints a result on standard output: JSON on one line, or readable text. */
  result(value: unknown, normally: "json" | "text" = "json"): void {
    const format = this.string("output") ?? normally;
    this.print(format === "text" ? toYaml(plain(value)).trimEnd() : JSON.stringify(plain(value)));
  }

  /** A line on standard output that comes in pieces, as fast as its reader takes them. */
  async printPieces(pieces: AsyncIterable<string>): Promise<void> {
    const { stdout } = this.host.terminal;
    for await (const piece of pieces) if (!stdout.write(piece)) await once(stdout, "drain");
    this.print("");
  }

  /** A line on standard output. */
  print(line: string): void {
    this.host.terminal.stdout.write(`${line}\n`);
  }

  /** A line for people, on standard error. */
  note(line: string): void {
    this.host.terminal.stderr.write(`${line}\n`);
  }

  private given(name: string): string | boolean | string[] | undefined {
    const all: Record<string, string | boolean | string[] | undefined> = this.command.optsWithGlobals();
    return all[attribute(name)];
  }
}

/** Commander's name for a flag's value. */
export const attribute = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The environment variable of a flag or setting: `api.enable` is ECHOIND_API_ENABLE. */
export const envName = (name: string): string => `ECHOIND_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

/** bigint as decimal strings and bytes as base64, as the Cosmos JSON has them. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => {
      if (typeof item === "bigint") return item.toString();
      return item instanceof Uint8Array ? Buffer.from(item).toString("base64") : item;
    }) ?? "null",
  );

/** Gives a command its work: `run` gets the flags and the arguments as typed. */
export function action(
  command: Command,
  host: Host,
  run: (call: Invocation, ...args: string[]) => Promise<void> | void,
): Command {
  return command.action(async () => run(new Invocation(host, command), ...command.args));
}
