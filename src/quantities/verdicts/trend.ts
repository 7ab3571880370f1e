import { median } from "../../numerics/statistics.ts";
import { between, type Level, levelAt, type Series } from "../change-points.ts";

/** The medians over the third and over the last quarter of the epochs: what a curve does in the last half. Null of nothing. */
export function lastHalf(curve: Series): readonly [Level, Level] | null {
  const { epochs } = curve;
  if (epochs.length === 0) return null;
  const [first, last] = [epochs[0], epochs[epochs.length - 1]];
  const at = (share: number) => first + share * (last - first);
  return [levelOver(curve, at(0.5), at(0.75)), levelOver(curve, at(0.75), last)];
}

function levelOver(curve: Series, from: number, to: number): Level {
  const part = between(curve, from, to);
  if (part.epochs.length === 0) return { epoch: to, value: levelAt(curve, to) as number };
  return { epoch: median(part.epochs), value: median(part.values) };
}

/** How far a value has come from one level to another, 1 being all the way; 0 where they are equal. */
export function share(value: number, from: number, to: number): number {
  return to === from ? 0 : (value - from) / (to - from);
}
