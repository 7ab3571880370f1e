import type { LoggedAxis } from "../logs/curves/curve.ts";
import type { Advice } from "./advice.ts";
import type { Alert } from "./alerts.ts";
import type { Forecast } from "./forecast.ts";
import type { Row } from "./row.ts";
import type { RunState } from "./state.ts";

export interface MonitorSettings {
  /** The accuracy from which a set counts as learnt, a share; 0.95 unless told otherwise. */
  readonly learnt?: number;
  readonly axis?: LoggedAxis;
  /** The share of pairs that is trained on, where it is known. */
  readonly fraction?: number | null;
}

/** Follows a run row by row: rows ascend in epoch, two of one epoch tell of different curves. Work and memory for a row do not grow. */
export interface Monitor {
  /** Takes a row in, and tells what happens with it. */
  push(row: Row): readonly Alert[];
  readonly state: RunState;
  forecast(): Forecast;
  advice(): Advice;
}
