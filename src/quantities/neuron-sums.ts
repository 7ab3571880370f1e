import { type SumsByResidue, summingByResidue } from "../compiled/residue-sums.ts";
import { eachBatchOfNeurons, neuronsOfPairs } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { type PairSums, placesOf } from "./pair-sums.ts";

/**
 * Sums over the n² pairs of the group of a block's neurons, each less its usual value, float64: no wave sees a constant.
 */
export interface NeuronSums extends PairSums {
  /** Σ (x − mean)² over the pairs [neuron]. */
  readonly variance: Float64Array;
}

/** The sums of a block's neurons, or of an MLP's hidden layer; of the last where none is named. */
export function neuronSums(model: Model, form: CyclicForm, block?: number): NeuronSums {
  const all = neuronSumsOfBlocks(model, form);
  const at = block ?? all.length - 1;
  const found = all[at];
  if (!found) throw new Error(`the network has no neurons of a block ${at}: it has ${all.length} blocks with neurons`);
  return found;
}

/**
 * `pairSums` of the neurons of every block, taken batch by batch in the forward pass, so that p² · neurons values need not be
 * kept. The usual value is taken off first: of a neuron that is constant exactly nothing is left, and the variance of one that
 * is constant but for a few pairs is no difference of two large sums.
 */
export const neuronSumsOfBlocks: (model: Model, form: CyclicForm) => readonly NeuronSums[] = memoOfTwo(
  (model, form) => {
    const places = placesOf(model.architecture.p, form);
    const blocks = usualNeurons(model, form.order).map((level) => {
      const width = level.length;
      return summingByResidue(form.n, { stride: width, offset: 0, width }, places, level);
    });
    eachBatchOfNeurons(model, (neurons, a) => {
      const of = Array.from(a, (residue) => places[residue]);
      for (const [i, { add }] of blocks.entries()) add(neurons[i], of);
    });
    return blocks.map(({ sums }) => withVariance(sums()));
  },
);

/** The sums over all batches, with the variance that follows. */
function withVariance({ squares, ...sums }: SumsByResidue): NeuronSums {
  const { data, n, width } = sums.a;
  const total = new Float64Array(width);
  for (let i = 0; i < data.length; i++) total[i % width] += data[i];
  return { ...sums, variance: squares.map((square, j) => Math.max(0, square - total[j] ** 2 / n ** 2)) };
}

/** A pair of a row and a column each a fifth further on: few neurons are unusual at most of the five. */
const LOOKS = 5;

/** Of each block's neurons the middle one of their values at a few pairs: what each is at most pairs, if constant but for some. */
function usualNeurons(model: Model, order: Int32Array): readonly Float32Array[] {
  const at = (i: number) => order[Math.floor((i * order.length) / LOOKS)];
  const pairs = Array.from({ length: LOOKS }, (_, i) => [at(i), at((2 * i) % LOOKS)] as const);
  const middle = (LOOKS - 1) / 2;
  return neuronsOfPairs(model, pairs).map(({ data, shape }) =>
    Float32Array.from({ length: shape[1] }, (_, neuron) => {
      const values = Array.from({ length: LOOKS }, (_, i) => data[i * shape[1] + neuron]);
      return values.sort((x, y) => x - y)[middle];
    }),
  );
}
