import type { LoggedCurve } from "../runs/run.ts";
import type { Curves } from "./training-phases.ts";

/** What was measured at one checkpoint: as in `Curves`. */
export type MeasuredAt = { readonly epoch: number } & {
  readonly [K in Exclude<keyof Curves, "epochs">]-?: number | null;
};

const LOGGED = ["train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;

/**
 * The curves of a run over every epoch at which something is known. A loss or accuracy that the training script logged more
 * often than it saved checkpoints is taken from the log alone, as it computed it, so that one curve has one definition.
 */
export function runCurves(measured: readonly MeasuredAt[], history: readonly LoggedCurve[]): Curves {
  const logged = LOGGED.flatMap((measure) => {
    const curve = history.find((one) => one.measure === measure && one.epochs.length > measured.length);
    return curve ? [curve] : [];
  });
  const epochs = [...new Set([...measured.map(({ epoch }) => epoch), ...logged.flatMap((curve) => curve.epochs)])];
  epochs.sort((a, b) => a - b);
  const place = new Map(epochs.map((epoch, i) => [epoch, i]));
  const filled = (points: Iterable<readonly [number, number | null]>): readonly (number | null)[] => {
    const values: (number | null)[] = epochs.map(() => null);
    for (const [epoch, value] of points) values[place.get(epoch) as number] = value;
    return values;
  };
  const curve = (name: keyof MeasuredAt) => {
    const log = logged.find(({ measure }) => measure === name);
    return filled(
      log
        ? log.epochs.map((epoch, i) => [epoch, log.values[i]] as const)
        : measured.map((row) => [row.epoch, row[name]] as const),
    );
  };
  return {
    epochs,
    train_loss: curve("train_loss"),
    test_loss: curve("test_loss"),
    train_accuracy: curve("train_accuracy"),
    test_accuracy: curve("test_accuracy"),
    restricted_loss: curve("restricted_loss"),
    excluded_loss: curve("excluded_loss"),
    sum_of_squares: curve("sum_of_squares"),
    unmirrored_accuracy: curve("unmirrored_accuracy"),
  };
}
