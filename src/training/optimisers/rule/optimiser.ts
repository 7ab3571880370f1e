import type { Slot } from "../../_parameters.ts";

/** What every optimiser is told. */
export interface OptimiserSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
}

/** What an optimiser remembers between updates: as many values as there are weights, twice, 0 at first. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** Some of the weights, one after the other: those of one update. */
export interface Update {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly moments: Moments;
  /** Of the update, from 0. */
  readonly step: number;
  /** The matrices and vectors that the weights are. */
  readonly slots: readonly Slot[];
}

/** How weights follow the gradient: one file of `optimisers/`. */
export interface Optimiser {
  /** The file's name, and the option's value. */
  readonly name: string;
  readonly formula: string;
  /** Makes one update of all weights in place, as PyTorch's does, float64 between two float32. */
  readonly update: (update: Update, settings: OptimiserSettings) => void;
}
