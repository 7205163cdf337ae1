/** A mistake of the caller: shown without a stack. */
export class UsageError extends Error {}

/** The caller asked what there is. */
export class HelpWanted extends Error {}

/** What a command takes: names without dashes, their defaults, which also tell the type, and a line of help each. */
export type OptionTable = Readonly<Record<string, readonly [fallback: string | number | boolean, help: string]>>;

export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K][0] extends number ? number : T[K][0] extends boolean ? boolean : string;
};

/**
 * Reads `--name value`, `--name=value`, and `--name` for yes or no.
 * @throws HelpWanted for `--help`
 * @throws UsageError naming an unknown option or an unfit value, with what there is
 */
export function parseOptions<T extends OptionTable>(args: readonly string[], table: T): OptionValues<T> {
  const values = Object.fromEntries(Object.entries(table).map(([name, [fallback]]) => [name, fallback]));
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [flag = "", inline] = arg.split(/=(.*)/s, 2);
    const name = flag.replace(/^--/, "");
    if (name === "help") throw new HelpWanted(describe(table));
    const fallback = table[name]?.[0];
    if (!flag.startsWith("--") || fallback === undefined)
      throw new UsageError(`${flag} is no option here\n${describe(table)}`);
    if (typeof fallback === "boolean") values[name] = inline === undefined ? true : yesOrNo(flag, inline);
    else {
      const text = inline ?? rest.shift();
      if (text === undefined) throw new UsageError(`${flag} needs a value`);
      values[name] = typeof fallback === "number" ? count(flag, text) : text;
    }
  }
  return values as OptionValues<T>;
}

function yesOrNo(flag: string, text: string): boolean {
  if (text !== "true" && text !== "false") throw new UsageError(`${flag} is true or false, not "${text}"`);
  return text === "true";
}

function count(flag: string, text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(value) || value < 0)
    throw new UsageError(`${flag} is a whole number from 0 on, not "${text}"`);
  return value;
}

const describe = (table: OptionTable): string =>
  Object.entries(table)
    .map(([name, [fallback, help]]) => `  --${name.padEnd(16)} ${help} (default: ${String(fallback)})`)
    .join("\n");
