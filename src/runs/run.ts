import type { WeightView } from "../layouts/_layout.ts";
import type { StoredOptimiser } from "../layouts/_optimiser-state.ts";
import type { LoggedAxis, Measure, StoredLosses } from "../logs/curves/curve.ts";
import type { Architecture } from "../networks/model.ts";
import type { Split } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";

/** One moment of training: where its weights lie, not the weights. */
export interface Checkpoint {
  readonly epoch: number;
  /** The file it came from, relative to the run. */
  readonly file: string;
  readonly weights: Readonly<Record<string, WeightView>>;
  /** Losses and accuracies that the file stores beside these weights. */
  readonly stored: StoredLosses;
  /** Adam's moments at these weights, where they are stored beside them, or why what is stored has none. */
  readonly optimiser?: StoredOptimiser;
}

/** A quantity that the training script logged. */
export interface LoggedCurve {
  /** Which run it belongs to, where one file holds the curves of many; else "". */
  readonly series: string;
  readonly measure: Measure;
  /** Which held-out set it is of, where the run has several; else "", as for every curve of the training pairs. */
  readonly set: string;
  /** What `epochs` counts. */
  readonly axis: LoggedAxis;
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** What the checkpoints of a run have in common. */
export interface Network {
  readonly architecture: Architecture;
  readonly task: Task;
  /** Undefined where it is not known which pairs were trained on. */
  readonly split: Split | undefined;
}

/** One training run. Plain data: it crosses threads, and holds no weight. */
export interface Run {
  readonly path: string;
  /** The path's last part. */
  readonly name: string;
  /** Names of the file formats found. */
  readonly formats: readonly string[];
  /** The layout's name; undefined where there are curves only. */
  readonly layout: string | undefined;
  /** Undefined where the path holds loss curves and no weights. */
  readonly network: Network | undefined;
  /** By epoch. */
  readonly checkpoints: readonly Checkpoint[];
  readonly history: readonly LoggedCurve[];
  /** Every scalar of the configuration that the files state, e.g. weight_decay; nested names are joined by a dot. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** What was concluded about the run, and from what. */
  readonly evidence: readonly string[];
  /** What speaks against how the files were read: said before any number. */
  readonly contradictions: readonly string[];
  /** Whether the last checkpoint's weights, and its logits, all are; true of curves alone. */
  readonly finite: boolean;
  /** What a reader should know before trusting a number: the contradictions, guesses, defaults, what is missing. */
  readonly doubts: readonly string[];
  /** Columns of numbers in its logs that were not understood: `--columns` can name them. */
  readonly unread: readonly string[];
  /** Files of the folder that are no part of the run, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}
