import type { Contents } from "../layouts/_contents.ts";
import type { StateDict } from "../layouts/_layout.ts";
import type { StoredOptimiser } from "../layouts/_optimiser-state.ts";
import type { StoredSplit } from "../layouts/_stored-split.ts";
import type { Curve, StoredLosses } from "../logs/curves/curve.ts";
import type { Files } from "./_files.ts";

/** A checkpoint before its tensors have been given roles. */
export interface DatedSnapshot {
  readonly epoch: number;
  readonly file: string;
  readonly state: StateDict;
  readonly losses: StoredLosses;
  readonly optimiser: StoredOptimiser | undefined;
}

/** All that the files of a run hold, put together. */
export interface Gathered {
  /** By epoch, one each. */
  readonly snapshots: readonly DatedSnapshot[];
  readonly curves: readonly Curve[];
  readonly config: ReadonlyMap<string, string | number | boolean>;
  readonly split: (StoredSplit & { readonly file: string }) | undefined;
  readonly doubts: readonly string[];
  /** Columns of numbers in its logs that were not understood. */
  readonly unread: readonly string[];
  readonly skipped: Files["skipped"];
}

/** One file and what was found in it. */
export interface Part {
  readonly file: string;
  readonly value: Files["readable"][number]["value"];
  readonly holds: Contents;
}
