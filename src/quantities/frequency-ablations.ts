import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import type { Network } from "../runs/run.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { type Ablation, named } from "./ablated.ts";
import { controlFrequencies } from "./control-frequencies.ts";
import { FREQUENCY_VARIANTS } from "./frequency-variants.ts";
import { wavePart } from "./frequency-waves.ts";
import { type GroupPairs, groupPairs } from "./group-pairs.ts";
import { answerResidue, type PairSums, pairSums, type Residue } from "./pair-sums.ts";
import { tabulated } from "./part-losses.ts";
import { answerColumns, type Readout } from "./readout.ts";

/** A part of the neurons that depends on one residue of the pair: [residue, neuron]. */
interface NeuronPart {
  readonly of: Residue;
  readonly values: Float64Array;
}

/**
 * A block's neurons without one key frequency, without all of them, without all others, and with the key frequencies alone.
 *
 * A frequency's part of the neurons is their projection over the pairs on cos w_k(a ± b) and sin w_k(a ± b) (TransformerLens's
 * demo); for the 3×3 blocks, on {1, cos, sin} w_k a × {1, cos, sin} w_k b but 1 × 1. Where it alone is kept, so are the mean
 * and all that passes the MLP by. Beside all keys are `draws` sets of as many random others. On the multiplicative group the
 * pairs with a zero, which no frequency describes, stay as they are.
 */
export function* frequencyAblations(
  network: Network,
  form: CyclicForm,
  keys: readonly number[],
  { block, own, ofNeurons, width, answers }: Readout,
  draws: number,
): Generator<Ablation> {
  if (keys.length === 0) return;
  const pairs = groupPairs(network, form);
  const sums = pairSums(ofNeurons, { stride: width, offset: 0, width, p: network.task.p }, form);
  const sum = answerResidue(form);
  const along = (of: Residue, frequencies: readonly number[]) => ({ of, values: wavePart(sums[of], frequencies) });
  const without = (frequencies: readonly number[]) =>
    answers(withParts(own, width, pairs, -1, [along(sum, frequencies)]));
  const only = (parts: readonly NeuronPart[]) =>
    answers(withParts(withMeanNeurons(own, ofNeurons, sums, pairs), width, pairs, 1, parts));

  const others = Array.from({ length: frequencyCount(form.n) }, (_, i) => i + 1).filter((k) => !keys.includes(k));
  const controls = controlFrequencies(keys, frequencyCount(form.n)).slice(0, draws);
  for (const k of keys) yield { ...named(block, "frequencies", `k = ${k}`, "remove", without([k])), frequency: k };
  yield {
    ...named(block, "frequencies", "all keys", "remove", without(keys)),
    controls: controls.map((frequencies) => () => without(frequencies)),
  };
  yield named(block, "frequencies", "all others", "remove", without(others));
  yield named(block, "frequencies", "keys, sum directions", "keep", only([along(sum, keys)]));
  yield named(block, "frequencies", "keys, 3x3 blocks", "keep", only(blocks(form, keys, along)));
}

/** The logits as Σ_k α_k cos w_k(a ± b − c) over the keys. */
export function* logitAblations(
  model: Model,
  network: Network,
  form: CyclicForm,
  keys: readonly number[],
): Generator<Ablation> {
  if (keys.length === 0) return;
  const logits = cosineLogits(model, form, keys, groupPairs(network, form));
  yield named(null, "logits", "cosines of the keys", "replace", logits);
}

/** The 8 components of each frequency: they are functions of a, of b, of a + b and of a − b. */
function blocks(
  { n }: CyclicForm,
  keys: readonly number[],
  along: (of: Residue, frequencies: readonly number[]) => NeuronPart,
): readonly NeuronPart[] {
  // (−1)^{a+b} and (−1)^{a−b} are the same component: n/2 counts once.
  const once = keys.filter((k) => 2 * k !== n);
  return [along("plus", keys), along("minus", once), along("a", keys), along("b", keys)];
}

/** X ± Σ parts at the pairs of the group, and X at the others. */
function withParts(
  X: Float32Array,
  width: number,
  { index, residue }: GroupPairs,
  sign: 1 | -1,
  parts: readonly NeuronPart[],
): Float32Array {
  const out = X.slice();
  for (const { of, values } of parts) {
    const rows = residue[of];
    for (let at = 0; at < index.length; at++) {
      const [to, from] = [index[at] * width, rows[at] * width];
      for (let j = 0; j < width; j++) out[to + j] += sign * values[from + j];
    }
  }
  return out;
}

/** X with every neuron's part of it replaced by its mean over the pairs of the group, at these pairs. */
function withMeanNeurons(
  X: Float32Array,
  ofNeurons: Float32Array,
  { plus: { data, width, n } }: PairSums,
  { index }: GroupPairs,
): Float32Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width] += data[i] / n ** 2;
  const out = X.slice();
  for (let at = 0; at < index.length; at++) {
    const row = index[at] * width;
    for (let j = 0; j < width; j++) out[row + j] = X[row + j] - ofNeurons[row + j] + mean[j];
  }
  return out;
}

/** Logits [pair, answer] made of the cosines alone at the pairs of the group, the network's own at the others. */
function cosineLogits(model: Model, form: CyclicForm, keys: readonly number[], pairs: GroupPairs): Float32Array {
  const { index, residue } = pairs;
  const { p } = model.architecture;
  const [part] = FREQUENCY_VARIANTS["cos-cube"].parts(model, form, keys);
  const values = tabulated(part, form.n, p);
  const out = answerColumns(logitsOf(model), model);
  for (let at = 0; at < index.length; at++) {
    const from = residue[part.of][at] * p;
    out.set(values.subarray(from, from + p), index[at] * p);
  }
  return out;
}
