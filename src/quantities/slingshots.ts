import { median } from "../numerics/statistics.ts";
import type { Series } from "./change-points.ts";

/** A jump of a curve by a factor of ten or more, and back. */
export interface Slingshot {
  readonly curve: "train loss" | "sum of squares";
  /** The first and the last epoch at which it is up. */
  readonly from: number;
  readonly to: number;
  /** Where it is highest, and how high. */
  readonly epoch: number;
  readonly peak: number;
  /** The level that it jumped from. */
  readonly level: number;
}

const JUMP = 10;
/** It is back where it is nearer to the level that it left than to the jump, in the logarithm. */
const BACK = Math.sqrt(JUMP);
/** The level before is the median of as many values. */
const BEFORE = 5;

/**
 * The slingshots of a positive curve x: from the first i with x_i ≥ 10·m, m the median of the five values before, to the last
 * before x_j < √10·m. Thilak et al. 2022, arXiv:2206.04817, describe them (the norm of the last layer rises as the training
 * loss spikes) without a threshold: these are ours. A jump that lasts to the end is
 * none. Below `least` rounding alone makes such factors: there m counts as `least`.
 */
export function slingshots(curve: Slingshot["curve"], { epochs, values }: Series, least = 0): readonly Slingshot[] {
  const found: Slingshot[] = [];
  const before: number[] = [];
  let up: Omit<Slingshot, "to"> | undefined;
  for (let i = 0; i < values.length; i++) {
    const [epoch, value] = [epochs[i], values[i]];
    if (up) {
      if (value > up.peak) up = { ...up, epoch, peak: value };
      if (value >= BACK * Math.max(up.level, least)) continue;
      found.push({ ...up, to: epochs[i - 1] });
      up = undefined;
    } else if (before.length === BEFORE && value >= JUMP * Math.max(least, lowest(before))) {
      // A median is not below the least: most values need none.
      const level = median(before);
      if (value >= JUMP * Math.max(level, least)) {
        up = { curve, from: epoch, epoch, peak: value, level };
        continue;
      }
    }
    before.push(value);
    if (before.length > BEFORE) before.shift();
  }
  return found;
}

function lowest(values: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < least) least = value;
  return least;
}
