import type { Model } from "../networks/model.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { rounded } from "../numerics/rounded.ts";
import { mean } from "../numerics/statistics.ts";
import { inComponentOrder } from "../quantities/component-order.ts";
import { CLUSTERED, type NeuronGroup, neuronClusters, neuronGroups } from "../quantities/neuron-clusters.ts";
import { neuronFrequencies } from "../quantities/neuron-frequencies.ts";
import { neuronPhases } from "../quantities/neuron-phases.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import { logitMapComponents } from "../quantities/weight-spectra.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import {
  askedBlocks,
  BLOCK_COLUMN,
  BLOCK_OPTIONS,
  byBlock,
  CONCLUDED_BLOCK_COUNT,
  figuresOfBlocks,
  ofBlock,
} from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch } from "./_figures.ts";
import { hasFrequencies } from "./_keys.ts";
import { nameOf, neuronFigures } from "./_neuron-figures.ts";
import * as option from "./_options.ts";

/** Digits of the weights of a picture. */
const WAVE_DIGITS = 3;

const COLUMNS = {
  ...BLOCK_COLUMN,
  group: column.text<NeuronGroup | "neuron">(
    "cluster: the neurons of one frequency; unclustered; constant: the same for every pair, e.g. dead; neuron: one alone",
  ),
  frequency: column.optionalInteger("k that explains most of the neuron's variance, or that of the cluster"),
  neuron: column.optionalInteger("its index, from 0; null where the row is of a group"),
  cluster: column.optionalInteger(`the frequency, where it explains at least ${CLUSTERED}; else null`),
  neurons: column.integer("how many neurons the row is of, over which it has the mean"),
  fve: column.optionalNumber(
    "variance over the pairs in the 8 components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) but the constant",
    "share",
  ),
  phase_a: column.optionalNumber(
    "φ_a of cos(w_k a + φ_a) in the neuron's pre-activation (first layer of an MLP), or in its mean over b; one neuron's",
    "rad",
  ),
  phase_b: column.optionalNumber("φ_b likewise; one neuron's", "rad"),
  phase_answer: column.optionalNumber("σ of cos(w_k(a ± b) + σ) in the neuron; one neuron's", "rad"),
  phase_output: column.optionalNumber(
    "ψ of cos(w_k c + ψ) in its row of W_L over the answers, which leaves out norms and blocks after it: the direct path; one neuron's; null of an MLP's earlier layers, which have none",
    "rad",
  ),
  misalignment: column.optionalNumber("ψ − (φ_a ± φ_b), from −π to π; one neuron's", "rad"),
  absolute_misalignment: column.optionalNumber("its absolute value", "rad"),
  output_share: column.optionalNumber("share of frequency k in the power of its row of W_L over the answers", "share"),
  output_waves: column.optionalNumbers(
    `its row of W_L in the orthonormal Fourier basis over the answers: cos 1, sin 1, cos 2, …, without the constant; ${WAVE_DIGITS} digits; null but at the last checkpoint`,
    "weight",
  ),
};

/**
 * A neuron of a generalising network follows one frequency of both inputs, with phases φ_a and φ_b, and writes the answer's
 * wave with the phase φ_a ± φ_b: then its part of the logits is largest at c = a ± b. In a network of several blocks each
 * block's neurons have clusters of their own.
 */
