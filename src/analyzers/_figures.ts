import type { Band } from "../figures/bands.ts";

/** The rows of the last epoch. */
export function lastRows<R extends { readonly epoch: number }>(rows: readonly R[]): readonly R[] {
  return rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
}

/** Those of the columns that some row has a value of; all where none has. */
export function valued<R, N extends keyof R & string>(rows: readonly R[], names: readonly N[]): readonly N[] {
  const found = names.filter((name) => rows.some((row) => row[name] !== null));
  return found.length > 0 ? found : names;
}

/** The key frequencies of the last rows, which name them with blanks between. */
export function keysOf(rows: readonly { readonly epoch: number; readonly keys: string }[]): readonly number[] {
  const [row] = lastRows(rows);
  return row === undefined || row.keys === "" ? [] : row.keys.split(" ").map(Number);
}

/** Which key frequencies a figure is of, as a sentence of its caption. */
export function keysSentence(rows: readonly { readonly epoch: number; readonly keys: string }[]): string {
  if (new Set(rows.map(({ keys }) => keys)).size > 1) return "Key frequencies: each checkpoint's own.";
  const keys = keysOf(rows);
  return keys.length > 0 ? `Key frequencies: ${keys.join(", ")}.` : "There are no key frequencies.";
}

/** At which epoch, for the caption of what is drawn of the last one. */
export function atEpoch(rows: readonly { readonly epoch: number }[]): string {
  return rows.length > 0 ? `at epoch ${rows.at(-1)?.epoch}` : "at the last epoch";
}

/** The phases of a run with its primary held-out set, as `phases` concludes them; none of several runs, which have no one timeline. */
export function phaseBands(
  conclusion: { readonly runs: readonly { readonly series: string; readonly phases: readonly Band[] }[] } | undefined,
): readonly Band[] {
  const { runs = [] } = conclusion ?? {};
  const [first] = runs;
  if (!first || runs.some(({ series }) => series !== first.series)) return [];
  return first.phases.map(({ name, from, to }) => ({ name, from, to }));
}
