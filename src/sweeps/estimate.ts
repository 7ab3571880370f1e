import { join } from "node:path";
import type { BackendName } from "../engine/backend.ts";
import { DivergedError } from "../errors.ts";
import { temporaryFolder } from "../runs/_temporary-folder.ts";
import type { TrainingConfig } from "../training/config.ts";
import { trainRun } from "../training/train-run.ts";
import type { Cell } from "./cells.ts";
import type { SweepPlan } from "./plan.ts";
import { runSize } from "./run-size.ts";

/** What a sweep will take. */
export interface Cost {
  readonly runs: number;
  /** Of all runs; fewer where they see enough earlier. */
  readonly epochs: number;
  /** Of one thread of this machine, for all runs. */
  readonly seconds: number;
  readonly bytes: number;
  /** What was timed: the run whose epochs are the cheapest, and the dearest. */
  readonly timed: readonly { readonly cell: Cell; readonly secondsPerEpoch: number }[];
}

/** How long each of the two is timed, after its first epochs, in which graphs are made. */
const TIMED = { seconds: 0.7, first: 1, most: 400 };
/** Bytes of a line of metrics.csv, and of what a checkpoint has beside its weights. */
const [LINE, HEAD] = [72, 3000];

/**
 * What some runs of a plan will take. Epochs are timed of the runs with the least and the most multiplications, which are
 * counted as parameters × pairs; between them a line is drawn. Several processes at once may slow one another.
 */
export async function sweepCost(plan: SweepPlan, cells: readonly Cell[], backend?: BackendName): Promise<Cost> {
  const shapes = cells.map((cell) => {
    const { parameters, train, test } = runSize(cell.config);
    // A gradient takes the products of the forward pass and twice as many.
    return { cell, parameters, work: parameters * (3 * train + test / cell.config.evaluate_every) };
  });
  const ordered = shapes.toSorted((a, b) => a.work - b.work);
  const ends = [ordered[0], ordered.at(-1)].filter((one) => one !== undefined);
  const chosen = ends.length === 2 && ends[0].work === ends[1].work ? ends.slice(1) : ends;
  const timed: { cell: Cell; work: number; secondsPerEpoch: number }[] = [];
  for (const { cell, work } of chosen)
    timed.push({ cell, work, secondsPerEpoch: await epochTime(cell.config, backend) });
  const perEpoch = (work: number) => {
    const [least, most = least] = timed;
    if (least.work === most.work) return most.secondsPerEpoch;
    const share = (work - least.work) / (most.work - least.work);
    return least.secondsPerEpoch + share * (most.secondsPerEpoch - least.secondsPerEpoch);
  };
  const total = (of: (shape: (typeof shapes)[number]) => number) => shapes.reduce((sum, shape) => sum + of(shape), 0);
  return {
    runs: cells.length,
    epochs: total(({ cell }) => epochsOf(cell.config)),
    seconds: total(({ cell, work }) => epochsOf(cell.config) * perEpoch(work)),
    bytes: total(({ cell, parameters }) => bytesOf(cell.config, parameters, plan)),
    timed: timed.map(({ cell, secondsPerEpoch }) => ({ cell, secondsPerEpoch })),
  };
}

/** Seconds of an epoch, evaluations of the test pairs and checkpoints among them as in the run. */
async function epochTime(config: TrainingConfig, backend: BackendName | undefined): Promise<number> {
  const { path, remove } = temporaryFolder();
  const abort = new AbortController();
  let [start, from, end, to] = [0, 0, 0, 0];
  try {
    await trainRun(
      join(path, "run"),
      // An epoch takes as long at any learning rate, and at this one no run diverges before it is timed.
      { ...config, from_epoch: 0, epochs: TIMED.most, learning_rate: 1e-9 },
      {
        threads: 1,
        signal: abort.signal,
        ...(backend ? { backend } : {}),
        onEpoch: ({ epoch }) => {
          const now = performance.now() / 1000;
          if (epoch <= TIMED.first) [start, from] = [now, epoch];
          else [end, to] = [now, epoch];
          if (epoch > TIMED.first && now - start > TIMED.seconds) abort.abort();
        },
      },
    );
  } catch (error) {
    // The run that is timed may be one that diverges, which is recorded when it is run.
    if (!(error instanceof DivergedError)) throw error;
  } finally {
    remove();
  }
  return to > from ? (end - start) / (to - from) : 0;
}

function epochsOf({ epochs, from_epoch }: TrainingConfig): number {
  return epochs - from_epoch;
}

function bytesOf(config: TrainingConfig, parameters: number, { checkpoints }: SweepPlan): number {
  const { checkpoint_every } = config;
  const epochs = epochsOf(config);
  const all =
    checkpoint_every > 0 ? Math.floor(epochs / checkpoint_every) + 2 : (3 * Math.log(epochs + 1)) / Math.LN10 + 2;
  const kept = checkpoints === "last" ? 1 : all;
  // Besides, what resuming needs: the weights and two moments of each.
  const state = checkpoints === "states" ? 12 * parameters + HEAD : 0;
  return kept * (4 * parameters + HEAD + state) + 12 * parameters + HEAD + LINE * (epochs + 1);
}