export default defineAnalyzer({
  name: "neurons",
  title: "Neurons and their frequencies",
  question: "Which frequency does each neuron follow, how closely, and with which phase?",
  source:
    "clusters: Nanda et al. 2023, arXiv:2301.05217, and its published notebook; phases: Gromov 2023, arXiv:2301.02679, and He et al. 2026; ours for ± and, on the discrete logarithm, for · and /",
  options: {
    ...BLOCK_OPTIONS,
    rows: option.choice(
      "clusters: each neuron has a row of its own at the last checkpoint only, its cluster at all; every: both at all",
      ["clusters", "every"],
      "clusters",
    ),
  },
  columns: COLUMNS,
  summary: {
    series: ["block", "group", "frequency", "neuron"],
    indices: ["block"],
    values: ["neurons", "fve", "absolute_misalignment"],
    top: 8,
  },
  forward: "neurons",
  applies: hasFrequencies,
  prepare: (run, options) => askedBlocks(run, options),
  measure: (model, { network: { task }, last, options, prepared: { blocks } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    return blocks.flatMap((block) => {
      const each = neuronRows(model, form, block, last);
      const groups = neuronGroups(model, form, block);
      const of = (group: NeuronGroup, k: number | null) =>
        meanRow(
          { block, group, frequency: k },
          each.filter((row, i) => groups[i] === group && row.cluster === k),
        );
      return [
        ...Array.from(neuronClusters(model, form, block).keys(), (k) => of("cluster", k)),
        of("unclustered", null),
        of("constant", null),
        ...(last || options.rows === "every" ? each : []),
      ];
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_BLOCK_COUNT,
    blocks: field.records("each block that was looked at", {
      block: column.integer("its index, from 0; of an MLP the hidden layer's"),
      clustered_share: column.number(`neurons of which one frequency explains at least ${CLUSTERED}`, "share"),
      misalignment: column.optionalNumber("mean |ψ − (φ_a ± φ_b)| of the clustered; null where none has it", "rad"),
    }),
    groups: field.records("the clusters of each block, then its neurons of none", {
      block: column.integer("the block, from 0"),
      group: column.text<NeuronGroup>("cluster, unclustered or constant"),
      frequency: column.optionalInteger("that of the cluster; else null"),
      neurons: column.integer("how many"),
    }),
    clustered_share: column.number(
      `neurons of which one frequency explains at least ${CLUSTERED}, of the last block looked at`,
      "share",
    ),
    misalignment: column.optionalNumber(
      "mean |ψ − (φ_a ± φ_b)| of the clustered neurons of that block; null where none has it",
      "rad",
    ),
    over_epochs: field.records("how many neurons are clustered at each checkpoint, block by block", {
      block: column.integer("the block, from 0"),
      epoch: column.integer("the checkpoint"),
      neurons: column.integer("how many"),
    }),
  },
  conclude: ({ rows }, { prepared: { blockCount } }) => {
    const each = byBlock(rows).map(({ block, rows: own }) => ({ block, ...concludedOf(own) }));
    const { clustered_share, misalignment } = each[each.length - 1];
    return {
      ...concludedEpoch(rows),
      block_count: blockCount,
      blocks: each.map((one) => ({
        block: one.block,
        clustered_share: one.clustered_share,
        misalignment: one.misalignment,
      })),
      groups: each.flatMap(({ block, groups }) => groups.map((one) => ({ block, ...one }))),
      clustered_share,
      misalignment,
      over_epochs: each.flatMap(({ block, over_epochs }) => over_epochs.map((one) => ({ block, ...one }))),
    };
  },
  findings: (_, { conclusion: { epoch, block_count, blocks, groups, over_epochs } }) =>
    blocks.flatMap(({ block, clustered_share, misalignment }) =>
      ofBlock(block, block_count, [
        {
          label: `neurons per cluster at epoch ${epoch}`,
          value: groups
            .filter((one) => one.block === block)
            .map((one) => `${nameOf(one)}: ${one.neurons}`)
            .join(", "),
        },
        {
          label: `neurons of which one frequency explains at least ${CLUSTERED}`,
          value: clustered_share,
          unit: "share",
        },
        ...(misalignment === null
          ? []
          : [{ label: "mean |ψ − (φ_a ± φ_b)| of the clustered neurons", value: misalignment, unit: "rad" }]),
        {
          label: "clustered neurons over the epochs",
          value: fiveOf(over_epochs.filter((one) => one.block === block))
            .map((at) => `${at.neurons} at epoch ${at.epoch}`)
            .join(", "),
        },
      ]),
    ),
  figures: ({ rows }, _, { conclusion }) => figuresOfBlocks(rows, conclusion, neuronFigures),
});

type NeuronRow = column.Row<typeof COLUMNS>;
type Dated<R> = R & { readonly epoch: number };

/** What the rows of one block come to. */
function concludedOf(rows: readonly Dated<NeuronRow>[]) {
  const ofGroups = rows.flatMap((row) => (row.group === "neuron" ? [] : [{ ...row, group: row.group }]));
  const sizes = [...new Set(ofGroups.map(({ epoch }) => epoch))].map((epoch) => {
    const groups = ofGroups.filter((row) => row.epoch === epoch);
    return { epoch, groups, clusters: groups.filter(({ group }) => group === "cluster") };
  });
  const { groups, clusters } = sizes[sizes.length - 1];
  return {
    groups: groups.map(({ group, frequency, neurons }) => ({ group, frequency, neurons })),
    clustered_share: total(clusters) / total(groups),
    misalignment: meanOver(clusters, (row) => row.absolute_misalignment),
    over_epochs: sizes.map((one) => ({ epoch: one.epoch, neurons: total(one.clusters) })),
  };
}

function neuronRows(model: Model, form: CyclicForm, block: number, last: boolean): readonly NeuronRow[] {
  const { frequency, share } = neuronFrequencies(model, form, block);
  const groups = neuronGroups(model, form, block);
  const written = last && hasLogitMap(model.architecture, block) === true ? outputWaves(model, form, block) : undefined;
  const { a, b, answer, output, misalignment, outputShare } = neuronPhases(model, form, block);
  return Array.from(frequency, (k, i) => ({
    block,
    group: "neuron",
    frequency: k === 0 ? null : k,
    neuron: i,
    cluster: groups[i] === "cluster" ? k : null,
    neurons: 1,
    fve: k === 0 ? null : share[i],
    phase_a: finiteOrNull(a[i]),
    phase_b: finiteOrNull(b[i]),
    phase_answer: finiteOrNull(answer[i]),
    phase_output: finiteOrNull(output[i]),
    misalignment: finiteOrNull(misalignment[i]),
    absolute_misalignment: finiteOrNull(Math.abs(misalignment[i])),
    output_share: finiteOrNull(outputShare[i]),
    output_waves: written?.[i] ?? null,
  }));
}

/** Each neuron's row of W_L over the answers, in the order of the components. */
function outputWaves(model: Model, form: CyclicForm, block: number): readonly (readonly number[])[] {
  const written = logitMapComponents(model, form, block);
  return Array.from({ length: written.functions }, (_, i) =>
    rounded(inComponentOrder(written, i, form.n), WAVE_DIGITS),
  );
}

const NO_PHASES = { phase_a: null, phase_b: null, phase_answer: null, phase_output: null, misalignment: null };

/** What a group's neurons have in the mean; a phase has none. */
function meanRow(
  of: { readonly block: number; readonly group: NeuronGroup; readonly frequency: number | null },
  neurons: readonly NeuronRow[],
): NeuronRow {
  return {
    ...of,
    neuron: null,
    cluster: of.frequency,
    neurons: neurons.length,
    fve: meanOver(neurons, ({ fve }) => fve),
    ...NO_PHASES,
    absolute_misalignment: meanOver(neurons, (neuron) => neuron.absolute_misalignment),
    output_share: meanOver(neurons, ({ output_share }) => output_share),
    output_waves: null,
  };
}

/** The mean over all neurons of these rows that have the value; null where none has. */
function meanOver(rows: readonly NeuronRow[], of: (row: NeuronRow) => number | null): number | null {
  const values = rows.flatMap((row) => Array<number | null>(row.neurons).fill(of(row)));
  return finiteOrNull(mean(values.filter((value) => value !== null)));
}

function total(rows: readonly Pick<NeuronRow, "neurons">[]): number {
  return rows.reduce((sum, { neurons }) => sum + neurons, 0);
}

/** Five of them from the first to the last, or all where there are fewer: as many as a line can say. */
function fiveOf<T>(values: readonly T[]): readonly T[] {
  const places = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (values.length - 1)));
  return [...new Set(places)].map((i) => values[i]);
}
