import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { directionFits } from "../quantities/direction-fits.ts";
import { logitPowers } from "../quantities/logit-powers.ts";
import { neuronClusters } from "../quantities/neuron-clusters.ts";
import { linearAfterNeurons } from "../quantities/neuron-logit-map.ts";
import { hasLogitMap } from "../quantities/of-block.ts";
import { logitMapComponents, logitMapSpectrum } from "../quantities/weight-spectra.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { type AskedBlocks, askedBlocks, BLOCK_OPTIONS, CONCLUDED_BLOCK_COUNT, ofBlock } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import {
  type ChosenKeys,
  CONCLUDED_KEYS,
  chosenKeys,
  concludedKeys,
  hasFrequencies,
  KEY_OPTIONS,
  keysFinding,
  keysFor,
} from "./_keys.ts";
import { LOGIT_MAP_COLUMNS, type LogitMapRow, logitMapFigures } from "./_logit-map-figures.ts";
import * as option from "./_options.ts";

/**
 * A block's neurons are read by W_L = W_out W_U: all that follows the last block's, and of an earlier one's the direct path
 * past the later blocks. In a generalising network W_L writes, to a few per cent, nothing but
 * the key frequencies; each cluster of neurons its own; and what it reads is cos and sin of w_k(a ± b).
 */
export default defineAnalyzer({
  name: "logit-map",
  title: "Neuron-logit map",
  question: "How does W_L write the neurons onto waves of the answer, and each cluster of them onto its own frequency?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, sections 4.1 to 4.3, and its published notebook; ours without the constant over the answers, and for ± and, on the discrete logarithm, for · and /",
  options: {
    ...BLOCK_OPTIONS,
    ...KEY_OPTIONS,
    frequencies: option.choice(
      "frequencies with rows of the logits: the key frequencies, or every one",
      ["keys", "every"],
      "keys",
    ),
  },
  columns: LOGIT_MAP_COLUMNS,
  summary: {
    series: ["block", "quantity", "frequency", "wave"],
    indices: ["block"],
    values: ["share", "norm"],
    top: 8,
  },
  forward: true,
  applies: hasFrequencies,
  prepare: (run, options): Prepared => ({
    ...chosenKeys(run, options),
    ...mapsOf(run, askedBlocks(run, options)),
  }),
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const every = Array.from({ length: frequencyCount(form.n) }, (_, i) => i + 1);
    const mapped = prepared.blocks.filter((block) => hasLogitMap(model.architecture, block) === true);
    return [
      ...mapped.flatMap((block) => [
        ...clusterRows(model, form, block),
        ...directionFits(model, form, keys, block).map(({ frequency, wave, norm, explained }) =>
          row({ block, quantity: "direction", frequency, wave }, norm, explained),
        ),
        residualRow(model, form, keys, block),
      ]),
      ...logitRows(model, form, options.frequencies === "every" ? every : keys),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    ...CONCLUDED_BLOCK_COUNT,
    blocks: field.records("W_L of each block that was looked at", {
      block: column.integer("its index, from 0; of an MLP the hidden layer's"),
      no_logit_map: column.optionalText("why it has no W_L; null where it has"),
      residual: column.optionalNumber(
        "‖W_L without its key frequencies‖ / ‖W_L‖; null where there are none, or nothing but the constant",
      ),
    }),
    normalised: column.boolean(
      "whether a LayerNorm stands between the neurons and the logits: W_L is not all of the map",
    ),
    clusters: field.records("W_L of each cluster of neurons", {
      block: column.integer("the block, from 0"),
      frequency: column.integer("k of the cluster"),
      neurons: column.integer("how many neurons it has"),
      share: column.optionalNumber("of the power of its rows of W_L, in its own frequency", "share"),
    }),
    directions: field.records("the activations along W_L cos_k and W_L sin_k of each key frequency", {
      block: column.integer("the block, from 0"),
      frequency: column.integer("k of both waves"),
      wave: column.text<"cos" | "sin">("of cos_k or of sin_k"),
      r_squared: column.number("R² on cos and sin w_k(a ± b) over all pairs", "share"),
    }),
    residual: column.optionalNumber(
      "‖W_L without its key frequencies‖ / ‖W_L‖, the constant left out, of the last block looked at; null where there are no key frequencies, or no W_L",
    ),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    const clusters = last.filter(({ quantity }) => quantity === "cluster");
    const directions = last.filter(({ quantity }) => quantity === "direction");
    // Of no frequencies the rest is everything, which says nothing.
    const residualOf = (at: number): number | null => {
      const rest = last.find(({ quantity, block }) => quantity === "residual" && block === at)?.share ?? null;
      return rest === null || !directions.some(({ block }) => block === at) ? null : Math.sqrt(rest);
    };
    const blocks = prepared.blocks.map((block, i) => ({
      block,
      no_logit_map: prepared.noMap[i],
      residual: residualOf(block),
    }));
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, [...new Set(directions.flatMap(({ frequency }) => frequency ?? []))]),
      block_count: prepared.blockCount,
      blocks,
      normalised: prepared.normalised,
      clusters: clusters.map(({ block, frequency, neurons, share }) => ({
        block: block as number,
        frequency: frequency as number,
        neurons: neurons as number,
        share,
      })),
      directions: directions.flatMap(({ block, frequency, wave, share }) =>
        share === null
          ? []
          : [{ block: block as number, frequency: frequency as number, wave: wave as "cos" | "sin", r_squared: share }],
      ),
      residual: blocks[blocks.length - 1].residual,
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, key_frequencies, normalised, block_count, blocks } = conclusion;
    return [
      keysFinding(key_frequencies),
      ...(normalised
        ? [{ label: "W_L", value: "not all of the map: a LayerNorm stands between the neurons and the logits" }]
        : []),
      ...blocks.flatMap(({ block, no_logit_map, residual }) => {
        if (no_logit_map !== null) return ofBlock(block, block_count, [{ label: "W_L", value: no_logit_map }]);
        const clusters = conclusion.clusters.filter((one) => one.block === block && one.share !== null);
        const directions = conclusion.directions.filter((one) => one.block === block);
        return ofBlock(block, block_count, [
          ...(block < block_count - 1
            ? [{ label: "W_L", value: "the direct path alone: later blocks read these neurons too" }]
            : []),
          {
            label: `W_L of each cluster in its own frequency at epoch ${epoch}`,
            value:
              clusters.map((one) => `${one.frequency}: ${percent(one.share)}`).join(", ") || "there are no clusters",
          },
          ...(directions.length === 0
            ? []
            : [
                {
                  label: "activations along W_L that are waves of a ± b",
                  value: directions.map((one) => `${one.wave} ${one.frequency}: ${percent(one.r_squared)}`).join(", "),
                },
              ]),
          ...(residual === null
            ? []
            : [{ label: "‖W_L without its key frequencies‖ / ‖W_L‖, the constant left out", value: residual }]),
        ]);
      }),
    ];
  },
  figures: (table, _, { conclusion }) => logitMapFigures(table, conclusion),
});

