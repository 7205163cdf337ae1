/** Numbers as tables show them. */
export const integer = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",") : "–";
export const decimal = (value: number, digits = 1): string => (Number.isFinite(value) ? value.toFixed(digits) : "–");
export const megabytes = (bytes: number): string => `${integer(bytes / 1e6)} MB`;
export const milliseconds = (value: number): string => `${integer(value)} ms`;
export const percent = (share: number): string => `${decimal(100 * share, 0)} %`;

/** A table for a terminal, in Markdown: the first column to the left, the others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[column] ?? "").padEnd(width) : (cells[column] ?? "").padStart(width))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}
