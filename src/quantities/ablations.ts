import { forward } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import type { Network } from "../runs/run.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { type Ablation, named } from "./ablated.ts";
import { directionAblations } from "./direction-ablations.ts";
import { frequencyAblations } from "./frequency-ablations.ts";
import { neuronAblations } from "./neuron-ablations.ts";
import { answerColumns, readout } from "./readout.ts";
import { streamAblations } from "./stream-ablations.ts";

/** What is random in ablations. */
export interface AblationDraws {
  /** Of the permutation of the pairs, CPython's `random.seed(seed); random.shuffle(pairs)`, and of random neurons. */
  readonly seed: number;
  /** How many random sets stand beside each. */
  readonly draws: number;
}

/** The network as it is, then every ablation that it has, one after another. */
export function* ablations(
  model: Model,
  network: Network,
  keys: readonly number[],
  { seed, draws }: AblationDraws,
): Generator<Ablation> {
  yield named("intact", "", "none", answerColumns(forward(model).logits, model));
  const order = pythonShuffle(seed, network.task.p ** 2);
  const end = readout(model);
  yield* streamAblations(model, end, order);
  const form = cyclicForm(network.task);
  if (!form) return;
  yield* neuronAblations(model, form, keys, end, order, { seed, draws });
  yield* frequencyAblations(model, network, form, keys, end, draws);
  yield* directionAblations(model, form, keys, end);
}
