import { power } from "../numerics/power.ts";
import type { Level } from "../quantities/change-points.ts";
import type { Point, Rise } from "./rise.ts";
import type { RunState } from "./state.ts";
import type { WatchedSet } from "./watched-set.ts";

/** The test accuracy that a forecast is of. */
export const TARGET = 0.9;
/** Evaluations since memorisation, without which no slope is told. */
const LEAST = 4;
/** The line is through the last half of the epochs. */
const WINDOW = 0.5;
/** A line that reaches the target later than after so many times the epochs so far is no sign of it. */
const REACH = 3;

/**
 * The forecast from the line: log(T/t) = COEFFICIENT · log(line/t)^EXPONENT, t the epoch, T the forecast. Both, and the
 * quotients between which log(T/t) lies in 80 % of the rows, are fitted on half of 97 public runs, as docs/forecast.md says.
 */
export const FITTED = { coefficient: 0.23, exponent: 0.3, low: 0.5, high: 3.9 } as const;

/** When a run's test accuracy comes to 90 %, with the interval that the back-test gives; or why none is told. */
export type Forecast =
  | {
      readonly kind: "forecast";
      /** Made at this epoch, of the last test accuracy. */
      readonly at: number;
      readonly epoch: number;
      /** Four of five runs of the back-test came to 90 % between these. */
      readonly low: number;
      readonly high: number;
      /** Where the straight line reaches it. */
      readonly line: number;
      readonly method: Method;
    }
  | { readonly kind: "none"; readonly at: number | null; readonly reason: NoForecast };

/** Where a straight line through the logit of the accuracy comes to 90 %, corrected as back-testing says. */
export type Method = "corrected line through the logit";

/** Why there is no forecast. */
export const NO_FORECAST = [
  "no accuracies",
  "not memorised",
  "few evaluations",
  "not rising",
  "too far away",
  "already generalised",
  "losing it",
  "diverged",
] as const;
export type NoForecast = (typeof NO_FORECAST)[number];

/**
 * The epoch T at which the test accuracy comes to 90 %, of a run that is memorised and rising. A straight line through
 * logit(accuracy) over the last half of the epochs, from memorisation on, reaches it at `line`, which is late, as accuracies
 * rise ever faster; T is nearer by a law of two constants that was fitted on other runs. None is told where `line` is beyond
 * three times the epochs so far, or the state is not rising: on runs that never grok one of them is nearly always so.
 */
export function forecastOf(
  { state, at }: Pick<RunState, "state" | "at">,
  test: WatchedSet,
  rise: Rise,
  memorised: number | null,
): Forecast {
  const none = (reason: NoForecast): Forecast => ({ kind: "none", at, reason });
  if (state === "diverged") return none("diverged");
  if (state === "collapsing") return none("losing it");
  if (test.accuracy.count === 0) return none("no accuracies");
  if (state === "generalised" || (test.accuracy.level?.value ?? 0) >= TARGET) return none("already generalised");
  if (memorised === null || at === null) return none("not memorised");
  const course = rise.course(test);
  const line = course && reached(rise, course.now, memorised);
  if (!course || line === undefined) return none("few evaluations");
  if (line === null || state !== "rising") return none("not rising");
  const t = course.now.epoch;
  if (line > REACH * t) return none("too far away");
  const { coefficient, exponent, low, high } = FITTED;
  const log = coefficient * power(Math.log(line / t), exponent);
  const epoch = (times: number) => t * Math.exp(times * log);
  return {
    kind: "forecast",
    at: t,
    epoch: epoch(1),
    low: epoch(low),
    high: epoch(high),
    line,
    method: "corrected line through the logit",
  };
}

/** Where the line comes to the target; null where it falls, undefined where there are too few evaluations. */
function reached(
  { trail }: Rise,
  now: Level & { readonly index?: number },
  memorised: number,
): number | null | undefined {
  const { points } = trail;
  const fitted = trail.from(memorised);
  if (points.length === 0 || trail.count - (points[fitted]?.index ?? trail.count) < LEAST) return undefined;
  // Three points make a line of a curve that is seldom evaluated.
  const from = Math.max(fitted, Math.min(trail.from(now.epoch * (1 - WINDOW)), points.length - 3));
  const slope = slopeOf(points.slice(from), now);
  return slope > 0 ? now.epoch + (logit(TARGET) - logit(now.value)) / slope : null;
}

/** The slope of logit(accuracy) over epochs by least squares, through these points and the last. */
function slopeOf(points: readonly Point[], now: Level): number {
  const all: readonly Level[] = points.at(-1)?.epoch === now.epoch ? points : [...points, now];
  const x = all.reduce((sum, { epoch }) => sum + epoch, 0) / all.length;
  const y = all.reduce((sum, { value }) => sum + logit(value), 0) / all.length;
  let [xy, xx] = [0, 0];
  for (const { epoch, value } of all) {
    xy += (epoch - x) * (logit(value) - y);
    xx += (epoch - x) ** 2;
  }
  return xx > 0 ? xy / xx : 0;
}

/** Accuracies of 0 and 1 have none: a thousandth is what a test set of a thousand pairs tells. */
function logit(share: number): number {
  const inside = Math.min(Math.max(share, 1e-3), 1 - 1e-3);
  return Math.log(inside / (1 - inside));
}
