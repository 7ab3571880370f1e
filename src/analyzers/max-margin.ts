import type { Model } from "../networks/model.ts";
import { phaseOf, wrapped } from "../numerics/angles.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { rounded } from "../numerics/rounded.ts";
import { least, quantile } from "../numerics/statistics.ts";
import { pairMargins } from "../quantities/max-margin/pair-margins.ts";
import { cubedNorm, largestMargin, marginGroup } from "../quantities/max-margin/quadratic-mlp.ts";
import {
  effectiveFrequencies,
  type NeuronStructure,
  neuronStructure,
  weightedMean,
} from "../quantities/max-margin/structure.ts";
import { logitMapWaves } from "../quantities/neuron-phases.ts";
import { preactivationWaves } from "../quantities/neuron-waves/preactivation-waves.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { marginFigures } from "./_margin-figures.ts";

/** Neurons that the network of the largest margin needs, for each of p − 1. */
const NEEDED = 4;
/** Pairs below and above the spread that is told. */
const [LOW, HIGH] = [0.1, 0.9];
/** Digits of the phases of a picture. */
const DIGITS = 3;

/** Of the largest margin. */
const OF_LARGEST = "share";

/**
 * Of all quadratic networks of one norm, that whose least margin is largest has neurons of one frequency each, with aligned
 * phases, all frequencies alike: what training with weight decay tends to, if margin is what it seeks.
 */
