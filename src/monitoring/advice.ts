import type { Forecast } from "./forecast.ts";
import type { RunState } from "./state.ts";

/** What to do with a run that is going on. */
export const COURSES = ["go on", "stop", "look"] as const;
export type Course = (typeof COURSES)[number];

/** Why. */
export const REASONS = [
  "fitting",
  "may grok",
  "rising",
  "generalised",
  "levelled off",
  "losing it",
  "diverged",
  "not finite",
  "unknown",
] as const;
export type Reason = (typeof REASONS)[number];

/** Advice as data; `adviceInWords` makes one sentence of it. */
export interface Advice {
  readonly course: Course;
  readonly reason: Reason;
  readonly state: RunState;
  readonly forecast: Forecast;
  /** Where early stopping with the usual patience would have ended the run; null where it would not have. */
  readonly stopping: StoppedAt | null;
}

/** Where early stopping would have ended a run. */
export interface StoppedAt {
  readonly on: "test loss" | "test accuracy";
  readonly patience: number;
  readonly epoch: number;
  readonly kept: { readonly epoch: number; readonly value: number };
}
