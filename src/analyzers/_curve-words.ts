import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Level } from "../quantities/change-points.ts";
import { LEVEL } from "../quantities/phase-boundaries.ts";
import type { CurveName } from "../quantities/verdicts/verdict.ts";

/** Three digits. */
export const shown = (value: number | null): string =>
  value === null ? "not known" : String(Number(value.toPrecision(3)));

/** "95 %". */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** In what the values of a curve are. */
export const CURVE_UNITS: Readonly<Record<CurveName, "nats" | "share" | "weight²">> = {
  "train loss": "nats",
  "test loss": "nats",
  "train accuracy": "share",
  "test accuracy": "share",
  "excluded loss": "nats",
  "restricted loss": "nats",
  "sum of squares": "weight²",
};

/** A value of a curve: a share in per cent, a loss in three digits. */
export function inUnits(curve: CurveName, value: number): string {
  return CURVE_UNITS[curve] === "share" ? percent(value) : shown(value);
}

/** "1 step", "12 steps". */
export function counted(count: number, axis: LoggedAxis | "checkpoint" | "evaluation"): string {
  return `${count} ${axis}${count === 1 ? "" : "s"}`;
}

/** "train loss falls from 4.76 to 0.000001"; "goes" where it changes by less than a curve that is level does, or "stays". */
export function changeInWords(
  curve: CurveName,
  from: Level,
  to: Level,
  show: (value: number) => string = shown,
): string {
  if (show(from.value) === show(to.value)) return `${curve} stays at ${show(from.value)}`;
  const change = Math.log(to.value / from.value);
  const does = Math.abs(change) < Math.log(LEVEL) || from.value === to.value ? "goes" : change > 0 ? "rises" : "falls";
  return `${curve} ${does} from ${show(from.value)} to ${show(to.value)}`;
}
