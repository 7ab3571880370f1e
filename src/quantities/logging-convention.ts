import type { LossConvention } from "../networks/pair-losses.ts";
import { mean } from "../numerics/statistics.ts";
import { loggedAt } from "../runs/_history.ts";
import { otherLosses } from "../runs/_other-losses.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Checkpoint, Run } from "../runs/run.ts";
import { losses } from "./split-losses.ts";

/** How a training script computed the losses that it stored. */
export interface LoggingConvention extends LossConvention {
  /** 1 where a checkpoint's stored losses are of the weights one update before its own. */
  readonly lag: 0 | 1;
}

/**
 * Where in the run the checkpoints lie that are held against their stored losses: the first shows whether '=' has a part
 * in them, as an untrained network gives it one; early ones show a lag, as losses move fast there.
 */
const ASKED = [0, 1 / 16, 1 / 4, 1];

/** The stored train and test loss that are of a checkpoint's own weights, under a lag. */
export function storedLosses(
  run: Run,
  checkpoint: Checkpoint,
  lag: 0 | 1,
): { readonly train: number | null; readonly test: number | null } {
  const others = otherLosses((name) => run.settings[name]);
  const at = (measure: "train_loss" | "test_loss"): number | null => {
    if (others.has(measure)) return null;
    const curve = run.history.find((one) => one.series === "" && one.measure === measure);
    const logged = curve && loggedAt(curve, checkpoint.epoch + lag);
    // Past the end of a lagging log the value beside the weights is the nearest there is.
    return (lag === 0 ? (checkpoint.stored[measure] ?? logged) : (logged ?? checkpoint.stored[measure])) ?? null;
  };
  return { train: at("train_loss"), test: at("test_loss") };
}

/**
 * How the stored losses were computed: in float32 if float32 can hold every one of them; over the logits and with the lag
 * whose losses are nearest to them, by the mean of |log(ours / stored)| over a few checkpoints. Undefined where nothing is
 * stored or the split is not known.
 */
export function loggingConvention(run: Run): LoggingConvention | undefined {
  const { network, checkpoints } = run;
  if (!network?.split) return undefined;
  const withStored = checkpoints.filter((checkpoint) =>
    Object.values(storedLosses(run, checkpoint, 0)).some((loss) => loss !== null),
  );
  if (withStored.length === 0) return undefined;
  const stored = withStored.flatMap((checkpoint) => Object.values(storedLosses(run, checkpoint, 0)));
  const dtype = stored.every((loss) => loss === null || loss === Math.fround(loss)) ? "float32" : "float64";
  const places = ASKED.map((share) => Math.round(share * (withStored.length - 1)));
  const asked = withStored
    .filter((_, i) => places.includes(i))
    .map((checkpoint) => ({ checkpoint, model: modelAt(run, checkpoint) }));
  const fits = (["all", "answers"] as const).flatMap((over) => {
    const ours = asked.map(({ model }) => losses(model, network, { over, dtype }));
    return ([0, 1] as const).map((lag) => {
      const misfits = asked.flatMap(({ checkpoint }, i) => {
        const theirs = storedLosses(run, checkpoint, lag);
        return (["train", "test"] as const).flatMap((part) => misfit(ours[i][part], theirs[part]));
      });
      return { over, dtype, lag, misfit: mean(misfits) } as const;
    });
  });
  const { misfit: _, ...nearest } = fits.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  return nearest;
}

/** |log(ours / theirs)|, in a list; nothing where either is missing or 0. */
function misfit(ours: number | null, theirs: number | null): readonly number[] {
  return ours && theirs ? [Math.abs(Math.log(ours / theirs))] : [];
}
