import { type Level, levelAt, NEAR, type Series } from "../change-points.ts";
import { HALF, settledLevel } from "../phase-boundaries.ts";
import { lastHalf } from "./trend.ts";

/** What an accuracy does from an epoch on. */
export interface Rise {
  readonly from: Level;
  readonly to: Level;
  /** It made a tenth, or half, of what it lacked. */
  readonly begun: boolean;
  readonly half: boolean;
  /** In the last half of the run it made a tenth of its whole rise, or would reach the threshold in another quarter. */
  readonly rising: boolean;
}

/** What an accuracy comes to from its level at an epoch; null of nothing. */
export function riseFrom(accuracy: Series, epoch: number, threshold: number): Rise | null {
  const [value, half] = [levelAt(accuracy, epoch), lastHalf(accuracy)];
  if (value === null || !half) return null;
  const to = settledLevel(accuracy);
  const made = to.value - value;
  const [before, now] = half.map((level) => level.value);
  const gain = now - before;
  const whole = to.value - Math.min(value, accuracy.values[0]);
  return {
    from: { epoch, value },
    to,
    begun: made >= NEAR * (1 - value),
    half: made >= HALF * (1 - value),
    rising: gain > 0 && (gain >= NEAR * whole || now + gain >= threshold),
  };
}
