import { mean } from "../../numerics/statistics.ts";

/** How far two measures of the same things agree. */
export interface Agreement {
  /** Pearson's r; null of fewer than two pairs, or where one of the two does not vary. */
  readonly correlation: number | null;
  /** The place of the pair that is furthest apart; −1 of none. */
  readonly worst: number;
}

/** Pearson's correlation of x and y, and where |x − y| is largest. */
export function agreement(x: readonly number[], y: readonly number[]): Agreement {
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy, worst] = [0, 0, 0, -1];
  for (const [i, value] of x.entries()) {
    xy += (value - mx) * (y[i] - my);
    xx += (value - mx) ** 2;
    yy += (y[i] - my) ** 2;
    if (worst < 0 || Math.abs(value - y[i]) > Math.abs(x[worst] - y[worst])) worst = i;
  }
  const correlation = xy / Math.sqrt(xx * yy);
  return { correlation: Number.isFinite(correlation) ? correlation : null, worst };
}
