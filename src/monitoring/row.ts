import type { Curves } from "../quantities/training-phases.ts";

/** What one evaluation of a run tells; null where it does not. A value that is not finite was logged as such. */
export interface Row {
  readonly epoch: number;
  readonly train_loss?: number | null;
  readonly test_loss?: number | null;
  /** Shares. */
  readonly train_accuracy?: number | null;
  readonly test_accuracy?: number | null;
}

/** The curves that are watched. */
export const WATCHED = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
export type Watched = (typeof WATCHED)[number];

/** The rows of curves, one an epoch. */
export function* rowsOf(curves: Curves): Generator<Row> {
  for (let i = 0; i < curves.epochs.length; i++) {
    const row: { epoch: number } & { [K in Watched]?: number | null } = { epoch: curves.epochs[i] };
    for (const name of WATCHED) row[name] = curves[name]?.[i] ?? null;
    yield row;
  }
}
