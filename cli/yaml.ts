/** Any JSON value as readable text, in the YAML subset that simd prints for `--output text`. */
export function toYaml(value: unknown, indent = 0): string {
  if (!isComposite(value) || isEmpty(value)) return `${scalar(value)}\n`;
  const pad = " ".repeat(indent);
  if (Array.isArray(value)) {
    return value.map((item) => `${pad}- ${toYaml(item, indent + 2).slice(isBlock(item) ? indent + 2 : 0)}`).join("");
  }
  return Object.entries(value as Record<string, unknown>)
    .map(([key, item]) => {
      if (!isBlock(item)) return `${pad}${scalar(key)}: ${scalar(item)}\n`;
      return `${pad}${scalar(key)}:\n${toYaml(item, Array.isArray(item) ? indent : indent + 2)}`;
    })
    .join("");
}

const isComposite = (value: unknown): value is object => typeof value === "object" && value !== null;
const isEmpty = (value: object): boolean => (Array.isArray(value) ? value : Object.keys(value)).length === 0;
const isBlock = (value: unknown): boolean => isComposite(value) && !isEmpty(value);

/** Words that a YAML reader would take for something else than a string are quoted. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "[]" : "{}";
  if (typeof value !== "string") return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
  if (value === "") return '""';
  const plain = /^[A-Za-z_/.][\w/. ()+-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|~)$/i.test(value);
  if (plain && value.trim() === value) return value;
  return /[\n\t\r\\]/.test(value) ? JSON.stringify(value) : quoted(value);
}

const quoted = (value: string): string => (value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`);
