import type { Leakage } from "../quantities/dynamics/leakage.ts";
import type { CurveLabel } from "./state.ts";

/** What happens to a run that one wants to be told of, each once. */
export const ALERTS = [
  "memorised",
  "rising",
  "grokked",
  "generalised",
  "plateau",
  "collapsed",
  "diverged",
  "nan",
  "leakage",
  "early stopping",
] as const;
export type AlertName = (typeof ALERTS)[number];

/** An event: where it was seen, where it began, and what showed it. */
export interface Alert {
  readonly alert: AlertName;
  /** The row at which it was told. */
  readonly at: number;
  /** The epoch at which it began: not after `at`. */
  readonly epoch: number;
  /** The curve that showed it, and its value there; null of a suspicion that is of two curves. */
  readonly curve: CurveLabel | null;
  readonly value: number | null;
  /** Of early stopping: its patience in evaluations, on which curve, and what it would have kept. */
  readonly patience?: number;
  readonly kept?: { readonly epoch: number; readonly value: number };
  readonly leakage?: Leakage;
}
