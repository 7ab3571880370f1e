import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { product } from "../tensors/product.ts";
import { type CosineFits, cosineFits } from "./cosine-fits.ts";
import { waveTerms } from "./frequency-waves.ts";
import { linearAfterNeurons, neuronLogitMap } from "./neuron-logit-map.ts";
import { neuronSums } from "./neuron-sums.ts";
import { memoOfBlockAndForm } from "./of-block.ts";
import { answerResidue, logitSums, type PairSums, type Residue, type ResidueSums } from "./pair-sums.ts";
import type { LogitPart } from "./part-losses.ts";

/** One of the literature's definitions of what a set of frequencies contributes to the logits. */
export interface FrequencyVariant {
  /** What is projected on what. */
  readonly projection: string;
  /** True, or why this network has no such part. */
  readonly applies?: (model: Model) => true | string;
  /** Whether it is of the neurons of one block, and each block has its own: past later blocks, of the direct path alone. */
  readonly ofEachBlock?: true;
  /** The parts whose sum the frequencies contribute; of the last block, where it is of one and none is named. */
  readonly parts: (model: Model, form: CyclicForm, keys: readonly number[], block?: number) => readonly LogitPart[];
}

/**
 * The five definitions of restricted and excluded loss in the literature (Nanda et al. 2023: paper, published code and
 * notebooks; TransformerLens's demo). With P(K) what the frequencies K contribute, restricted logits are P(K) plus the mean
 * over all pairs of L − P(K), per answer; excluded logits are L − P(K), without correction. A projection is over all pairs
 * of the group, whatever pairs the loss is then taken over.
 */
export const FREQUENCY_VARIANTS = {
  "sum-directions": {
    projection: "logits on cos w_k(a ± b), sin w_k(a ± b), each answer apart",
    parts: (model, form, keys) => logitParts(model, form, [answerResidue(form)], keys),
  },
  "block-2x2": {
    projection: "logits on {cos, sin} w_k a × {cos, sin} w_k b, each answer apart",
    parts: (model, form, keys) => logitParts(model, form, bothDiagonals(form), keys),
  },
  "block-3x3": {
    projection: "logits on {1, cos, sin} w_k a × {1, cos, sin} w_k b without 1 × 1, each answer apart",
    parts: (model, form, keys) => logitParts(model, form, [...bothDiagonals(form), "a", "b"], keys),
  },
  "neuron-level": {
    projection:
      "a block's neurons on cos w_k(a ± b), sin w_k(a ± b), then through its W_L, past later blocks the direct path",
    ofEachBlock: true,
    applies: (model) => {
      if (model.architecture.kind === "blocks") return "a list of other blocks need not have neurons before its logits";
      return linearAfterNeurons(model) || "a LayerNorm stands between the neurons and the logits";
    },
    parts: (model: Model, form: CyclicForm, keys: readonly number[], block?: number) => [
      wavesOf(answerResidue(form), neuronSumsThroughLogitMap(model, form, block), keys),
    ],
  },
  "cos-cube": {
    projection: "logits on cos w_k(a ± b − c), one coefficient over the whole cube",
    parts: (model, form, keys) => [cosinePart(cosineFits(model, form), keys)],
  },
} as const satisfies Readonly<Record<string, FrequencyVariant>>;
export type FrequencyVariantName = keyof typeof FREQUENCY_VARIANTS;
export const FREQUENCY_VARIANT_NAMES = Object.keys(FREQUENCY_VARIANTS) as readonly FrequencyVariantName[];

/** Mean logits over all n² pairs [answer]: also the mean of L − P(K), as no frequency has a mean. */
export const meanLogits: (model: Model, form: CyclicForm) => Float64Array = memoOfTwo((model, form) => {
  const { data, n, width } = logitSums(model, form)[answerResidue(form)];
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width] += data[i] / n ** 2;
  return mean;
});

function logitParts(
  model: Model,
  form: CyclicForm,
  residues: readonly Residue[],
  keys: readonly number[],
): readonly LogitPart[] {
  const sums: PairSums = logitSums(model, form);
  // (−1)^{a+b} and (−1)^{a−b} are the same component: n/2 counts once.
  const [, other] = bothDiagonals(form);
  const once = (of: Residue) => (of === other ? keys.filter((k) => 2 * k !== form.n) : keys);
  return residues.map((of) => wavesOf(of, sums[of], once(of)));
}

/** a + b and a − b, first the one that decides the answer. */
function bothDiagonals({ sign }: CyclicForm): readonly [Residue, Residue] {
  return sign === 1 ? ["plus", "minus"] : ["minus", "plus"];
}

function wavesOf(of: Residue, sums: ResidueSums, keys: readonly number[]): LogitPart {
  return { of, terms: waveTerms(sums, keys) };
}

function cosinePart({ coefficient, form, p }: CosineFits, keys: readonly number[]): LogitPart {
  const { n, order } = form;
  const terms = keys.flatMap((k) => {
    // ‖cos‖ over the cube is √(n³/2), and n^{3/2} at k = n/2.
    const amplitude = coefficient[k - 1] / Math.sqrt((n * n * n) / (2 * k === n ? 1 : 2));
    // cos w(r − c) = cos wr cos wc + sin wr sin wc.
    return [Math.cos, Math.sin].map((wave) => {
      const ofRow = Float64Array.from({ length: n }, (_, r) => wave((2 * Math.PI * ((k * r) % n)) / n));
      const ofAnswer = new Float64Array(p);
      for (let c = 0; c < n; c++) ofAnswer[order[c]] = amplitude * ofRow[c];
      return { ofRow, ofAnswer };
    });
  });
  return { of: answerResidue(form), terms };
}

/** The neurons' part of the logits, summed over the pairs of equal a ± b. */
const neuronSumsThroughLogitMap = memoOfBlockAndForm((model, form, block): ResidueSums => {
  const W_L = neuronLogitMap(model, block);
  const [rows, columns] = W_L.shape;
  const matrix = { data: Float64Array.from(W_L.data), rows, columns };
  const sums = neuronSums(model, form, block)[answerResidue(form)];
  return { data: product(sums.data, matrix).data, n: form.n, width: columns };
});
