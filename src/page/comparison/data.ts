import type { Configured } from "./families.ts";

/** The curves that can be compared, in the order of their charts. */
export const MEASURES = [
  "test_accuracy",
  "train_accuracy",
  "test_loss",
  "train_loss",
  "restricted_loss",
  "excluded_loss",
  "sum_of_squares",
] as const;
export type MeasureName = (typeof MEASURES)[number];

/** A quantity over training. */
export interface MeasureData {
  readonly name: MeasureName;
  readonly title: string;
  /** Of the y axis. */
  readonly unit: string;
  readonly log: boolean;
  /** Of which pairs, as computed by whom. */
  readonly definition: string;
}

/** One run as the page knows it. Epochs are in what its curves count. */
export interface RunData extends Configured {
  /** Place among the verdicts. */
  readonly verdict: number;
  readonly confidence: string;
  /** From which epoch on the set is learnt, as its verdict has it; null where it never is, or where the curve is missing. */
  readonly memorised: number | null;
  readonly generalised: number | null;
  /** Epochs between the two; null where either is not for good. */
  readonly delay: number | null;
  /** The least that the delay can be of a run that memorised and ended before it generalised; else null. */
  readonly delayAbove: number | null;
  readonly end: number;
  /** Where its own report lies, or what the page itself says of it. */
  readonly address: string;
  /** Ascending. */
  readonly epochs: ArrayLike<number>;
  /** A value an epoch, NaN where there is none. */
  readonly curves: Readonly<Partial<Record<MeasureName, ArrayLike<number>>>>;
}

/** What became of runs, and how that is marked wherever a run is a tile. */
export interface VerdictData {
  readonly name: string;
  /** One or two letters. */
  readonly mark: string;
}

/** A column by which the table sorts: of each run a number, a word, or null. */
export interface ColumnData {
  readonly name: string;
  readonly values: ArrayLike<string | number | null>;
}

/** What the page's code reads from the document. */
export interface ComparisonData {
  readonly runs: readonly RunData[];
  /** Settings by which runs can be told apart, those that are not seeds first. */
  readonly settings: readonly string[];
  readonly measures: readonly MeasureData[];
  readonly verdicts: readonly VerdictData[];
  readonly columns: readonly ColumnData[];
}
