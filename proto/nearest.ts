/** Number of single-letter insertions, deletions and substitutions between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Words longer than this are not compared: what an attacker sends must cost little. */
const longest = 200;

/** `; did you mean "x"?` with the known word nearest to `word`, or nothing when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best = "";
  let fewest = Math.max(2, Math.floor(word.length / 5)) + 1;
  if (word.length > longest) return "";
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const edits = distance(word, candidate);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best === "" ? "" : `; did you mean "${best}"?`;
}
