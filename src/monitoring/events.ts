import type { Curves } from "../quantities/training-phases.ts";
import type { Advice } from "./advice.ts";
import type { Alert } from "./alerts.ts";
import type { Forecast } from "./forecast.ts";
import type { Row } from "./row.ts";
import type { RunState } from "./state.ts";

/** Which run an event is of. */
interface OfRun {
  /** Its path, from the one that was given. */
  readonly run: string;
  /** Which of several runs of one log; else "". */
  readonly series: string;
}

/** What is said of a run by its curves up to now. */
export interface Standing {
  readonly state: RunState;
  readonly forecast: Forecast;
  readonly advice: Advice;
}

/** What can go wrong with what is watched, or be odd about it. */
export const PROBLEMS = [
  "absent",
  "gone",
  "back",
  "begun anew",
  "continued elsewhere",
  "fell back",
  "unreadable",
  "not a run",
  "doubt",
  "results",
  "other results",
  "claim",
  "command",
  "webhook",
  "unfinished",
  "report",
] as const;
export type ProblemName = (typeof PROBLEMS)[number];

/** What a checkpoint says by itself: of key frequencies those that it has itself, as no later one is known. */
export interface CheckpointValues {
  readonly train_loss: number | null;
  readonly test_loss: number | null;
  readonly train_accuracy: number | null;
  readonly test_accuracy: number | null;
  readonly restricted_loss: number | null;
  readonly excluded_loss: number | null;
  readonly sum_of_squares: number | null;
  readonly keys: readonly number[];
}

/** What happens to runs that are watched. */
export type WatchEvent =
  | (OfRun & {
      readonly kind: "row";
      /** The latest. */
      readonly row: Row;
      /** How many are new. */
      readonly rows: number;
      /** All that are known, a long log thinned. */
      readonly curves: Curves;
    } & Standing)
  | (OfRun & { readonly kind: "state" } & Standing)
  | (OfRun & {
      readonly kind: "alert";
      readonly alert: Alert;
      /** Whether an earlier watch of the run, or another one, has told of it: its command is not run again. */
      readonly before: boolean;
    })
  | (OfRun & {
      readonly kind: "checkpoint";
      readonly epoch: number;
      readonly file: string;
      /** Null where the network's own losses are not known. */
      readonly values: CheckpointValues | null;
      /** Where the results are. */
      readonly results: string;
    })
  | (OfRun & {
      readonly kind: "problem";
      readonly problem: ProblemName;
      /** The file or folder that it is of. */
      readonly file: string;
      /** What a reader, the system or a command said; an epoch where the log fell back; null where there is nothing. */
      readonly detail: string | null;
    })
  | { readonly kind: "end"; readonly by: "once" | "time" | "stopped" | "until" };

/** An event of one kind. */
export type EventOf<K extends WatchEvent["kind"]> = Extract<WatchEvent, { readonly kind: K }>;
