import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import type { Network } from "../runs/run.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { type Ablation, named } from "./ablated.ts";
import { directionAblations } from "./direction-ablations.ts";
import { frequencyAblations, logitAblations } from "./frequency-ablations.ts";
import { neuronAblations } from "./neuron-ablations.ts";
import { lastBlockOf } from "./of-block.ts";
import { answerColumns, readout } from "./readout.ts";
import { streamAblations } from "./stream-ablations.ts";

/** What is random in ablations. */
export interface AblationDraws {
  /** Of the permutation of the pairs, CPython's `random.seed(seed); random.shuffle(pairs)`, and of random neurons. */
  readonly seed: number;
  /** How many random sets stand beside each. */
  readonly draws: number;
}

/** The network as it is, then every ablation that it has, block after block of those asked for. */
export function* ablations(
  model: Model,
  network: Network,
  keys: readonly number[],
  { seed, draws }: AblationDraws,
  blocks: readonly number[] = [lastBlockOf(model)],
): Generator<Ablation> {
  yield named(null, "intact", "", "none", answerColumns(logitsOf(model), model));
  const order = pythonShuffle(seed, network.task.p ** 2);
  const form = cyclicForm(network.task);
  for (const block of blocks) {
    const end = readout(model, block);
    yield* streamAblations(model, end, order);
    if (!form) continue;
    yield* neuronAblations(model, form, keys, end, order, { seed, draws });
    yield* frequencyAblations(network, form, keys, end, draws);
    if (block === blocks[blocks.length - 1]) yield* logitAblations(model, network, form, keys);
    yield* directionAblations(model, form, keys, end);
  }
}
