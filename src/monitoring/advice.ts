import type { Forecast } from "./forecast.ts";
import type { RunState, State } from "./state.ts";

/** What to do with a run that is going on: nothing, end it, or look at something that would tell. */
export const COURSES = ["go on", "stop", "look"] as const;
export type AdvisedCourse = (typeof COURSES)[number];

/** Why. */
export const REASONS = [
  "fitting",
  "not learning",
  "may grok",
  "rising",
  "generalised",
  "levelled off",
  "losing it",
  "diverged",
  "begins",
  "unknown",
] as const;
export type Reason = (typeof REASONS)[number];

/** Where early stopping would have ended a run. */
export interface StoppedAt {
  readonly on: "test loss" | "test accuracy";
  /** Evaluations without a better one. */
  readonly patience: number;
  readonly epoch: number;
  /** The best evaluation by then, whose weights would have been kept. */
  readonly kept: { readonly epoch: number; readonly value: number };
}

/** Advice as data; `adviceInWords` makes one sentence of it. */
export interface Advice {
  readonly course: AdvisedCourse;
  readonly reason: Reason;
  readonly state: RunState;
  readonly forecast: Forecast;
  /** Null where early stopping would not have ended the run so far. */
  readonly stopping: StoppedAt | null;
}

const ADVICE: Readonly<Record<State, readonly [AdvisedCourse, Reason]>> = {
  fitting: ["go on", "fitting"],
  memorised: ["go on", "may grok"],
  rising: ["go on", "rising"],
  // There is nothing more to wait for; that it may be lost again is what going on would show.
  generalised: ["stop", "generalised"],
  plateau: ["look", "levelled off"],
  collapsing: ["look", "losing it"],
  diverged: ["stop", "diverged"],
  "not enough evidence": ["look", "unknown"],
};

/**
 * What to do, by the state alone: to stop is advised of a run that generalised or diverged, and of no other. A test loss
 * that rises decides nothing: it rises in runs that grok as in those that do not.
 */
export function adviceOn(state: RunState, forecast: Forecast, stopping: StoppedAt | null): Advice {
  const stays = state.state === "fitting" && state.evidence.some(({ kind }) => kind === "stays");
  const begins = state.state === "not enough evidence" && state.evidence.some(({ kind }) => kind === "few evaluations");
  const [course, reason] = stays
    ? (["look", "not learning"] as const)
    : begins
      ? (["go on", "begins"] as const)
      : ADVICE[state.state];
  return { course, reason, state, forecast, stopping };
}
