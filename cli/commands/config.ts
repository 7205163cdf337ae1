import type { Command } from "commander";
import { patchToml } from "../../cometbft/toml.js";
import { appSchema } from "../config/app.js";
import { clientSchema } from "../config/client.js";
import {
  checkValue,
  flatten,
  parseConfig,
  parseToml,
  parseValue,
  renderConfig,
  type Schema,
} from "../config/schema.js";
import { asCliError, CliError } from "../errors.js";
import { readIfThere, readNeeded, writeFileAtomic } from "../files.js";
import { flag, outputFlag, withFlags } from "../flags.js";
import { action, type Host, type Invocation } from "../invocation.js";
import { didYouMean } from "../nearest.js";

/** `echoind config`: reads and changes the three files in the home's config folder. */
export function registerConfig(program: Command, host: Host): void {
  const config = program.command("config").description("read and change app.toml, client.toml and config.toml");
  const get = config.command("get <file> [key]").description("one setting, or all of app, client or config (CometBFT)");
  action(withFlags(get, outputFlag("json")), host, getSetting);
  const set = config.command("set <file> <key> <value>").description("change one setting and keep the file's comments");
  action(withFlags(set, flag("--stdout", "print the changed file instead of writing it")), host, setSetting);
  action(config.command("view <file>").description("print a whole file"), host, viewFile);
  const diff = config.command("diff <file>").description("settings that differ from their defaults");
  action(withFlags(diff, outputFlag("json")), host, diffFile);
  action(config.command("home").description("print the home's path"), host, (call) => call.print(call.home.path));
}

interface ConfigFile {
  readonly path: string;
  /** CometBFT's own file has no schema here: its settings are those that it has. */
  readonly schema: Schema | undefined;
}

function configFile(call: Invocation, name: string): ConfigFile {
  const names = ["app", "client", "config", "cometbft"];
  const plain = name.replace(/\.toml$/, "");
  if (plain === "app") return { path: call.home.appConfig, schema: appSchema };
  if (plain === "client") return { path: call.home.clientConfig, schema: clientSchema };
  if (plain === "config" || plain === "cometbft") return { path: call.home.cometConfig, schema: undefined };
  throw new CliError(`there is no configuration file "${name}"${didYouMean(plain, names)}`, {
    hint: names.slice(0, 3).join(", "),
  });
}

/** client.toml may be missing: then its defaults hold. */
function readText({ path, schema }: ConfigFile, call: Invocation): string {
  if (schema === clientSchema) return readIfThere(path) ?? renderConfig(clientSchema);
  return readNeeded(path, `echoind init <moniker> --home ${call.home.path}`);
}

const valuesOf = (file: ConfigFile, text: string): ReadonlyMap<string, unknown> =>
  file.schema === undefined
    ? flatten(parseToml(text, file.path))
    : new Map(parseConfig(file.schema, text, file.path).entries());

function getSetting(call: Invocation, name: string, key?: string): void {
  const file = configFile(call, name);
  const values = valuesOf(file, readText(file, call));
  if (key === undefined) return call.result(Object.fromEntries(values));
  call.result(existing(values, key, file.path));
}

/** A key's value, or that of all keys below it. */
function existing(values: ReadonlyMap<string, unknown>, key: string, path: string): unknown {
  if (values.has(key)) return values.get(key);
  const below = [...values].filter(([other]) => other.startsWith(`${key}.`));
  if (below.length > 0) return Object.fromEntries(below.map(([other, value]) => [other.slice(key.length + 1), value]));
  throw new CliError(`${path}: there is no setting "${key}"${didYouMean(key, [...values.keys()])}`);
}

function setSetting(call: Invocation, name: string, key: string, text: string): void {
  const file = configFile(call, name);
  const before = readText(file, call);
  const values = valuesOf(file, before);
  const old = values.get(key);
  if (old === undefined) existing(values, key, file.path);
  if (typeof old === "object" && old !== null && !Array.isArray(old))
    throw new CliError(`"${key}" is a section, not a setting`);
  const known = file.schema?.fields.find((field) => field.key === key);
  const field = known ?? { key, default: old as string | number | boolean | readonly string[], comment: "" };
  const value = checkValue(field, parseValue(field, text), file.path);
  const after = asCliError(() => patchToml(before, { [key]: value }), file.path);
  if (call.boolean("stdout")) call.host.terminal.stdout.write(after);
  else writeFileAtomic(file.path, after, 0o644);
}

function viewFile(call: Invocation, name: string): void {
  const file = configFile(call, name);
  const text = readText(file, call);
  valuesOf(file, text);
  call.host.terminal.stdout.write(text);
}

function diffFile(call: Invocation, name: string): void {
  const file = configFile(call, name);
  if (file.schema === undefined) throw new CliError("config.toml belongs to CometBFT: compare it with a new home's");
  const values = valuesOf(file, readText(file, call));
  const changed = file.schema.fields.filter(
    (field) => JSON.stringify(values.get(field.key)) !== JSON.stringify(field.default),
  );
  call.result(
    Object.fromEntries(changed.map((field) => [field.key, { value: values.get(field.key), default: field.default }])),
  );
}
