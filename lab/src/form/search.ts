/** Finding rows by what a person types: every word must occur, best match first. */

const WHOLE = 10;

function score(text: string, words: string[]): number {
  const whole = text.startsWith(words.join(' ')) ? WHOLE : 0;
  return words.reduce((sum, word) => {
    const at = text.indexOf(word);
    const isStart = at === 0 || (at > 0 && /[^a-z0-9]/.test(text[at - 1] ?? ''));
    return at < 0 ? -Infinity : sum + (isStart ? 2 : 1);
  }, whole);
}

/** The rows that match `query`; an empty one matches all, in their order. */
export function matching<T>(rows: readonly T[], query: string, textOf: (row: T) => string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [...rows];
  }
  return rows
    .map(row => ({ row, score: score(textOf(row).toLowerCase(), words) }))
    .filter(found => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(found => found.row);
}
