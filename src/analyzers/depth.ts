import { probePairs } from "../quantities/depth/linear-probe.ts";
import { places } from "../quantities/depth/places.ts";
import { CLUSTERED } from "../quantities/neuron-clusters.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { depthConclusion } from "./_depth-conclusion.ts";
import {
  DEPTH_COLUMNS,
  DEPTH_CONCLUSION,
  type DepthConclusion,
  placeInWords,
  READ_OFF,
  UNCHANGED,
} from "./_depth-fields.ts";
import { depthFigures } from "./_depth-figures.ts";
import { depthRows } from "./_depth-rows.ts";
import * as option from "./_options.ts";

/**
 * A deep network need not use its depth: the answer may be there after the first block, and blocks after it may add nothing.
 * What each layer's neurons follow, where a linear probe first reads the answer off, what the unembedding reads, and what is
 * lost without a block are four answers to the same question, which may differ.
 */
export default defineAnalyzer({
  name: "depth",
  title: "Depth: what each layer computes",
  question: "What does each layer compute, and at which can the answer first be read off?",
  source:
    "simple neurons and approximate cosets: McCracken et al. 2025, arXiv:2505.18266; the share that one frequency must explain, 0.85: Nanda et al. 2023; probes: Alain and Bengio 2016, arXiv:1610.01644, with shuffled answers as control; logit lens: nostalgebraist 2020; ours for blocks that compute nothing",
  options: {
    probeSeed: option.integer("of the pairs that a probe is fitted on, of its control, and of the renamed residues", 0),
    neuronsAt: option.choice(
      "at which checkpoints each neuron has a row of its own",
      ["last", "every", "never"],
      "last",
    ),
  },
  columns: DEPTH_COLUMNS,
  summary: {
    series: ["measure", "part", "block", "neuron"],
    values: ["all_accuracy", "control_accuracy", "all_loss", "simple_r2", "approximate_coset_share"],
    top: 6,
  },
  forward: "neurons",
  anyNetwork: true,
  // A second at p = 113 and one block, and as much for each block more.
  sparing: 8,
  applies: (run) => {
    if (!run.network) return "there are no weights";
    return hasPlaces(run) || "it has neither a residual stream nor hidden layers whose activations have names";
  },
  prepare: ({ network }) => {
    if (!network) return { chance: Number.NaN };
    const { answers, p } = network.task;
    const counts = new Array<number>(p).fill(0);
    for (const c of answers) if (c >= 0) counts[c]++;
    return { chance: Math.max(...counts) / counts.reduce((x, y) => x + y, 0) };
  },
  measure: (model, { network, options, last }) =>
    depthRows(model, network, probePairs(network.task, [options.probeSeed]), {
      seed: options.probeSeed,
      eachNeuron: options.neuronsAt === "every" || (last && options.neuronsAt === "last"),
    }),
  conclusion: DEPTH_CONCLUSION,
  conclude: ({ rows }, { prepared }) => depthConclusion(rows, prepared.chance),
  findings: (_, { conclusion }) => findings(conclusion),
  figures: ({ rows }, _, { conclusion }) => depthFigures(rows, conclusion),
});

/** Whether the network has activations to look at; of those that a preset gives it is known. */
function hasPlaces(run: Run): boolean {
  if (run.network?.architecture.kind !== "blocks") return true;
  return places(modelAt(run, run.checkpoints[0])).length > 0;
}

function findings(conclusion: DepthConclusion): readonly Finding[] {
  const { epoch, chance, read_off, best, places, layers, blocks } = conclusion;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const control = Math.max(...places.map(({ control_accuracy }) => control_accuracy));
  const idle = blocks.filter((one) => one.idle);
  const asked = blocks.length > 0 && blocks.every((one) => one.idle !== null);
  return [
    {
      label: `answer first read off at epoch ${epoch}`,
      value:
        read_off === null
          ? `nowhere: the best probe gets ${percent(best.accuracy)}, after ${placeInWords(best)}`
          : `after ${placeInWords(read_off)}`,
      note: `linear probe, held-out pairs, ${READ_OFF} right; chance ${percent(chance)}, shuffled answers at most ${percent(control)}`,
    },
    {
      label: "probe by place",
      value: places.map((one) => `${placeInWords(one)}: ${percent(one.probe_accuracy)}`).join(", "),
    },
    ...layers.map((layer) => ({
      label: `neurons of ${placeInWords(layer)}`,
      value:
        layer.simple_r2 === null
          ? "all constant, or not finite"
          : `mean R² ${layer.simple_r2.toFixed(3)}, ${percent(layer.simple_share ?? 0)} simple, ${percent(layer.approximate_coset_share ?? 0)} on approximate cosets`,
      ...(layer.simple_r2 === null
        ? {}
        : { note: `${frequenciesInWords(layer)}; residues renamed ${percent(layer.approximate_coset_control ?? 0)}` }),
    })),
    ...blocks.map((one) => ({
      label: `loss without block ${one.block}, all pairs`,
      value: one.zero_loss,
      unit: "nats",
      note: `${percent(one.zero_accuracy)} right; with its mean ${lossInWords(one.mean_loss)}, ${percent(one.mean_accuracy)}`,
    })),
    ...(asked
      ? [
          {
            label: "blocks that compute nothing",
            value: idle.length === 0 ? "none" : idle.map(({ block }) => block),
            note: `accuracy, loss (nats) and probe change by at most ${UNCHANGED}`,
          },
        ]
      : []),
  ];
}

function lossInWords(loss: number): string {
  return Number.isFinite(loss) ? `${loss.toPrecision(4)} nats` : "not finite";
}

function frequenciesInWords({ frequencies, main_frequencies }: DepthConclusion["layers"][number]): string {
  const held =
    frequencies.length === 0
      ? "no frequency has"
      : `k = ${frequencies.join(", ")} ${frequencies.length === 1 ? "has" : "have"}`;
  return `${held} ${100 * CLUSTERED} % of a neuron; most follow k = ${main_frequencies.join(", ")}`;
}