export default defineAnalyzer({
  name: "max-margin",
  title: "Margin against the largest",
  question: "How near is the network's margin to the largest that any such network of its norm has?",
  source:
    "Morwani et al. 2024, arXiv:2311.07568, for addition; ours besides: subtraction and odd p, the mean margin as the bound between, what of the neurons falls short; float32 logits, float64 norms",
  options: {},
  columns: {
    norm: column.number("‖θ‖_{2,3} = (Σ_i (‖u_i‖² + ‖v_i‖² + ‖w_i‖²)^{3/2})^{1/3} over the neurons i", "weight"),
    margin: column.number(
      "least over all p² pairs of the right logit less the best wrong one, over ‖θ‖_{2,3}³; below 0 where a pair is wrong",
      "logit per weight³",
    ),
    margin_ratio: column.number("that over the largest, √(2/27) / (√p (p − 1))", OF_LARGEST),
    train_margin_ratio: column.optionalNumber(
      "the same, least over the training pairs; null where they are not known",
      OF_LARGEST,
    ),
    test_margin_ratio: column.optionalNumber("the same, least over the test pairs", OF_LARGEST),
    low_margin_ratio: column.number("the same margin that a tenth of all pairs is below", OF_LARGEST),
    median_margin_ratio: column.number("that half of all pairs is below", OF_LARGEST),
    high_margin_ratio: column.number("that nine tenths of all pairs are below", OF_LARGEST),
    mean_margin_ratio: column.number(
      "mean over all pairs of the right logit less the mean wrong one, over ‖θ‖_{2,3}³ and the largest: no least margin is above it, and it is at most 1",
      OF_LARGEST,
    ),
    evenness: column.number("margin_ratio / mean_margin_ratio: 1 where all pairs and wrong answers have one margin"),
    one_frequency_share: column.number(
      "share of a neuron's Σ of squares at its best frequency, mean over neurons by ‖θ_i‖³",
      "share",
    ),
    misalignment: column.number("|φ_u ± φ_v − φ_w| at that frequency, likewise", "rad"),
    balance: column.number("3√3 ‖u‖‖v‖‖w‖ / ‖θ_i‖³, likewise: 1 where the three norms are one"),
    effective_frequencies: column.number(
      "exp of the entropy of ‖θ_i‖³ over the neurons' frequencies; (p − 1)/2 at the optimum",
    ),
    neuron_frequencies: column.integers("k of each neuron at the last checkpoint, in the neurons' order; else none"),
    input_phases: column.optionalNumbers(
      `φ_u ± φ_v of each neuron at the last checkpoint; ${DIGITS} digits; else null`,
      "rad",
    ),
    output_phases: column.optionalNumbers("φ_w likewise", "rad"),
  },
  summary: { series: [], values: ["margin_ratio", "mean_margin_ratio", "one_frequency_share", "misalignment"] },
  forward: true,
  applies: (run) => {
    const group = groupOf(run);
    return typeof group !== "string" || group;
  },
  // What is concluded is of p too, which the rows do not have.
  prepare: ({ network }) => ({ p: network?.task.p ?? 0 }),
  measure: (model, { network: { task, split }, last }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    const structure = neuronStructure(model, form);
    const cubed = cubedNorm(structure.norm);
    const margins = pairMargins(model, task);
    const ratio = (value: number) => value / cubed / largestMargin(task.p);
    const mean = weightedMean(structure.efficiency, structure.norm);
    const least_ratio = ratio(least(margins));
    return [
      {
        norm: Math.cbrt(cubed),
        margin: least(margins) / cubed,
        margin_ratio: least_ratio,
        train_margin_ratio: split ? finiteOrNull(ratio(least(part(margins, split, TRAIN)))) : null,
        test_margin_ratio: split ? finiteOrNull(ratio(least(part(margins, split, TEST)))) : null,
        low_margin_ratio: ratio(quantile(margins, LOW)),
        median_margin_ratio: ratio(quantile(margins, 0.5)),
        high_margin_ratio: ratio(quantile(margins, HIGH)),
        mean_margin_ratio: mean,
        evenness: least_ratio / mean,
        one_frequency_share: weightedMean(structure.share, structure.norm),
        misalignment: weightedMean(structure.misalignment, structure.norm),
        balance: weightedMean(structure.balance, structure.norm),
        effective_frequencies: effectiveFrequencies(structure),
        neuron_frequencies: last ? [...structure.frequency] : [],
        ...(last ? phases(model, form, structure) : { input_phases: null, output_phases: null }),
      },
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    neurons: column.integer("how many there are"),
    needed_neurons: column.integer(`${NEEDED}(p − 1), with which the largest margin can be reached`),
    largest_margin: column.number("√(2/27) / (√p (p − 1))", "logit per weight³"),
    margin_ratio: column.optionalNumber("least margin over the largest; null where it is not finite", OF_LARGEST),
    mean_margin_ratio: column.optionalNumber("mean margin over the largest, likewise", OF_LARGEST),
    best: field.optionalRecord("the checkpoint of the largest share; null where none is finite", {
      epoch: column.integer("which"),
      margin_ratio: column.number("its least margin over the largest", OF_LARGEST),
    }),
    right_epoch: column.optionalInteger(
      "the first checkpoint from which on no pair is wrong; null where the last has one",
    ),
    one_frequency_share: column.optionalNumber("of a neuron's squares at its best frequency, mean by ‖θ_i‖³", "share"),
    misalignment: column.optionalNumber("|φ_u ± φ_v − φ_w| there, likewise", "rad"),
    effective_frequencies: column.optionalNumber("how many frequencies are used, by entropy"),
    all_frequencies: column.integer("(p − 1)/2, as many as the optimum uses alike"),
  },
  conclude: ({ rows }, { prepared: { p } }) => {
    const last = rows[rows.length - 1];
    const finite = rows.filter(({ margin_ratio }) => Number.isFinite(margin_ratio));
    const best = finite.reduce((most, row) => (row.margin_ratio > most.margin_ratio ? row : most), finite[0]);
    const wrong = rows.findLastIndex(({ margin_ratio }) => !(margin_ratio > 0));
    return {
      ...concludedEpoch(rows),
      neurons: last.neuron_frequencies.length,
      needed_neurons: NEEDED * (p - 1),
      largest_margin: largestMargin(p),
      margin_ratio: finiteOrNull(last.margin_ratio),
      mean_margin_ratio: finiteOrNull(last.mean_margin_ratio),
      best: best ? { epoch: best.epoch, margin_ratio: best.margin_ratio } : null,
      right_epoch: rows[wrong + 1]?.epoch ?? null,
      one_frequency_share: finiteOrNull(last.one_frequency_share),
      misalignment: finiteOrNull(last.misalignment),
      effective_frequencies: finiteOrNull(last.effective_frequencies),
      all_frequencies: (p - 1) / 2,
    };
  },
  findings: (_, { conclusion }) => {
    const { epoch, neurons, needed_neurons, margin_ratio, mean_margin_ratio, best, right_epoch } = conclusion;
    const { one_frequency_share, misalignment, effective_frequencies, all_frequencies } = conclusion;
    const share = (label: string, value: number | null, note: string): readonly Finding[] =>
      value === null ? [] : [{ label, value, unit: "share", note }];
    return [
      {
        label: `least margin over the largest at epoch ${epoch}`,
        value: margin_ratio ?? "not finite",
        ...(margin_ratio === null ? {} : { unit: "share" }),
        note: margin_ratio !== null && margin_ratio < 0 ? "a pair is wrong" : "1 is the most that there is",
      },
      ...share("mean margin over the largest", mean_margin_ratio, "no least margin is above it"),
      ...(best
        ? [{ label: "nearest to the largest", value: best.margin_ratio, unit: "share", note: `at epoch ${best.epoch}` }]
        : []),
      {
        label: "no pair wrong",
        value: right_epoch === null ? "not by the last checkpoint" : `from epoch ${right_epoch}`,
      },
      ...share("of a neuron's squares at one frequency", one_frequency_share, "1 at the optimum"),
      ...(misalignment === null
        ? []
        : [{ label: "mean |φ_u ± φ_v − φ_w|", value: misalignment, unit: "rad", note: "0 at the optimum" }]),
      ...(effective_frequencies === null
        ? []
        : [
            {
              label: "frequencies used",
              value: effective_frequencies,
              note: `${all_frequencies} alike at the optimum`,
            },
          ]),
      {
        label: "neurons",
        value: neurons,
        note: `${needed_neurons} reach the largest margin`,
      },
    ];
  },
  figures: ({ rows }) => marginFigures(rows),
});

/** The group on which the largest margin of the run's network is known, or why it is not. */
function groupOf({ network, checkpoints }: Run): CyclicForm | string {
  if (!network) return "there are no weights";
  const weights = Object.keys(checkpoints[0]?.weights ?? {});
  return marginGroup({ architecture: network.architecture, task: network.task, weights });
}

function part(margins: Float64Array, { member }: Split, of: number): Float64Array {
  return margins.filter((_, s) => member[s] === of);
}

/** Each neuron's phases at its frequency, of its inputs together and of what it writes. */
function phases(model: Model, form: CyclicForm, { frequency }: NeuronStructure) {
  const { a, b } = preactivationWaves(model, form);
  const out = logitMapWaves(model, form);
  const at = (k: number, i: number) => (k - 1) * frequency.length + i;
  const of = ({ cos, sin }: typeof a, k: number, i: number) => phaseOf(cos[at(k, i)], sin[at(k, i)]);
  return {
    input_phases: rounded(
      Float64Array.from(frequency, (k, i) => wrapped(of(a, k, i) + form.sign * of(b, k, i))),
      DIGITS,
    ),
    output_phases: rounded(
      Float64Array.from(frequency, (k, i) => of(out, k, i)),
      DIGITS,
    ),
  };
}
