import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { directionFits } from "../quantities/direction-fits.ts";
import { logitPowers } from "../quantities/logit-powers.ts";
import { neuronClusters } from "../quantities/neuron-clusters.ts";
import { linearAfterNeurons } from "../quantities/neuron-logit-map.ts";
import { logitMapComponents, logitMapSpectrum } from "../quantities/weight-spectra.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
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
 * The last layer's neurons are read by W_L = W_out W_U. In a generalising network W_L writes, to a few per cent, nothing but
 * the key frequencies; each cluster of neurons its own; and what it reads is cos and sin of w_k(a ± b).
 */
export default defineAnalyzer({
  name: "logit-map",
  title: "Neuron-logit map",
  question: "How does W_L write the neurons onto waves of the answer, and each cluster of them onto its own frequency?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, sections 4.1 to 4.3, and its published notebook; ours without the constant over the answers, and for ± and, on the discrete logarithm, for · and /",
  options: {
    ...KEY_OPTIONS,
    frequencies: option.choice(
      "frequencies with rows of the logits: the key frequencies, or every one",
      ["keys", "every"],
      "keys",
    ),
  },
  columns: LOGIT_MAP_COLUMNS,
  summary: { series: ["quantity", "frequency", "wave"], values: ["share", "norm"], top: 8 },
  forward: true,
  applies: hasFrequencies,
  prepare: (run, options): Prepared => ({ ...chosenKeys(run, options), normalised: throughLayerNorm(run) }),
  measure: (model, { network, options, prepared }) => {
    const form = cyclicForm(network.task);
    if (!form) return [];
    const { keys } = keysFor(model, network, options, prepared);
    const every = Array.from({ length: frequencyCount(form.n) }, (_, i) => i + 1);
    return [
      ...clusterRows(model, form),
      ...directionFits(model, form, keys).map(({ frequency, wave, norm, explained }) =>
        row("direction", frequency, wave, norm, explained),
      ),
      residualRow(model, form, keys),
      ...logitRows(model, form, options.frequencies === "every" ? every : keys),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    normalised: column.boolean(
      "whether a LayerNorm stands between the neurons and the logits: W_L is not all of the map",
    ),
    clusters: field.records("W_L of each cluster of neurons", {
      frequency: column.integer("k of the cluster"),
      neurons: column.integer("how many neurons it has"),
      share: column.optionalNumber("of the power of its rows of W_L, in its own frequency", "share"),
    }),
    directions: field.records("the activations along W_L cos_k and W_L sin_k of each key frequency", {
      frequency: column.integer("k of both waves"),
      wave: column.text<"cos" | "sin">("of cos_k or of sin_k"),
      r_squared: column.number("R² on cos and sin w_k(a ± b) over all pairs", "share"),
    }),
    residual: column.optionalNumber(
      "‖W_L without its key frequencies‖ / ‖W_L‖, the constant left out; null where there are no key frequencies",
    ),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = lastRows(rows);
    const clusters = last.filter(({ quantity }) => quantity === "cluster");
    const directions = last.filter(({ quantity }) => quantity === "direction");
    const rest = last.find(({ quantity }) => quantity === "residual")?.share ?? null;
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, [...new Set(directions.flatMap(({ frequency }) => frequency ?? []))]),
      normalised: prepared.normalised,
      clusters: clusters.map(({ frequency, neurons, share }) => ({
        frequency: frequency as number,
        neurons: neurons as number,
        share,
      })),
      directions: directions.flatMap(({ frequency, wave, share }) =>
        share === null ? [] : [{ frequency: frequency as number, wave: wave as "cos" | "sin", r_squared: share }],
      ),
      // Of no frequencies the rest is everything, which says nothing.
      residual: directions.length === 0 || rest === null ? null : Math.sqrt(rest),
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, key_frequencies, normalised, clusters, directions, residual } = conclusion;
    const ofClusters = clusters.filter(({ share }) => share !== null);
    return [
      keysFinding(key_frequencies),
      ...(normalised
        ? [{ label: "W_L", value: "not all of the map: a LayerNorm stands between the neurons and the logits" }]
        : []),
      {
        label: `W_L of each cluster in its own frequency at epoch ${epoch}`,
        value: ofClusters.map((one) => `${one.frequency}: ${percent(one.share)}`).join(", ") || "there are no clusters",
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
    ];
  },
  figures: logitMapFigures,
});

interface Prepared extends ChosenKeys {
  /** Whether W_L is not the whole way from the neurons to the logits. */
  readonly normalised: boolean;
}

function throughLayerNorm(run: Run): boolean {
  const last = run.checkpoints.at(-1);
  return last !== undefined && !linearAfterNeurons(modelAt(run, last));
}

function row(
  quantity: LogitMapRow["quantity"],
  frequency: number | null,
  wave: LogitMapRow["wave"],
  norm: number,
  share: number,
  neurons: number | null = null,
): LogitMapRow {
  return { quantity, frequency, wave, neurons, norm, share: Number.isNaN(share) ? null : share };
}

/** Each cluster's rows of W_L at the cluster's frequency. */
function clusterRows(model: Model, form: CyclicForm): readonly LogitMapRow[] {
  const { data, functions } = logitMapComponents(model, form);
  const width = data.length / functions;
  return Array.from(neuronClusters(model, form), ([k, neurons]) => {
    let [own, all] = [0, 0];
    for (const i of neurons) {
      const written = data.subarray(i * width, (i + 1) * width);
      own += written[k - 1] ** 2 + written[width / 2 + k - 1] ** 2;
      all += written.reduce((sum, x) => sum + x * x, 0);
    }
    return row("cluster", k, "", Math.sqrt(own), own / all, neurons.length);
  });
}

/** W_L without its key frequencies and its constant. */
function residualRow(model: Model, form: CyclicForm, keys: readonly number[]): LogitMapRow {
  const { norm } = logitMapSpectrum(model, form);
  const all = norm.reduce((sum, x) => sum + x * x, 0);
  const rest = norm.reduce((sum, x, i) => (keys.includes(i + 1) ? sum : sum + x * x), 0);
  return row("residual", null, "", Math.sqrt(rest), rest / all);
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
  return [
    ...found.map((one) => row("logits", one.k, one.wave, Math.sqrt(one.power), one.power / variance)),
    row("logits", null, "rest", Math.sqrt(rest), rest / variance),
  ];
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
