/** Number of single-letter insertions, deletions, substitutions and neighbour swaps between two words. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(rows, i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

const at = (rows: readonly number[][], i: number, j: number): number => rows[i]?.[j] ?? 0;

/** The known word closest to `word`, when it is close enough to be a typing mistake or shares its last part. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const distance = editDistance(plain(word), plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  if (best !== undefined && bestDistance <= Math.max(2, Math.floor(word.length * 0.4))) return best;
  return known.find((candidate) => candidate.endsWith(`.${word}`));
}

/** Dashes, underscores and case are the commonest confusion between the three configuration files. */
const plain = (word: string): string => word.toLowerCase().replaceAll("_", "-");

/** `; did you mean "x"?` when something close is known, else nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const close = nearest(word, known);
  return close === undefined ? "" : `; did you mean "${close}"?`;
};
