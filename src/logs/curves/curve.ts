/** What scripts log, of which pairs. */
export const MEASURES = ["train_loss", "test_loss", "all_loss", "train_accuracy", "test_accuracy"] as const;
export type Measure = (typeof MEASURES)[number];
export type StoredLosses = { readonly [M in Measure]?: number };

/** What the numbers along a curve count; a row is one of the log, where it says nothing else. */
export const AXES = ["epoch", "step", "sample", "row"] as const;
export type LoggedAxis = (typeof AXES)[number];

/** One logged quantity over training. */
export interface Curve {
  /** Which run it belongs to, where one log holds the curves of many; else "". */
  readonly series: string;
  readonly measure: Measure;
  /** What the log calls the held-out set that it is of, as `test` or `validation`; "" of the training pairs. */
  readonly set: string;
  readonly axis: LoggedAxis;
  /** The log says that its accuracies are shares, or they were made so: by a per cent sign or name, or of an error rate. */
  readonly share?: true;
  /** Ascending. */
  readonly at: readonly number[];
  /** As many; NaN where the log says so. */
  readonly values: readonly number[];
}

/** What one log holds. */
export interface Log {
  /** The format's name. */
  readonly format: string;
  readonly curves: readonly Curve[];
  /** Every scalar of the configuration that stands in it; nested names are joined by a dot. */
  readonly settings: ReadonlyMap<string, string | number | boolean>;
  /** What of the log is not in the curves, and what was done to it. */
  readonly doubts: readonly string[];
  /** Names of columns of numbers that were not understood. */
  readonly unread: readonly string[];
}
