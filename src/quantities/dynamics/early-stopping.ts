import type { Level, Series } from "../change-points.ts";
import { Patience } from "./patience.ts";

/** Evaluations without a better value after which training would be stopped: what scripts take most. */
export const PATIENCES = [5, 10, 20] as const;

/** What a quantity was where the run would have been kept, and afterwards. */
export interface Forgone {
  readonly kept: number;
  /** The best after the kept epoch, and the last of all. */
  readonly best: Level;
  readonly last: Level;
}

/** What early stopping would have made of a run. */
export interface EarlyStopping {
  readonly on: "test loss" | "test accuracy";
  /** In evaluations, and how many epochs these were. */
  readonly patience: number;
  readonly epochs: number | null;
  /** The epoch at which it would have ended the run; null where it would not. */
  readonly stopped: number | null;
  /** The best evaluation by then, whose weights would have been kept. */
  readonly kept: Level;
  /** The test accuracy (loss) kept, and what it was later; null where it would not have stopped, or it is not known. */
  readonly accuracy: Forgone | null;
  readonly loss: Forgone | null;
}

/**
 * Early stopping with a patience of N evaluations: training ends at the first evaluation N after the best so far, and that
 * one is kept (Prechelt 1998, "Early stopping — but when?"; Keras's EarlyStopping with min_delta 0). None where there are not
 * more evaluations than the least patience.
 */
export function earlyStopping(loss: Series, accuracy: Series): readonly EarlyStopping[] {
  const kinds = [
    { on: "test loss", curve: loss },
    { on: "test accuracy", curve: accuracy },
  ] as const;
  return kinds.flatMap(({ on, curve }) =>
    curve.epochs.length <= PATIENCES[0]
      ? []
      : PATIENCES.map((patience) => stopping(on, curve, patience, loss, accuracy)),
  );
}

function stopping(
  on: EarlyStopping["on"],
  { epochs, values }: Series,
  patience: number,
  loss: Series,
  accuracy: Series,
): EarlyStopping {
  const rule = new Patience(on, patience);
  for (let i = 0; i < values.length && rule.stopped === null; i++) rule.push(epochs[i], values[i]);
  const { best, stopped } = rule;
  const kept = best as Level;
  if (stopped === null) return { on, patience, epochs: null, stopped: null, kept, accuracy: null, loss: null };
  return {
    on,
    patience,
    epochs: stopped - kept.epoch,
    stopped,
    kept,
    accuracy: forgone(accuracy, 1, kept.epoch),
    loss: forgone(loss, -1, kept.epoch),
  };
}

/** What a curve was at the kept epoch, and what it came to later; null where it is not known later. */
function forgone({ epochs, values }: Series, sign: 1 | -1, kept: number): Forgone | null {
  let at = -1;
  let best = -1;
  for (let i = 0; i < epochs.length; i++) {
    if (epochs[i] <= kept) at = i;
    else if (best < 0 || sign * values[i] > sign * values[best]) best = i;
  }
  if (at < 0 || best < 0) return null;
  const level = (i: number): Level => ({ epoch: epochs[i], value: values[i] });
  return { kept: values[at], best: level(best), last: level(epochs.length - 1) };
}
