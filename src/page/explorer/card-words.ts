import { grouped } from "../elements.ts";
import { verdictOf } from "./order.ts";
import type { RunCard } from "./run-card.ts";

/** "rising since epoch 8 200"; of what nothing can be told "". */
export function stateInWords({ state, axis }: RunCard): string {
  if (state === null || state.state === "not enough evidence") return "";
  return state.since === null ? state.state : `${state.state} since ${axis} ${grouped(state.since)}`;
}

/** "delay 9 300 epochs · k = 14, 35, 41"; "" where neither is known. */
export function findingsInWords({ delay, keys, axis }: RunCard): string {
  return [
    ...(delay === null || delay <= 0 ? [] : [`delay ${grouped(delay)} ${axis}s`]),
    ...(keys.length === 0 ? [] : [`k = ${keys.join(", ")}`]),
  ].join(" · ");
}

/** "13 checkpoints, 4 analysed", "analysing 4 of 13"; "curves alone" without any. */
export function checkpointsInWords({ checkpoints, analysed, analysis, reading }: RunCard): string {
  if (analysis) return analysis.total > 0 ? `analysing ${analysis.done} of ${analysis.total}` : "analysis begins …";
  if (checkpoints === 0) return reading === "read" ? "curves alone" : "";
  const count = `${grouped(checkpoints)} checkpoint${checkpoints === 1 ? "" : "s"}`;
  if (analysed === null || analysed === 0) return `${count}, not analysed`;
  return analysed < checkpoints ? `${count}, ${grouped(analysed)} analysed` : `${count}, analysed`;
}

/** Units of time, each with how many milliseconds it has. */
const UNITS = [
  ["day", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** "3 min ago", "2 days ago"; "now" below two seconds, and where clocks do not agree. */
export function agoInWords(changed: number, now: number): string {
  const past = now - changed;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(past / length);
    if (count < 1 || (unit === "s" && count < 2)) continue;
    return `${grouped(count)} ${unit}${unit === "day" && count > 1 ? "s" : ""} ago`;
  }
  return "now";
}

/** "99.8 %", "4.31e-5": the last known value of a curve; "–" of none. */
export function valueInWords(value: number | null, unit: "accuracy" | "loss"): string {
  if (value === null) return "–";
  if (unit === "accuracy") return `${Number((100 * value).toPrecision(3))}\u202f%`;
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** "grokked · generalised since epoch 9 700", with what went wrong. */
export function standingInWords(card: RunCard): string {
  return [verdictOf(card), stateInWords(card), card.problem ?? ""].filter((part) => part !== "").join(" · ");
}

/** "Analyse 13 checkpoints", "Analyse 2 new"; "" where all are. */
export function analyseInWords({ checkpoints, analysed }: RunCard): string {
  const left = checkpoints - (analysed ?? 0);
  if (left <= 0) return "";
  return analysed ? `Analyse ${left} new` : `Analyse ${left} checkpoint${left === 1 ? "" : "s"}`;
}
