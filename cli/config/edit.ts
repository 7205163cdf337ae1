import { CliError } from "../errors.js";
import { flatten, parseToml, tomlValue, type ConfigValue } from "./schema.js";

/**
 * Sets one value in a TOML text and leaves every comment and every other line as it was.
 * @throws CliError when the value spans several lines and has to be edited by hand
 */
export function editToml(text: string, key: string, value: ConfigValue, path: string): string {
  const dot = key.lastIndexOf(".");
  const section = dot < 0 ? "" : key.slice(0, dot);
  const name = key.slice(dot + 1);
  const lines = text.split("\n");
  const range = sectionRange(lines, section);
  const assignment = `${name} = ${tomlValue(value)}`;
  const line = range === undefined ? -1 : findAssignment(lines, range, name);

  if (range === undefined) lines.push(`[${section}]`, assignment, "");
  else if (line >= 0) lines[line] = assignment + trailingComment(lines[line] ?? "");
  else lines.splice(range.end, 0, assignment);

  const edited = lines.join("\n");
  const before = flatten(parseToml(text, path));
  const after = flatten(parsedOrEmpty(edited));
  const others = [...before].filter(([other]) => other !== key);
  const same = others.every(([other, old]) => JSON.stringify(after.get(other)) === JSON.stringify(old));
  if (!same || JSON.stringify(after.get(key)) !== JSON.stringify(value)) {
    throw new CliError(`${path}: ${key} is written over several lines and cannot be set from here`, {
      hint: `edit ${path} by hand`,
    });
  }
  return edited;
}

/** An edit that broke the syntax reads as nothing, and is refused like one that changed something else. */
function parsedOrEmpty(text: string): Record<string, unknown> {
  try {
    return parseToml(text, "");
  } catch {
    return {};
  }
}

/** Lines [start, end) of a section, without its trailing blank and comment lines. */
function sectionRange(lines: readonly string[], section: string): { start: number; end: number } | undefined {
  const header = /^\s*\[([^\]]+)\]\s*(#.*)?$/;
  let start = section === "" ? 0 : -1;
  let end = lines.length;
  for (const [index, line] of lines.entries()) {
    const found = header.exec(line)?.[1]?.trim();
    if (found === undefined) continue;
    if (start < 0 && found === section) start = index + 1;
    else if (start >= 0) {
      end = index;
      break;
    }
  }
  if (start < 0) return undefined;
  while (end > start && /^\s*(#.*)?$/.test(lines[end - 1] ?? "")) end--;
  return { start, end };
}

function findAssignment(lines: readonly string[], range: { start: number; end: number }, name: string): number {
  for (let index = range.start; index < range.end; index++) {
    const found = /^\s*"?([A-Za-z0-9_-]+)"?\s*=/.exec(lines[index] ?? "")?.[1];
    if (found === name) return index;
  }
  return -1;
}

/** A comment after a plain value stays; inside quotes a # is part of the value, and is left to the check above. */
const trailingComment = (line: string): string => /^[^"'#]*(\s+#.*)$/.exec(line)?.[1] ?? "";
