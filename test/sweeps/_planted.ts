import { cellsOf } from "#sweeps/cells.js";
import { type RunResult, runResult } from "#sweeps/run-results.js";
import type { SweepSpec } from "#sweeps/spec.js";
import type { Metrics } from "#training/_metrics.js";

/** When each set of a run is learnt; null: never. */
export interface Story {
  readonly memorised: number | null;
  readonly generalised: number | null;
}

/** Epochs of a planted run, and between two of its evaluations. */
export const [END, EVERY] = [1000, 10] as const;

/** A run whose accuracies step from a guess to 1 where its story has it. */
export function metricsOf({ memorised, generalised }: Story, end: number = END): readonly Metrics[] {
  return Array.from({ length: end / EVERY + 1 }, (_, i): Metrics => {
    const epoch = i * EVERY;
    const learnt = (at: number | null) => at !== null && epoch >= at;
    const [train, test] = [learnt(memorised), learnt(generalised)];
    return {
      epoch,
      train_loss: train ? 0.01 : 3,
      test_loss: test ? 0.02 : 3.1,
      train_accuracy: train ? 1 : 0.05,
      test_accuracy: test ? 1 : 0.05,
      gradient_norm: null,
      zero_loss: 0,
    };
  });
}

/** The results of a spec's runs whose stories follow from their settings. */
export function planted(
  spec: SweepSpec,
  story: (settings: Readonly<Record<string, any>>) => Story & { readonly end?: number },
): readonly RunResult[] {
  return cellsOf("planted", spec).map((cell) => {
    const own = story(cell.varied);
    return runResult(cell, own.end === undefined ? "finished" : "running", metricsOf(own, own.end), {
      seconds: 1,
      sum_of_squares: null,
      anew: null,
    });
  });
}
