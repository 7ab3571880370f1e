import type { Part } from "../quantities/depth/places.ts";
import { CLUSTERED } from "../quantities/neuron-clusters.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";

/** A probe that gets this share of the held-out pairs right reads the answer off. */
export const READ_OFF = 0.9;
/** A block computes nothing where neither ablation nor the probe changes by more: shares of pairs, and nats. */
export const UNCHANGED = 0.01;

/** A frequency that fewer of a layer's neurons follow is none of its main ones. */
export const MAIN = 0.05;

export type Measure = "intact" | "probe" | "lens" | "zero" | "mean" | "neurons" | "neuron";

const PLACE = {
  place: column.integer("place in the depth of the network, in the order of computation, from 0"),
  part: column.text<Part>("what was computed last there: start: nothing yet; attention, mlp, block; layer of an MLP"),
  block: column.optionalInteger("which block, or layer of an MLP, from 0; null at the start"),
};

export const DEPTH_COLUMNS = {
  ...PLACE,
  measure: column.text<Measure>(
    "intact: the network as it is; probe: linear discriminant analysis of the activation at the last position by the answer, held-out pairs; lens: the unembedding applied to the stream; zero, mean: the block that ends here passed by; neurons: the layer's; neuron: one of them",
  ),
  neuron: column.optionalInteger("its index in the layer, from 0; null where the row is of no one neuron"),
  train_loss: column.optionalNumber("training pairs, float64 over the p answers; null of a probe", "nats"),
  test_loss: column.optionalNumber("test pairs", "nats"),
  all_loss: column.optionalNumber("all pairs", "nats"),
  train_accuracy: column.optionalNumber("training pairs; of a probe those that it was not fitted on", "share"),
  test_accuracy: column.optionalNumber("test pairs, likewise", "share"),
  all_accuracy: column.optionalNumber("all pairs, likewise", "share"),
  control_accuracy: column.optionalNumber(
    "of a probe fitted to the same pairs' answers dealt out at random, scored on such",
    "share",
  ),
  neurons: column.optionalInteger("how many neurons the layer has"),
  constant: column.optionalInteger(
    "how many of them are the same for every pair: not among those of the means and shares",
  ),
  simple_r2: column.optionalNumber(
    "R² of the pre-activation's fit by α cos(w_k a + φ_a) + β cos(w_k b + φ_b) at its best k; of a layer the mean",
    "share",
  ),
  simple_share: column.optionalNumber(`neurons whose simple_r2 is at least ${CLUSTERED}`, "share"),
  single_r2: column.optionalNumber(
    "variance in the 8 components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) of its best k; of a layer the mean",
    "share",
  ),
  single_share: column.optionalNumber(`neurons whose single_r2 is at least ${CLUSTERED}`, "share"),
  answer_share: column.optionalNumber(
    "variance that is a function of a + b (or a − b) alone; of a layer the mean",
    "share",
  ),
  frequencies: column.integers(`of a layer: each k that explains at least ${CLUSTERED} of some neuron (single_r2)`),
  main_frequencies: column.integers(
    `of a layer: each k that holds more of the variance than any other in at least ${100 * MAIN} % of its neurons`,
  ),
  simple_frequency: column.optionalInteger("k of simple_r2; one neuron's"),
  frequency: column.optionalInteger("k of single_r2; one neuron's"),
  alpha: column.optionalNumber("α ≥ 0 at simple_frequency; one neuron's"),
  phase_a: column.optionalNumber("φ_a; one neuron's", "rad"),
  beta: column.optionalNumber("β ≥ 0; one neuron's"),
  phase_b: column.optionalNumber("φ_b; one neuron's", "rad"),
  approximate_coset_share: column.optionalNumber(
    "neurons over their mean on an approximate coset of each residue that they follow; of one neuron 1 or 0",
    "share",
  ),
  approximate_coset_control: column.optionalNumber("the same with the residues renamed at random", "share"),
};
export type DepthRow = column.Row<typeof DEPTH_COLUMNS>;
export type DatedRow = DepthRow & { readonly epoch: number };

