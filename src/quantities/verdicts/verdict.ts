import type { ChangePoint, Level } from "../change-points.ts";

/** What a run came to by its last evaluation; docs/verdicts.md defines each. A run may always go on: none says what it will not do. */
export const VERDICTS = [
  "grokked",
  "grokking, not finished",
  "memorised, not generalised",
  "generalised with training",
  "overfitted",
  "plateau below its threshold",
  "collapsed after generalising",
  "diverged",
  "never learnt",
  "not enough evidence",
] as const;
export type Verdict = (typeof VERDICTS)[number];

export const CONFIDENCES = ["high", "moderate", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The training set, or the one that is held out. */
export type SetName = "train" | "test";

/** A curve that facts are about. */
export type CurveName =
  | "train loss"
  | "test loss"
  | "train accuracy"
  | "test accuracy"
  | "excluded loss"
  | "restricted loss"
  | "sum of squares";

/** One thing that speaks for a verdict. */
export type Fact =
  /** From where on a set is learnt, and up to where, if it is lost again; at null: at no epoch for good. */
  | {
      readonly kind: "learnt";
      readonly set: SetName;
      readonly by: "accuracy" | "loss";
      /** A share, or nats. */
      readonly threshold: number;
      readonly at: ChangePoint | null;
      readonly until: number | null;
    }
  | ({ readonly kind: "level"; readonly curve: CurveName } & Level)
  | { readonly kind: "highest"; readonly curve: CurveName; readonly epoch: number; readonly value: number }
  | { readonly kind: "change"; readonly curve: CurveName; readonly from: Level; readonly to: Level }
  /** Where a curve levels off below what counts as learnt. */
  | { readonly kind: "ceiling"; readonly curve: CurveName; readonly value: number; readonly threshold: number }
  /** From here on the test loss is below 1/e of its highest. */
  | { readonly kind: "falling"; readonly epoch: number }
  /** Excluded and restricted loss have moved by a factor e. */
  | { readonly kind: "circuit" }
  /** From here to the end a curve is not finite. */
  | { readonly kind: "not finite"; readonly curve: CurveName; readonly epoch: number; readonly values: number };

/** One thing that a verdict lacks. */
export type Doubt =
  | { readonly kind: "no curve"; readonly set: SetName }
  | { readonly kind: "few evaluations"; readonly set: SetName; readonly count: number; readonly least: number }
  /** Sets are told learnt by a loss, for want of accuracies. */
  | { readonly kind: "losses alone" }
  /** Without accuracies a loss that fell is not told from one that began worse than a guess. */
  | { readonly kind: "guesses" }
  /** Whether the test set was learnt late lies between two evaluations. */
  | { readonly kind: "far apart"; readonly earliest: number; readonly latest: number }
  /** The test set took far longer than the train set, half-way as it was by then: so many times as many epochs, if that is a number. */
  | { readonly kind: "later"; readonly times: number | null }
  /** Learnt at the first evaluation. */
  | { readonly kind: "from the first"; readonly set: SetName }
  /** The run is shorter than this many times what the train set took. */
  | { readonly kind: "too early"; readonly times: number }
  | { readonly kind: "still moving"; readonly curve: CurveName; readonly from: Level; readonly to: Level }
  /** So many evaluations are on the wrong side of a step. */
  | { readonly kind: "unsteady"; readonly set: SetName; readonly exceptions: number; readonly of: number }
  | { readonly kind: "lost again"; readonly set: SetName; readonly epoch: number }
  | { readonly kind: "set not learnt"; readonly set: SetName }
  /** A single value that is not finite, the last. */
  | { readonly kind: "last value alone" }
  /** It waits at its first level for longer than it then rises. */
  | { readonly kind: "waits"; readonly curve: CurveName; readonly until: number };
