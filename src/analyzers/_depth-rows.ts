import { activationsOf, logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { mean } from "../numerics/statistics.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { logitScores } from "../quantities/answer-scores.ts";
import { approximateCosets, shuffledCosets } from "../quantities/depth/approximate-cosets.ts";
import { type ProbePairs, probeAnswers } from "../quantities/depth/linear-probe.ts";
import { type Place, places } from "../quantities/depth/places.ts";
import { layerSums, type SimpleNeurons, simpleNeurons } from "../quantities/depth/simple-neurons.ts";
import { logitLens, withoutBlock, withoutLastBlock } from "../quantities/depth/stream-readings.ts";
import { CLUSTERED } from "../quantities/neuron-clusters.ts";
import type { Network } from "../runs/run.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { TEST, TRAIN } from "../tasks/_split.ts";
import { type DepthRow, MAIN, type Measure, NOTHING } from "./_depth-fields.ts";
import { scoreCells } from "./_scores.ts";

/** Every row of a checkpoint: the network itself, then place by place what is read there, and the neurons before it. */
export function depthRows(
  model: Model,
  network: Network,
  pairs: ProbePairs,
  settings: { readonly seed: number; readonly eachNeuron: boolean },
): readonly DepthRow[] {
  const all = places(model);
  const last = all[all.length - 1];
  const names = all.flatMap(({ activation, preActivation }) =>
    preActivation ? [activation, preActivation] : [activation],
  );
  if (last.before !== null) names.push(last.before);
  const found = activationsOf(model, [...new Set(names)]);
  const streams = all.some(({ before }) => before !== null);
  const form = cyclicForm(network.task);
  return [
    { ...at(last, "intact"), ...scoreCells(logitScores(logitsOf(model), network)) },
    ...all.flatMap((place) => [
      ...(form && place.preActivation
        ? neuronRows(place, found[place.preActivation], form, network.task.p, settings)
        : []),
      { ...at(place, "probe"), ...probed(found[place.activation], network, pairs) },
      ...(streams ? [{ ...at(place, "lens"), ...scoreCells(logitScores(lens(place), network)) }] : []),
      ...ablated(place),
    ]),
  ];

  function lens(place: Place) {
    return place === last ? logitsOf(model) : logitLens(model, found[place.activation], last);
  }

  function ablated(place: Place): readonly DepthRow[] {
    const { before, activation } = place;
    if (before === null) return [];
    const without = (kind: "zero" | "mean") =>
      place === last
        ? withoutLastBlock(model, { before: found[before], after: found[activation] }, last, kind)
        : withoutBlock(model, { before, activation }, kind);
    return (["zero", "mean"] as const).map((kind) => ({
      ...at(place, kind),
      ...scoreCells(logitScores(without(kind), network)),
    }));
  }
}

function at({ place, part, block }: Place, measure: Measure): DepthRow {
  return { ...NOTHING, place, part, block, measure };
}

function probed(activation: Tensor, { task, split }: Network, pairs: ProbePairs) {
  const { answers, control } = probeAnswers(activation, task, pairs);
  const share = (asked: (s: number) => boolean): number | null => {
    const of = Array.from(pairs.held.keys()).filter((i) => asked(pairs.held[i]));
    return of.length === 0 ? null : mean(of.map((i) => (answers[i] === task.answers[pairs.held[i]] ? 1 : 0)));
  };
  return {
    train_accuracy: split ? share((s) => split.member[s] === TRAIN) : null,
    test_accuracy: split ? share((s) => split.member[s] === TEST) : null,
    all_accuracy: share(() => true),
    control_accuracy: mean(Array.from(control, (c, i) => (c === pairs.shuffled[pairs.held[i]] ? 1 : 0))),
  };
}

function neuronRows(
  place: Place,
  preActivations: Tensor,
  form: CyclicForm,
  p: number,
  { seed, eachNeuron }: { readonly seed: number; readonly eachNeuron: boolean },
): readonly DepthRow[] {
  const layer = layerSums(preActivations, form, p);
  const fits = simpleNeurons(layer, form);
  const cosets = approximateCosets(layer, form);
  const control = shuffledCosets(layer, form, seed);
  const passing = Array.from(fits.frequency).filter((_, i) => fits.single[i] >= CLUSTERED);
  const layerRow: DepthRow = {
    ...at(place, "neurons"),
    neurons: layer.variance.length,
    constant: layer.variance.filter((spread) => spread === 0).length,
    simple_r2: meanKnown(fits.simple),
    simple_share: meanKnown(fits.simple.map(passes)),
    single_r2: meanKnown(fits.single),
    single_share: meanKnown(fits.single.map(passes)),
    answer_share: meanKnown(fits.answer),
    frequencies: [...new Set(passing)].sort((x, y) => x - y),
    main_frequencies: mainFrequencies(fits.frequency),
    approximate_coset_share: meanKnown(cosets),
    approximate_coset_control: meanKnown(control),
  };
  if (!eachNeuron) return [layerRow];
  return [layerRow, ...Array.from(cosets, (coset, i) => ({ ...at(place, "neuron"), ...oneNeuron(fits, coset, i) }))];
}

function oneNeuron(fits: SimpleNeurons, coset: number, i: number) {
  const frequencyOf = (frequencies: Int32Array) => (frequencies[i] === 0 ? null : frequencies[i]);
  return {
    neuron: i,
    simple_r2: finiteOrNull(fits.simple[i]),
    single_r2: finiteOrNull(fits.single[i]),
    answer_share: finiteOrNull(fits.answer[i]),
    simple_frequency: frequencyOf(fits.simpleFrequency),
    frequency: frequencyOf(fits.frequency),
    alpha: finiteOrNull(fits.alpha[i]),
    phase_a: finiteOrNull(fits.phaseA[i]),
    beta: finiteOrNull(fits.beta[i]),
    phase_b: finiteOrNull(fits.phaseB[i]),
    approximate_coset_share: finiteOrNull(coset),
  };
}

/** Each frequency that at least `MAIN` of the neurons that are not constant follow. */
function mainFrequencies(frequency: Int32Array): readonly number[] {
  const followed = Array.from(frequency).filter((k) => k > 0);
  const count = (k: number) => followed.filter((other) => other === k).length;
  return [...new Set(followed)].filter((k) => count(k) >= MAIN * followed.length).sort((x, y) => x - y);
}

function passes(share: number): number {
  return Number.isNaN(share) ? share : Number(share >= CLUSTERED);
}

/** The mean of those that are numbers; null where none is. */
function meanKnown(values: Float64Array): number | null {
  return finiteOrNull(mean(values.filter((value) => !Number.isNaN(value))));
}
