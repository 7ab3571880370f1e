import type { Model } from "../networks/model.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { ABLATION_KINDS, type Ablation, ablated } from "./ablated.ts";
import { neuronClusters } from "./neuron-clusters.ts";
import { pairProduct } from "./pair-product.ts";
import type { Readout } from "./readout.ts";

/** Neurons of a block under a name. */
interface NeuronSet {
  readonly what: string;
  /** That of the cluster, where it is one. */
  readonly frequency: number | null;
  readonly neurons: readonly number[];
}

/** The neurons of each key frequency's cluster, those of all other clusters together, and those of none. */
function neuronSets(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  { block, M }: Readout,
): readonly NeuronSet[] {
  const found = neuronClusters(model, form, block);
  const others = [...found].flatMap(([k, neurons]) => (keys.includes(k) ? [] : neurons));
  const clustered = new Set([...found.values()].flat());
  const all = Array.from({ length: M.rows }, (_, i) => i);
  return [
    ...keys.map((k) => ({ what: `k = ${k}`, frequency: k, neurons: found.get(k) ?? [] })),
    { what: "other frequencies", frequency: null, neurons: others },
    { what: "unclustered", frequency: null, neurons: all.filter((i) => !clustered.has(i)) },
  ];
}

/**
 * Each cluster of neurons taken away, and beside it, `draws` times, as many neurons out of all the block's: draw i is the
 * first ones of CPython's `random.seed(seed + i); random.shuffle(neurons)`.
 */
export function* neuronAblations(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  readout: Readout,
  order: Int32Array,
  random: { readonly seed: number; readonly draws: number },
): Generator<Ablation> {
  const { block, neurons: data, own, width, M, answers } = readout;
  const shuffles = Array.from({ length: random.draws }, (_, i) => pythonShuffle(random.seed + i, M.rows));
  for (const { what, frequency, neurons } of neuronSets(model, form, keys, readout)) {
    const part = pairProduct(data, M, neurons);
    // Of no neurons there is nothing to draw.
    const drawn =
      neurons.length === 0 ? [] : shuffles.map((all) => pairProduct(data, M, all.subarray(0, neurons.length)));
    for (const kind of ABLATION_KINDS) {
      yield {
        block,
        component: "neurons",
        what,
        kind,
        frequency,
        neurons: neurons.length,
        answers: answers(ablated(own, part, width, kind, order)),
        controls: drawn.map((other) => () => answers(ablated(own, other, width, kind, order))),
      };
    }
  }
}
