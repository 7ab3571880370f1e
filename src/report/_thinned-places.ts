import { extremes } from "../numerics/extremes.ts";
import { power } from "../numerics/power.ts";

/** Points that pictures of a few runs have a place for, and of many. */
const [OF_FEW, OF_MANY] = [600, 240];
const FEW = 24;

/** Which epochs of a run's curves its pictures keep: all, or those at which a curve is highest or lowest among its neighbours. */
export function thinnedPlaces(
  curves: readonly (readonly (number | null)[])[],
  epochs: readonly number[],
  runs: number,
): readonly number[] {
  const most = runs <= FEW ? OF_FEW : OF_MANY;
  const all = epochs.map((_, i) => i);
  if (all.length <= most) return all;
  const columns = Math.max(8, Math.floor(most / (2 * Math.max(1, curves.length) + 1)));
  const kept = new Set([0, all.length - 1]);
  for (const [from, to] of columnsOf(epochs, columns)) {
    kept.add(from);
    for (const values of curves) for (const place of extremes(values, from, to)) kept.add(place);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Stretches of places: every other edge even in the epochs, the rest in their logarithms, as either axis needs. */
function columnsOf(epochs: readonly number[], columns: number): readonly (readonly [number, number])[] {
  const [first, last] = [epochs[0], epochs[epochs.length - 1]];
  const edges = new Set([0, epochs.length]);
  for (let i = 1; i < columns; i++) {
    const share = i / columns;
    const epoch = i % 2 === 0 ? first + share * (last - first) : first - 1 + power(1 + last - first, share);
    edges.add(placeOf(epochs, epoch));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => [sorted[i], to]);
}

/** The first place whose epoch is not before. */
function placeOf(epochs: readonly number[], epoch: number): number {
  const found = epochs.findIndex((one) => one >= epoch);
  return found < 0 ? epochs.length : found;
}
