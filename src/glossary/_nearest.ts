/** How far a word is that holds what was typed, or is held by it: further than one slip, nearer than two. */
const PART = 1.5;
/** Letters that a part must have to count as one. */
const MIN_PART = 3;
/** The most edits, over the letters of the longer word, that are still a slip. */
const MAX_SLIPS = 0.4;

/**
 * The words that may have been meant, the nearest first: spelt nearly so, or with a part in common. (Commander has the first
 * for its commands and options, and does not export it.)
 */
export function nearest(typed: string, words: readonly string[]): readonly string[] {
  return words
    .map((word) => ({ word, distance: distance(typed, word) }))
    .filter(({ distance }) => Number.isFinite(distance))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ word }) => word);
}

/** Edits between the two, `PART` at most where one holds the other; infinite where they are not alike. */
function distance(typed: string, word: string): number {
  const edits = editDistance(typed, word);
  const [short, long] = typed.length < word.length ? [typed, word] : [word, typed];
  if (short.length >= MIN_PART && long.includes(short)) return Math.min(edits, PART);
  return edits <= MAX_SLIPS * long.length ? edits : Number.POSITIVE_INFINITY;
}

/** Letters to add, drop, change, or swap with the next one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
