import { checkArguments } from "../arguments.ts";
import { type BackendName, startBackend } from "../engine/backend.ts";
import { DivergedError, RunError } from "../errors.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import { type CheckpointsKept, runFolder } from "./_folder.ts";
import { fromWords } from "./_from-words.ts";
import { norm, rescale } from "./_frozen-norm.ts";
import type { Metrics } from "./_metrics.ts";
import type { ParameterPlan } from "./_parameters.ts";
import { initialWeights, trainingPlan } from "./_plan.ts";
import type { TrainingState } from "./_state.ts";
import { startThreads, type Threads } from "./_threads.ts";
import { checked, type TrainingConfig } from "./config.ts";
import * as filters from "./filters/index.ts";
import type { GradientFilter } from "./filters/rule/filter.ts";
import * as optimisers from "./optimisers/index.ts";
import type { Optimiser } from "./optimisers/rule/optimiser.ts";

/** How a run is watched and steered. */
export interface TrainingSettings {
  /** Continue the run that the folder holds. */
  readonly resume?: boolean;
  /** What a configuration with `from` begins with, as `startingFrom` gives it; a resumed run has its own. */
  readonly from?: TrainingState;
  readonly backend?: BackendName;
  /** After every epoch, before its checkpoint. */
  readonly onEpoch?: (metrics: Metrics) => void;
  /** Stops before the next update, with a checkpoint. */
  readonly signal?: AbortSignal;
  /**
   * Asked once of every epoch in order, of those before a resumed run began as well: true ends the run there, as at its last
   * epoch. It must be true at evaluations only, and follow from the metrics alone: then the bytes are those of an uninterrupted run.
   */
  readonly until?: (metrics: Metrics) => boolean;
  /**
   * Whether the folder keeps every checkpoint, only the last, or with `states` every one and the moments of the optimiser
   * there, so that `startingFrom` can go on from each as if nothing had been; all unless told otherwise.
   */
  readonly checkpoints?: CheckpointsKept;
  /** 1: everything in the thread that calls. Else as many threads as a batch has shards, if there are cores. The bytes do not depend on it. */
  readonly threads?: number;
}

/** How a run ended. */
export interface TrainingOutcome {
  readonly last: Metrics;
  /** Whether it stopped before its last epoch because it was asked to. */
  readonly stopped: boolean;
  /** Whether `until` ended it. */
  readonly enough: boolean;
  /** Σw² over all weights of the last epoch. */
  readonly sumOfSquares: number;
}

/** A loss this many times its first one, or that of guessing where the first is less, is not coming back. */
const DIVERGED = 1e4;

/**
 * Trains a network and writes its run folder. Epoch e is the network after e updates (with mini-batches e passes over the
 * pairs); its losses are of exactly the weights of checkpoint e. The same configuration and backend give the same bytes,
 * however often the run was killed and resumed; where `signal` stopped it there is one checkpoint more. Throws a
 * UsageError for a setting that cannot be, a DivergedError where the loss diverges, a GrokError where the folder cannot be
 * written.
 */
