import { extremes } from "../numerics/extremes.ts";
import type { LoggedCurve } from "./run.ts";

/** What is drawn and stored of a curve: more than any figure shows. */
const MOST = 10_000;

/** The same curves with no more values than a figure shows: of neighbours the lowest and the highest, so that every spike stays. */
export function thinnedHistory(history: readonly LoggedCurve[]): readonly LoggedCurve[] {
  return history.map((curve) => {
    const { epochs, values } = curve;
    if (values.length <= MOST) return curve;
    const at = keptOf(values, Math.ceil((2 * values.length) / MOST));
    return { ...curve, epochs: at.map((i) => epochs[i]), values: at.map((i) => values[i]) };
  });
}

/** Where of every `size` neighbours the lowest and the highest are; also the first and the last of all. Ascending. */
function keptOf(values: readonly number[], size: number): readonly number[] {
  const kept = new Set([0, values.length - 1]);
  for (let from = 0; from < values.length; from += size)
    for (const i of extremes(values, from, Math.min(from + size, values.length))) kept.add(i);
  return [...kept].sort((a, b) => a - b);
}