interface Prepared extends ChosenKeys, AskedBlocks {
  /** Of each of `blocks` why it has no W_L, or null. */
  readonly noMap: readonly (string | null)[];
  /** Whether W_L is not the whole way from the neurons to the logits. */
  readonly normalised: boolean;
}

/** Which of the blocks have a W_L, and what stands between it and the logits. */
function mapsOf(run: Run, asked: AskedBlocks): Omit<Prepared, keyof ChosenKeys> {
  const last = run.checkpoints.at(-1);
  const noMap = asked.blocks.map((block) => {
    const has = run.network ? hasLogitMap(run.network.architecture, block) : true;
    return has === true ? null : has;
  });
  return { ...asked, noMap, normalised: last !== undefined && !linearAfterNeurons(modelAt(run, last)) };
}

function row(
  of: Pick<LogitMapRow, "block" | "quantity" | "frequency" | "wave">,
  norm: number,
  share: number,
  neurons: number | null = null,
): LogitMapRow {
  return { ...of, neurons, norm, share: Number.isNaN(share) ? null : share };
}

/** Each cluster's rows of W_L at the cluster's frequency. */
function clusterRows(model: Model, form: CyclicForm, block: number): readonly LogitMapRow[] {
  const { data, functions } = logitMapComponents(model, form, block);
  const width = data.length / functions;
  return Array.from(neuronClusters(model, form, block), ([k, neurons]) => {
    let [own, all] = [0, 0];
    for (const i of neurons) {
      const written = data.subarray(i * width, (i + 1) * width);
      own += written[k - 1] ** 2 + written[width / 2 + k - 1] ** 2;
      all += written.reduce((sum, x) => sum + x * x, 0);
    }
    return row({ block, quantity: "cluster", frequency: k, wave: "" }, Math.sqrt(own), own / all, neurons.length);
  });
}

/** W_L without its key frequencies and its constant. */
function residualRow(model: Model, form: CyclicForm, keys: readonly number[], block: number): LogitMapRow {
  const { norm } = logitMapSpectrum(model, form, block);
  const all = norm.reduce((sum, x) => sum + x * x, 0);
  const rest = norm.reduce((sum, x, i) => (keys.includes(i + 1) ? sum : sum + x * x), 0);
  return row({ block, quantity: "residual", frequency: null, wave: "" }, Math.sqrt(rest), rest / all);
}

/** The logits' four parts at each frequency, and what is left. */
function logitRows(model: Model, form: CyclicForm, frequencies: readonly number[]): readonly LogitMapRow[] {
  const { power, variance } = logitPowers(model, form);
  const parts = [
    ["a", power.a],
    ["b", power.b],
    ["a+b", power.plus],
    ["a-b", power.minus],
  ] as const;
  const found = frequencies.flatMap((k) => parts.map(([wave, of]) => ({ k, wave, power: of[k - 1] })));
  // Where every part is a row nothing may be left but rounding, which can be below 0.
  const rest = Math.max(0, variance - found.reduce((sum, one) => sum + one.power, 0));
  const of = (frequency: number | null, wave: LogitMapRow["wave"]) =>
    ({ block: null, quantity: "logits", frequency, wave }) as const;
  return [
    ...found.map((one) => row(of(one.k, one.wave), Math.sqrt(one.power), one.power / variance)),
    row(of(null, "rest"), Math.sqrt(rest), rest / variance),
  ];
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
