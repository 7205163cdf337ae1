import { Command, CommanderError, type Option } from "commander";
import { registerCommands } from "./commands/all.js";
import { clientSchema } from "./config/client.js";
import { CliError, codeOf, messageOf } from "./errors.js";
import { flag } from "./flags.js";
import { envName, type Host } from "./invocation.js";
import { didYouMean, nearest } from "./nearest.js";
import type { Terminal } from "./terminal.js";

/** The whole command tree. Nothing is read or run before `parseAsync`. */
export function buildProgram(host: Host): Command {
  const { stdout, stderr } = host.terminal;
  const program = new Command("echoind")
    .description("Echoin's node and client: runs a node, keeps keys, sends transactions, asks the chain.")
    .version(host.version, "--version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(withNearestFlag(program, text)),
    })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("Run the command with --help to see what it takes.");
  program
    .addOption(flag("--home <folder>", "the node's home (default: ~/.echoin)"))
    .addOption(flag("--trace", "print the stack of an unexpected error"));
  registerCommands(program, host);
  return program;
}

/** Runs one command line. @returns the process's exit code; every error has then been told on standard error */
export async function runCli(args: readonly string[], host: Host): Promise<number> {
  const program = buildProgram(host);
  const { args: plainArgs, switchedOff } = splitBooleans(program, args);
  program.hook("preAction", (_, command) => {
    noteUnknownVariables(program, host.terminal);
    applyEnvironment(command, host, switchedOff);
  });
  try {
    await program.parseAsync(plainArgs, { from: "user" });
    return 0;
  } catch (error) {
    return report(error, host, plainArgs.includes("--trace"));
  }
}

/** Commander looks for the nearest flag itself, but not when a value is joined to the unknown one: `--api.enabel=false`. */
function withNearestFlag(program: Command, text: string): string {
  const name = /^error: unknown option '(--[\w.-]+)=/.exec(text)?.[1];
  if (name === undefined) return text;
  const flags = new Set([...everyOption(program)].map(({ long }) => long ?? ""));
  const close = nearest(name, [...flags]);
  return close === undefined ? text : `${text.trimEnd()}\n(Did you mean ${close}?)\n`;
}

/** Tells of variables that look like settings and are none, which would be passed over in silence. */
function noteUnknownVariables(program: Command, { env, stderr }: Terminal): void {
  const names = [...everyOption(program)]
    .map((option) => option.name())
    .concat(clientSchema.fields.map(({ key }) => key));
  const known = new Set(names.map(envName));
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith(envName("")) || known.has(variable)) continue;
    stderr.write(`${variable} in the environment is no setting${didYouMean(variable, [...known])}\n`);
  }
}

/** Commander has told its own errors already; everything else is told here. */
function report(error: unknown, host: Host, trace: boolean): number {
  if (error instanceof CommanderError) return error.exitCode;
  const { stderr } = host.terminal;
  stderr.write(`Error: ${messageOf(error)}\n`);
  if (error instanceof CliError && error.hint !== undefined) stderr.write(`  → ${error.hint}\n`);
  if (trace && error instanceof Error && error.stack !== undefined) stderr.write(`${error.stack}\n`);
  else if (!(error instanceof CliError) && codeOf(error) === undefined)
    stderr.write("  → run again with --trace to see where\n");
  return error instanceof CliError ? error.exitCode : 1;
}

/** simd's flags also come as `--flag=true` and `--flag=false`, which commander does not know. */
function splitBooleans(program: Command, args: readonly string[]): { args: string[]; switchedOff: Set<string> } {
  const booleans = new Set<string>();
  const valued = new Set<string>();
  for (const option of everyOption(program)) (option.isBoolean() ? booleans : valued).add(option.long ?? "");
  const switchedOff = new Set<string>();
  const plainArgs: string[] = [];
  for (const arg of args) {
    const match = /^(--[\w.-]+)=(true|false)$/.exec(arg);
    const name = match?.[1];
    if (name === undefined || !booleans.has(name) || valued.has(name)) plainArgs.push(arg);
    else if (match?.[2] === "true") plainArgs.push(name);
    else switchedOff.add(name);
  }
  return { args: plainArgs, switchedOff };
}

function* everyOption(command: Command): Generator<Option> {
  yield* command.options;
  for (const inner of command.commands) yield* everyOption(inner);
}

/** Flags not given take ECHOIND_<FLAG>; done here and not by commander, so that FLAG=false means false. */
function applyEnvironment(command: Command, host: Host, switchedOff: ReadonlySet<string>): void {
  for (let owner: Command | null = command; owner !== null; owner = owner.parent) {
    for (const option of owner.options) {
      const attribute = option.attributeName();
      if (option.long !== undefined && switchedOff.has(option.long)) {
        owner.setOptionValueWithSource(attribute, false, "cli");
        continue;
      }
      const source = owner.getOptionValueSource(attribute);
      if (source === "cli" || option.negate) continue;
      const variable = envName(option.name());
      const text = host.terminal.env[variable];
      if (text === undefined || text === "") continue;
      owner.setOptionValueWithSource(attribute, readVariable(option, variable, text), "env");
    }
  }
}

function readVariable(option: Option, variable: string, text: string): unknown {
  if (option.isBoolean()) {
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
    throw new CliError(`${variable}=${text} is neither true nor false`);
  }
  if (option.argChoices !== undefined && !option.argChoices.includes(text)) {
    throw new CliError(`${variable}=${text} is not one of ${option.argChoices.join(", ")}`);
  }
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, undefined as never);
  } catch (error) {
    throw new CliError(`${variable}=${text}: ${messageOf(error)}`);
  }
}
