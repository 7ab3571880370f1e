import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Level } from "../quantities/change-points.ts";
import type { CurveName, SetName } from "../quantities/verdicts/verdict.ts";

/** What a run that may go on is doing; docs/forecast.md defines each. */
export const STATES = [
  "fitting",
  "memorised",
  "rising",
  "generalised",
  "plateau",
  "collapsing",
  "diverged",
  "not enough evidence",
] as const;
export type State = (typeof STATES)[number];

/** A curve that is watched, in words. */
export type CurveLabel = Extract<CurveName, `${SetName} ${"loss" | "accuracy"}`>;

/** One thing that speaks for a state. */
export type StateFact =
  /** A set is learnt from this epoch on: its accuracy is at least, or its loss at most, the threshold. */
  | {
      readonly kind: "learnt";
      readonly set: SetName;
      readonly by: "accuracy" | "loss";
      readonly threshold: number;
      readonly epoch: number;
    }
  /** A curve's level: the median of its last evaluations. */
  | ({ readonly kind: "level"; readonly curve: CurveLabel } & Level)
  | { readonly kind: "change"; readonly curve: CurveLabel; readonly from: Level; readonly to: Level }
  /** It has not got better since. */
  | { readonly kind: "stays"; readonly curve: CurveLabel; readonly since: number; readonly value: number }
  | { readonly kind: "not finite"; readonly curve: CurveLabel; readonly epoch: number; readonly values: number }
  | { readonly kind: "no curve"; readonly set: SetName }
  | { readonly kind: "few evaluations"; readonly set: SetName; readonly count: number; readonly least: number };

/** What a run is doing at its last epoch, by the rows up to it alone. */
export interface RunState {
  readonly state: State;
  /** The epoch from which on it does; null where nothing is known. */
  readonly since: number | null;
  /** The last epoch; null of no rows. */
  readonly at: number | null;
  readonly axis: LoggedAxis;
  readonly evidence: readonly StateFact[];
}