export async function trainRun(
  path: string,
  config: TrainingConfig,
  settings: TrainingSettings = {},
): Promise<TrainingOutcome> {
  checkArguments("trainRun", { path, config, settings });
  checked(config);
  const backend = await startBackend(settings.backend);
  const plan = trainingPlan(config);
  const { parameters } = plan;
  const { resume = false, checkpoints = "all", until = () => false } = settings;
  const folder = runFolder(path, { config, parameters, backend, resume, checkpoints });
  let threads: Threads | undefined;
  try {
    for (const metrics of folder.past) until(metrics);
    const start = folder.resumed ?? firstState(path, config, parameters, settings.from);
    threads = await startThreads(config, parameters.size, backend, settings.threads);
    const { weights } = threads;
    weights.set(start.weights);
    // Changed in place, and the caller's may begin other runs.
    const moments = { first: start.moments.first.slice(), second: start.moments.second.slice() };
    let { step } = start;
    let memory: Float32Array | undefined = start.memory?.slice();
    const frozen = config.frozen_norm ? { norm: start.norm ?? norm(weights) } : undefined;
    const gradient = new Float32Array(parameters.size);
    const optimiser: Optimiser = optimisers[config.optimiser];
    const filter: GradientFilter = filters[config.gradient_filter];
    const update = () => {
      const { slots } = parameters;
      memory = filter.filter({ gradient, weights, memory, slots }, filterSettings(config));
      optimiser.update({ weights, gradient, moments, step, slots }, optimiserSettings(config, step));
      if (frozen) rescale(weights, frozen.norm);
      step++;
    };
    for (let { epoch } = start; ; epoch++) {
      const done = epoch === config.epochs;
      const stopped = settings.signal?.aborted ?? false;
      const full = config.batch === 0;
      const train = plan.trainAt(epoch);
      const seen = await threads.outcome(train, full && !done ? gradient : undefined);
      const evaluated = done || stopped || epoch % config.evaluate_every === 0 || isCheckpoint(config, epoch);
      const tested = evaluated ? await threads.outcome(plan.test) : undefined;
      const metrics: Metrics = {
        epoch,
        train_loss: seen.loss / train.length,
        train_accuracy: seen.correct / train.length,
        test_loss: tested ? tested.loss / plan.test.length : null,
        test_accuracy: tested ? tested.correct / plan.test.length : null,
        gradient_norm: full && !done ? norm(gradient) : null,
        zero_loss: seen.zero / train.length,
      };
      folder.beat(epoch);
      folder.log(metrics);
      // A run that begins with weights that have learnt may lose all again, as in a slingshot.
      if (!(metrics.train_loss <= DIVERGED * Math.max(folder.firstLoss(), Math.log(config.p))))
        throw diverged(path, metrics);
      settings.onEpoch?.(metrics);
      const enough = until(metrics);
      const ends = done || stopped || enough;
      if (ends || isCheckpoint(config, epoch))
        folder.save({ epoch, step, weights, moments, ...(memory ? { memory } : {}), ...frozen });
      if (ends)
        return { last: metrics, stopped: stopped && !done && !enough, enough, sumOfSquares: norm(weights) ** 2 };
      if (full) update();
      else {
        for (const pairs of batches(train, config, epoch)) {
          await threads.outcome(pairs, gradient);
          update();
        }
      }
    }
  } finally {
    await threads?.close();
    folder.release();
  }
}

/** The state that a new run begins with: the one given, else drawn from its seed. Throws a RunError unless `from` says which. */
function firstState(
  path: string,
  config: TrainingConfig,
  parameters: ParameterPlan,
  given: TrainingState | undefined,
): TrainingState {
  const from = given ? fromWords(given) : "";
  if (config.from !== from && from === "")
    throw new RunError(
      path,
      `begins with the weights ${config.from}, which are not given`,
      "begin it in another folder with --from",
    );
  if (given && config.from !== from)
    throw new RunError(path, `says that it begins with "${config.from}", not ${from}`, "give startingFrom's config");
  if (given) return given;
  const none = () => new Float32Array(parameters.size);
  const weights = initialWeights(config, parameters);
  return { epoch: config.from_epoch, step: 0, weights, moments: { first: none(), second: none() } };
}

function filterSettings({ grokfast_alpha, grokfast_lambda }: TrainingConfig) {
  return { grokfastAlpha: grokfast_alpha, grokfastLambda: grokfast_lambda };
}

/** What the optimiser is told of update `step`: the learning rate rises linearly from 0 over the warm-up. */
function optimiserSettings(
  { learning_rate, weight_decay, beta1, beta2, epsilon, warm_up }: TrainingConfig,
  step: number,
) {
  return {
    learningRate: learning_rate * (warm_up === 0 ? 1 : Math.min(step / warm_up, 1)),
    weightDecay: weight_decay,
    betas: [beta1, beta2] as const,
    epsilon,
  };
}

/** The first, and every n-th epoch; with 0 those of the series 1, 2, 5, 10, 20, 50 … */
function isCheckpoint({ checkpoint_every: every, from_epoch: first }: TrainingConfig, epoch: number): boolean {
  return epoch === first || (every > 0 ? epoch % every === 0 : /^[125]0*$/.test(String(epoch)));
}

/** More than a run has epochs, so that each epoch of each seed shuffles anew; times 2³² still a safe integer. */
const SPREAD = 1_000_003;

/** The training pairs of an epoch in batches, in an order that follows from seed and epoch alone. */
function batches(train: Int32Array, { batch, seed }: TrainingConfig, epoch: number): readonly Int32Array[] {
  const order = pythonShuffle((seed >>> 0) * SPREAD + epoch, train.length).map((i) => train[i]);
  return Array.from({ length: Math.ceil(train.length / batch) }, (_, i) => order.slice(i * batch, (i + 1) * batch));
}

function diverged(path: string, { epoch, train_loss }: Metrics): DivergedError {
  return new DivergedError(
    path,
    `the train loss is ${train_loss} at epoch ${epoch}`,
    "lower --learning-rate or --init-scale; the last checkpoint is kept",
  );
}
