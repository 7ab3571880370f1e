import type { Slot } from "../../_parameters.ts";

/** The gradient of one update, and what it is of. */
export interface Filtered {
  /** Changed in place. */
  readonly gradient: Float32Array;
  readonly weights: Float32Array;
  /** What the filter returned at the update before; undefined at its first. */
  readonly memory: Float32Array | undefined;
  /** The matrices and vectors that the weights are. */
  readonly slots: readonly Slot[];
}

/** What every filter is told. */
export interface FilterSettings {
  readonly grokfastAlpha: number;
  readonly grokfastLambda: number;
}

/** What is done to a gradient before the optimiser has it: one file of `filters/`. */
export interface GradientFilter {
  /** The file's name, and the option's value. */
  readonly name: string;
  readonly formula: string;
  /** Changes the gradient; returns what it remembers of it, which resuming keeps; undefined where that is nothing. */
  readonly filter: (filtered: Filtered, settings: FilterSettings) => Float32Array | undefined;
}
