import { extremes } from "../numerics/extremes.ts";

/** Columns that the width of a figure shows apart: at most two pixels each in print. */
const COLUMNS = 500;
/** Of a column the first, the last, the lowest and the highest are drawn. */
const OF_COLUMN = 4;

/** Which points of a line are drawn: all, or where there are more than the width shows those that change the picture. */
export function drawnPoints(x: readonly unknown[], y: readonly unknown[], log: boolean): readonly number[] {
  const all = y.map((_, i) => i);
  if (all.length <= COLUMNS * OF_COLUMN || !x.every((one) => one === null || typeof one === "number")) return all;
  const places = (x as readonly (number | null)[]).map((one) => (one !== null && log ? Math.log(one) : one));
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of places) {
    if (place === null) continue;
    least = Math.min(least, place);
    most = Math.max(most, place);
  }
  const column = (i: number) => Math.floor((COLUMNS * ((places[i] ?? least) - least)) / (most - least || 1));
  const kept = new Set<number>();
  for (let start = 0, end = 0; start < all.length; start = end) {
    const here = column(start);
    for (end = start; end < all.length && column(end) === here; end++) {
      // A gap stays one.
      if (typeof y[end] !== "number") kept.add(end);
    }
    for (const i of [start, ...extremes(y, start, end), end - 1]) kept.add(i);
  }
  return [...kept].sort((a, b) => a - b);
}