/** Nothing but where the row stands. */
export const NOTHING: Omit<DepthRow, "place" | "part" | "block" | "measure"> = {
  neuron: null,
  train_loss: null,
  test_loss: null,
  all_loss: null,
  train_accuracy: null,
  test_accuracy: null,
  all_accuracy: null,
  control_accuracy: null,
  neurons: null,
  constant: null,
  simple_r2: null,
  simple_share: null,
  single_r2: null,
  single_share: null,
  answer_share: null,
  frequencies: [],
  main_frequencies: [],
  simple_frequency: null,
  frequency: null,
  alpha: null,
  phase_a: null,
  beta: null,
  phase_b: null,
  approximate_coset_share: null,
  approximate_coset_control: null,
};

const READING = { ...PLACE, accuracy: column.number("of the probe, held-out pairs", "share") };

export const DEPTH_CONCLUSION = {
  epoch: column.integer("the last checkpoint, which all this is of unless it says so"),
  chance: column.number("the share of the most frequent answer among all pairs", "share"),
  accuracy: column.number("of the network, all pairs", "share"),
  read_off: field.optionalRecord(
    `the first place at which the probe gets ${READ_OFF} of the held-out pairs right; null where it does nowhere`,
    READING,
  ),
  best: field.record("the place at which the probe is best, the first of equals", READING),
  places: field.records("each place, in order", {
    ...PLACE,
    probe_accuracy: column.number("held-out pairs", "share"),
    control_accuracy: column.number("of the probe of shuffled answers", "share"),
    lens_accuracy: column.optionalNumber("of the logit lens, all pairs; null without a residual stream", "share"),
    lens_loss: column.optionalNumber("of the logit lens, all pairs", "nats"),
  }),
  layers: field.records("each layer of neurons, in order; none where the task is no cyclic group's", {
    ...PLACE,
    neurons: column.integer("how many"),
    simple_r2: column.optionalNumber(
      "mean R² of the fit by one wave of a and one of b; null where all are constant, or not finite",
    ),
    simple_share: column.optionalNumber(`neurons with at least ${CLUSTERED} of it`, "share"),
    single_share: column.optionalNumber(`neurons of which one frequency holds at least ${CLUSTERED}`, "share"),
    frequencies: column.integers("their frequencies"),
    main_frequencies: column.integers(`those that at least ${100 * MAIN} % of the neurons follow, however closely`),
    approximate_coset_share: column.optionalNumber("neurons on approximate cosets", "share"),
    approximate_coset_control: column.optionalNumber("with the residues renamed at random", "share"),
  }),
  blocks: field.records("each block passed by, in order; none without a residual stream", {
    block: column.integer("which, from 0"),
    zero_loss: column.number("all pairs, without it", "nats"),
    zero_accuracy: column.number("all pairs", "share"),
    mean_loss: column.number("all pairs, with the mean of what it adds in its place", "nats"),
    mean_accuracy: column.number("all pairs", "share"),
    probe_gain: column.number("by how much the probe after it is better than the one before it", "share"),
    idle: column.optionalBoolean(
      `whether it computes nothing: accuracy and loss without it, zero and mean, differ from the network's by at most ${UNCHANGED} (nats), and the probe gains no more; null where the network gets fewer than ${LEARNT_ACCURACY} of its training pairs right, all where no split is known: nothing is learnt yet that a block could be spared from`,
    ),
  }),
};
export type DepthConclusion = field.FieldValues<typeof DEPTH_CONCLUSION>;

/** A place for a reader. */
export function placeInWords({ part, block }: Pick<DepthRow, "part" | "block">): string {
  if (part === "start") return "start";
  if (part === "layer" || part === "block") return `${part} ${block}`;
  return `${part === "mlp" ? "MLP" : part} ${block}`;
}
