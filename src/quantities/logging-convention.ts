import type { LossConvention } from "../models/pair-losses.ts";
import { loggedAt } from "../runs/_history.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Checkpoint, Run } from "../runs/run.ts";
import { losses } from "./split-losses.ts";

/** How a training script computed the losses that it stored. */
export interface LoggingConvention extends LossConvention {
  /** 1 where a checkpoint's stored losses are of the weights one update before its own. */
  readonly lag: 0 | 1;
}

/**
 * Where in the run the checkpoints lie that are held against their stored losses: early ones show a lag, as losses move
 * fast there; the last shows the dtype, as losses are small there.
 */
const ASKED = [1 / 16, 1 / 8, 1 / 4, 1];

const CONVENTIONS: readonly LossConvention[] = [
  { over: "all", dtype: "float64" },
  { over: "all", dtype: "float32" },
  { over: "answers", dtype: "float64" },
  { over: "answers", dtype: "float32" },
];

/** The stored train and test loss that are of a checkpoint's own weights, under a lag. */
export function storedLosses(
  run: Run,
  checkpoint: Checkpoint,
  lag: 0 | 1,
): { readonly train: number | null; readonly test: number | null } {
  const at = (measure: "train_loss" | "test_loss"): number | null => {
    const curve = run.history.find((one) => one.series === "" && one.measure === measure);
    const logged = curve && loggedAt(curve, checkpoint.epoch + lag);
    // Past the end of a lagging log the value beside the weights is the nearest there is.
    return (lag === 0 ? (checkpoint.stored[measure] ?? logged) : (logged ?? checkpoint.stored[measure])) ?? null;
  };
  return { train: at("train_loss"), test: at("test_loss") };
}

/**
 * The convention whose losses are nearest to the stored ones, by the mean of |log(ours / stored)| over a few checkpoints;
 * undefined where nothing is stored or the split is not known.
 */
export function loggingConvention(run: Run): LoggingConvention | undefined {
  const { network, checkpoints } = run;
  if (!network?.split) return undefined;
  const withStored = checkpoints.filter((checkpoint) => storedLosses(run, checkpoint, 0).train !== null);
  if (withStored.length === 0) return undefined;
  const places = ASKED.map((share) => Math.round(share * (withStored.length - 1)));
  const asked = withStored.filter((_, i) => places.includes(i));
  const fits = CONVENTIONS.flatMap((convention) =>
    ([0, 1] as const).map((lag) => ({ ...convention, lag, misfits: [] as number[] })),
  );
  for (const checkpoint of asked) {
    const model = modelAt(run, checkpoint);
    for (const convention of CONVENTIONS) {
      const { train, test } = losses(model, network, convention);
      for (const fit of fits.filter(({ over, dtype }) => over === convention.over && dtype === convention.dtype)) {
        const stored = storedLosses(run, checkpoint, fit.lag);
        if (stored.train && train) fit.misfits.push(Math.abs(Math.log(train / stored.train)));
        if (stored.test && test) fit.misfits.push(Math.abs(Math.log(test / stored.test)));
      }
    }
  }
  const mean = ({ misfits }: { readonly misfits: readonly number[] }) =>
    misfits.reduce((sum, x) => sum + x, 0) / misfits.length;
  const { over, dtype, lag } = fits.reduce((a, b) => (mean(b) < mean(a) ? b : a));
  return { over, dtype, lag };
}
