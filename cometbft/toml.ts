import { parse } from "smol-toml";

/** A value as config.toml holds it. */
export type TomlValue = string | number | boolean | readonly string[];

/** The value as TOML writes it. */
export function formatToml(value: TomlValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : String(value);
}

/** All values of a TOML text by dotted key. @throws TomlError of smol-toml with line and column */
export function parseToml(text: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const visit = (prefix: string, table: object): void => {
    for (const [name, value] of Object.entries(table) as [string, unknown][]) {
      if (typeof value === "object" && value !== null && !Array.isArray(value)) visit(`${prefix}${name}.`, value);
      else values.set(prefix + name, value);
    }
  };
  visit("", parse(text));
  return values;
}

/**
 * Sets values by dotted key in a TOML text and leaves every comment and other line as it was; a key that is not there is
 * added at its section's end.
 * @throws Error when a value spans several lines, which has to be edited by hand
 */
export function patchToml(text: string, changes: Readonly<Record<string, TomlValue>>): string {
  const lines = text.split("\n");
  for (const [key, value] of Object.entries(changes)) setLine(lines, key, value);
  const patched = lines.join("\n");
  assertPatched(text, patched, changes);
  return patched;
}

function setLine(lines: string[], key: string, value: TomlValue): void {
  const dot = key.lastIndexOf(".");
  const section = dot < 0 ? "" : key.slice(0, dot);
  const name = key.slice(dot + 1);
  const assignment = `${name} = ${formatToml(value)}`;
  let current = "";
  let sectionEnd = section === "" ? 0 : -1;
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[([^[\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) current = header.trim();
    if (current !== section) continue;
    if (!/^\s*(#.*)?$/.test(line)) sectionEnd = index + 1;
    if (/^\s*([\w-]+)\s*=/.exec(line)?.[1] !== name) continue;
    lines[index] = assignment;
    return;
  }
  if (sectionEnd < 0) lines.push("", `[${section}]`, assignment, "");
  else lines.splice(sectionEnd, 0, assignment);
}

/** The text must now say what was asked, and nothing else may have changed. */
function assertPatched(before: string, after: string, changes: Readonly<Record<string, TomlValue>>): void {
  const expected = parseToml(before);
  for (const [key, value] of Object.entries(changes)) expected.set(key, value);
  let found = new Map<string, unknown>();
  try {
    found = parseToml(after);
  } catch {
    // Reported below: nothing of what is expected is found.
  }
  for (const [key, value] of expected)
    if (JSON.stringify(found.get(key)) !== JSON.stringify(value))
      throw new Error(
        `${key} cannot be set from here, as a value is written over several lines: edit the file by hand`,
      );
}
