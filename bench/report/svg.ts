/** A part of a bar, such as one process's share. */
export interface Segment {
  readonly label: string;
  readonly value: number;
}

export interface Bar {
  readonly label: string;
  readonly segments: readonly Segment[];
  /** What stands at the bar's end. */
  readonly text: string;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 860;
const LABEL = 190;
const ROW = 24;
const BAR = WIDTH - LABEL - 170;
/** Colours that differ in lightness too, for print and for eyes that do not tell hues. */
const COLOURS = ["#1d4e89", "#f0a202", "#7a9e7e", "#b23a48", "#6c6c6c"];

/** Horizontal bars in panels one below the other, as a picture that needs nothing else. */
export function renderSvg(title: string, panels: readonly Panel[], notes: readonly string[]): string {
  const labels = [
    ...new Set(panels.flatMap(({ bars }) => bars.flatMap(({ segments }) => segments.map((s) => s.label)))),
  ];
  const parts: string[] = [text(12, 28, title, "bold 17px")];
  let y = 50;
  labels.forEach((label, index) => {
    const x = 12 + index * 120;
    parts.push(`<rect x="${x}" y="${y - 11}" width="12" height="12" fill="${colourOf(labels, label)}"/>`);
    parts.push(text(x + 18, y, label, "12px"));
  });
  for (const panel of panels) {
    y += 36;
    parts.push(text(12, y, panel.title, "bold 13px"));
    const most = Math.max(...panel.bars.map(total)) || 1;
    for (const bar of panel.bars) {
      y += ROW;
      parts.push(...renderBar(bar, y, most, labels));
    }
  }
  for (const note of notes) parts.push(text(12, (y += 22), note, "11px", "#555555"));
  const height = y + 20;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">\n` +
    `<title>${escape(title)}</title>\n<rect width="100%" height="100%" fill="#ffffff"/>\n${parts.join("\n")}\n</svg>\n`
  );
}

function renderBar(bar: Bar, y: number, most: number, labels: readonly string[]): string[] {
  const parts = [text(LABEL - 8, y + 1, bar.label, "12px", "#222222", "end")];
  let x = LABEL;
  for (const { label, value } of bar.segments) {
    const width = Number.isFinite(value) ? Math.max(0, (value / most) * BAR) : 0;
    parts.push(
      `<rect x="${x.toFixed(1)}" y="${y - 12}" width="${width.toFixed(1)}" height="16" fill="${colourOf(labels, label)}"/>`,
    );
    x += width;
  }
  parts.push(text(x + 6, y + 1, bar.text, "12px"));
  return parts;
}

const total = ({ segments }: Bar): number =>
  segments.reduce((sum, { value }) => sum + (Number.isFinite(value) ? value : 0), 0);

const colourOf = (labels: readonly string[], label: string): string =>
  COLOURS[labels.indexOf(label) % COLOURS.length] ?? "#000000";

const text = (x: number, y: number, words: string, font: string, fill = "#222222", anchor = "start"): string =>
  `<text x="${x.toFixed(1)}" y="${y}" fill="${fill}" text-anchor="${anchor}" style="font:${font} sans-serif">${escape(words)}</text>`;

const escape = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
