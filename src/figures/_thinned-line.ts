import { extremes } from "../numerics/extremes.ts";

/** Columns that a figure of any width shows apart: more than two pixels each of a page's whole width. */
const COLUMNS = 500;
/** Of a column the first, the last, the lowest and the highest are drawn. */
const OF_COLUMN = 4;

/**
 * Which points of a line are drawn: all, or where there are more than so many columns show those that change the picture.
 * Of a gap one point is kept.
 */
export function drawnPoints(
  x: readonly unknown[],
  y: readonly unknown[],
  log: boolean,
  columns: number = COLUMNS,
): readonly number[] {
  const all = y.map((_, i) => i);
  if (all.length <= columns * OF_COLUMN || !x.every((one) => one === null || typeof one === "number")) return all;
  // What a logarithmic axis has no place for is as good as unknown.
  const places = (x as readonly (number | null)[]).map((one) => {
    const place = one !== null && log ? Math.log(one) : one;
    return place !== null && Number.isFinite(place) ? place : null;
  });
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of places) {
    if (place === null) continue;
    least = Math.min(least, place);
    most = Math.max(most, place);
  }
  if (least > most) return all;
  const column = (i: number) => Math.floor((columns * ((places[i] ?? least) - least)) / (most - least || 1));
  const kept = new Set<number>();
  for (let start = 0, end = 0; start < all.length; start = end) {
    const here = column(start);
    for (end = start; end < all.length && column(end) === here; end++) {
      if (typeof y[end] !== "number" && typeof y[end - 1] === "number") kept.add(end);
    }
    for (const i of [start, ...extremes(y, start, end), end - 1]) kept.add(i);
  }
  return [...kept].sort((a, b) => a - b);
}
