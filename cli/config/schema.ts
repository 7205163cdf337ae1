import { parse } from "smol-toml";
import { CliError, messageOf } from "../errors.js";
import { didYouMean } from "../nearest.js";

/** A value as the configuration files hold it. Integers are JavaScript numbers up to 2^53, which every setting fits. */
export type ConfigValue = string | number | boolean | readonly string[];

/** One setting: its dotted key, its default, the comment that tells its reason, and what it may be. */
export interface Field {
  readonly key: string;
  readonly default: ConfigValue;
  readonly comment: string;
  /** What is wrong with a value of the right type, if anything. */
  readonly check?: (value: ConfigValue) => string | undefined;
}

/** One configuration file: its name, the comment at its top, and its settings in the order of the file. */
export interface Schema {
  readonly file: string;
  readonly heading: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
}

/** Settings by dotted key, complete and checked. */
export class Settings {
  private readonly values: ReadonlyMap<string, ConfigValue>;

  constructor(values: Iterable<readonly [string, ConfigValue]>) {
    this.values = new Map(values);
  }

  /** @throws Error for a key that the file's schema does not have, which is a fault of this program */
  get(key: string): ConfigValue {
    const value = this.values.get(key);
    if (value === undefined) throw new Error(`there is no setting "${key}"`);
    return value;
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  entries(): IterableIterator<[string, ConfigValue]> {
    return this.values.entries();
  }
}

/** The flag or environment form of a value, read by the type of the setting's default. @throws CliError on a wrong type */
export function parseValue(field: Field, text: string): ConfigValue {
  const wrong = (wanted: string): CliError => new CliError(`${field.key}: ${JSON.stringify(text)} is not ${wanted}`);
  if (typeof field.default === "boolean") {
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
    throw wrong("true or false");
  }
  if (typeof field.default === "number") {
    if (!/^-?\d{1,15}$/.test(text)) throw wrong("a whole number");
    return Number(text);
  }
  if (typeof field.default === "string") return text;
  return listOf(text, () => wrong('a list such as a,b or ["a", "b"]'));
}

/** Items between commas, or a list as the file has it. */
function listOf(text: string, wrong: () => CliError): string[] {
  if (!text.startsWith("[")) return text === "" ? [] : text.split(",").map((item) => item.trim());
  let items: unknown;
  try {
    ({ items } = parse(`items = ${text}`));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) throw wrong();
  return items;
}

/** Holds a value to its setting's type and range. @throws CliError naming the setting, the value and what it may be */
export function checkValue(field: Field, value: unknown, where: string): ConfigValue {
  const typed = coerce(field.default, value);
  if (typed === undefined) {
    throw new CliError(`${where}: ${field.key} = ${JSON.stringify(value)} is not ${typeName(field.default)}`, {
      hint: `for example: ${field.key.split(".").at(-1)} = ${tomlValue(field.default)}`,
    });
  }
  const fault = field.check?.(typed);
  if (fault !== undefined) throw new CliError(`${where}: ${field.key} = ${tomlValue(typed)}: ${fault}`);
  return typed;
}

/** SDK files write some numbers as strings, so "100" passes for 100 and the other way round. */
function coerce(model: ConfigValue, value: unknown): ConfigValue | undefined {
  if (typeof model === "string") {
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
  }
  if (typeof model === "number") {
    if (typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
    return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
  }
  if (typeof model === "boolean") return typeof value === "boolean" ? value : undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return undefined;
  return value;
}

const typeName = (model: ConfigValue): string => {
  if (typeof model === "string") return "a string";
  if (typeof model === "number") return "a whole number";
  return typeof model === "boolean" ? "true or false" : "a list of strings";
};

/** Parses a file's text against its schema; a missing key takes its default. @throws CliError on syntax, unknown keys, types */
export function parseConfig(schema: Schema, text: string, path: string): Settings {
  const found = flatten(parseToml(text, path));
  const fields = new Map(schema.fields.map((field) => [field.key, field]));
  for (const key of found.keys()) {
    if (fields.has(key)) continue;
    throw new CliError(`${path}: unknown setting "${key}"${didYouMean(key, [...fields.keys()])}`, {
      hint: `"echoind config view ${schema.file.replace(/\.toml$/, "")}" shows every setting`,
    });
  }
  const settings = new Map<string, ConfigValue>();
  for (const field of schema.fields) {
    settings.set(field.key, found.has(field.key) ? checkValue(field, found.get(field.key), path) : field.default);
  }
  return new Settings(settings);
}

/** The tables and values of a TOML text. @throws CliError with the line and column of a syntax error */
export function parseToml(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    throw new CliError(`${path}: not valid TOML: ${messageOf(error)}`);
  }
}

/** Nested tables as dotted keys. */
export function flatten(table: Readonly<Record<string, unknown>>, prefix = ""): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(table)) {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
      for (const [inner, item] of flatten(value as Record<string, unknown>, key)) flat.set(inner, item);
    } else flat.set(key, value);
  }
  return flat;
}

/** The file's text with every setting, its comment and its value; `values` replace defaults. */
export function renderConfig(schema: Schema, values: Readonly<Record<string, ConfigValue>> = {}): string {
  const known = schema.fields.map((field) => field.key);
  for (const key of Object.keys(values)) {
    if (!known.includes(key)) throw new CliError(`${schema.file}: unknown setting "${key}"${didYouMean(key, known)}`);
  }
  const lines = comment(schema.heading);
  let section = "";
  for (const field of schema.fields) {
    const dot = field.key.lastIndexOf(".");
    const owner = dot < 0 ? "" : field.key.slice(0, dot);
    if (owner !== section) lines.push("", "", ...comment(schema.sections[owner] ?? ""), `[${owner}]`);
    section = owner;
    lines.push(
      "",
      ...comment(field.comment),
      `${field.key.slice(dot + 1)} = ${tomlValue(values[field.key] ?? field.default)}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const comment = (text: string): string[] => (text === "" ? [] : text.split("\n").map((line) => `# ${line}`.trimEnd()));

/** A value in TOML's notation. */
export const tomlValue = (value: ConfigValue): string =>
  Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : JSON.stringify(value);
