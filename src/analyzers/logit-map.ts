import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { directionFits } from "../quantities/direction-fits.ts";
import { logitPowers } from "../quantities/logit-powers.ts";
import { CLUSTERED, neuronClusters } from "../quantities/neuron-clusters.ts";
import { linearAfterNeurons } from "../quantities/neuron-logit-map.ts";
import { logitMapComponents, logitMapSpectrum } from "../quantities/weight-spectra.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import { type CyclicForm, cyclicForm } from "../tasks/_cyclic.ts";
import { type Dated, defineAnalyzer, type Finding } from "./_analyzer.ts";
import { lastRows } from "./_figures.ts";
import { type ChosenKeys, chosenKeys, hasFrequencies, KEY_OPTIONS, keysFinding, keysFor } from "./_keys.ts";
import * as option from "./_options.ts";

const COLUMNS = {
  quantity: column.text<"cluster" | "direction" | "residual" | "logits">(
    `cluster: rows of W_L of the neurons that one frequency explains to ${CLUSTERED} at least; direction: u = W_L cos_k or W_L sin_k over the neurons; residual: W_L without its key frequencies; logits: their part in waves of a, of b, of a + b, of a − b`,
  ),
  frequency: column.optionalInteger("k; null of the residual and of the rest of the logits"),
  wave: column.text<"" | "cos" | "sin" | "a" | "b" | "a+b" | "a-b" | "rest">(
    "of a direction, cos or sin; of the logits, what their waves are of, rest being all that no other row has; else empty",
  ),
  neurons: column.optionalInteger("how many neurons the cluster has"),
  norm: column.number(
    "Frobenius norm: of the cluster's rows at their frequency, of u, of the residual; of the logits' part over the cube of pairs and answers",
    "weight or logit",
  ),
  share: column.optionalNumber(
    "norm² over that of the cluster's rows, of W_L, of the logits, each without its constant; of a direction, R² of u · activations on cos and sin w_k(a ± b) over all pairs",
    "share",
  ),
};

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
  columns: COLUMNS,
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
  findings: ({ rows }, { prepared }): readonly Finding[] => {
    const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
    const said = (quantity: string) =>
      last
        .filter((row) => row.quantity === quantity && row.share !== null)
        .map(({ wave, frequency, share }) => `${wave} ${frequency}: ${percent(share)}`.trim())
        .join(", ");
    const residual = last.find(({ quantity }) => quantity === "residual")?.share ?? null;
    const [clusters, directions] = [said("cluster"), said("direction")];
    return [
      keysFinding(prepared),
      ...(prepared.normalised
        ? [{ label: "W_L", value: "not all of the map: a LayerNorm stands between the neurons and the logits" }]
        : []),
      {
        label: `W_L of each cluster in its own frequency at epoch ${rows.at(-1)?.epoch}`,
        value: clusters === "" ? "there are no clusters" : clusters,
      },
      ...(directions === "" ? [] : [{ label: "activations along W_L that are waves of a ± b", value: directions }]),
      // Of no frequencies the rest is everything, which says nothing.
      ...(directions === "" || residual === null
        ? []
        : [{ label: "‖W_L without its key frequencies‖ / ‖W_L‖, the constant left out", value: Math.sqrt(residual) }]),
    ];
  },
  figures: (table) => {
    const shares = waveShares(table);
    const main = strongestWave(shares.rows);
    // Of no frequencies the rest is everything, which is no figure.
    const none = shares.rows.every(({ wave }) => wave === "rest");
    const keys = "Key frequencies alone have lines.";
    return [
      lines(only(table, "cluster"), {
        name: "cluster-logit-map",
        title: "W_L of each cluster in its own frequency",
        caption:
          "Share of the power of each cluster's rows of W_L = W_out W_U that lies in the cluster's own frequency; a cluster begins where one frequency first explains enough of a neuron.",
        x: "epoch",
        y: ["share"],
        series: "frequency",
        frequency: "frequency",
        axes: { y: "share of power" },
      }),
      panels(
        (["cos", "sin"] as const).map((wave) =>
          lines(
            { ...only(table, "direction"), rows: only(table, "direction").rows.filter((row) => row.wave === wave) },
            {
              name: wave,
              title: `W_L ${wave}_k`,
              caption: "",
              x: "epoch",
              y: ["share"],
              series: "frequency",
              frequency: "frequency",
              axes: { y: "R²" },
            },
          ),
        ),
        {
          name: "logit-map-directions",
          title: "What the neurons hold along W_L's directions",
          caption: `R² of the activations along W_L cos_k and W_L sin_k on cos and sin w_k(a ± b), over all pairs; float64. ${keys}`,
          columns: 2,
        },
      ),
      lines(none ? only({ ...table, rows: [] }, "residual") : only(table, "residual"), {
        name: "logit-map-residual",
        title: "W_L without its key frequencies",
        caption: "‖W_L without its key frequencies‖² over ‖W_L‖², the constant over the answers left out.",
        x: "epoch",
        y: ["share"],
        log: "y",
        axes: { y: "share of power" },
      }),
      lines(none ? { ...shares, rows: [] } : shares, {
        name: "logit-waves",
        title: "The logits' parts",
        caption:
          "Share of the logits' power, without their constant over the answers, in waves of a, of b, of a + b and of a − b at the frequencies that have rows, and in all the rest; over the cube of pairs and answers.",
        x: "epoch",
        y: ["share"],
        series: "wave",
        labels: (wave) => wave.replace("+", " + ").replace("-", " − "),
        axes: { y: "share of power" },
      }),
      lines(
        { ...only(table, "logits"), rows: only(table, "logits").rows.filter(({ wave }) => wave === main) },
        {
          name: "logit-waves-by-frequency",
          title: `The logits' waves of ${main.replace("+", " + ").replace("-", " − ")}`,
          caption: `Norm of the logits' part in waves of ${main.replace("+", " + ").replace("-", " − ")}, each frequency, over the cube of pairs and answers. ${keys}`,
          x: "epoch",
          y: ["norm"],
          series: "frequency",
          frequency: "frequency",
          axes: { y: "norm (logit)" },
        },
      ),
    ];
  },
});

type LogitMapRow = column.Row<typeof COLUMNS>;

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

/** The rows of one quantity. */
function only({ columns, rows }: Table<Dated<typeof COLUMNS>>, quantity: LogitMapRow["quantity"]) {
  return {
    columns,
    rows: rows.filter((one) => one.quantity === quantity),
  };
}

/** The share of the logits in each kind of wave, its frequencies added up. */
function waveShares({ rows }: Table<Dated<typeof COLUMNS>>) {
  const columns = {
    epoch: column.integer("epoch of the checkpoint"),
    wave: column.text("what the waves are of"),
    share: column.number("share of the logits' power", "share"),
  };
  const sums = new Map<string, { readonly epoch: number; readonly wave: string; share: number }>();
  for (const { quantity, epoch, wave, share } of rows) {
    if (quantity !== "logits") continue;
    const sum = sums.get(`${epoch} ${wave}`) ?? { epoch, wave, share: 0 };
    sum.share += share ?? 0;
    sums.set(`${epoch} ${wave}`, sum);
  }
  return { columns, rows: [...sums.values()] };
}

/** The wave that has most of the logits at the last epoch: that of the task's answer, once it is learnt. */
function strongestWave(rows: readonly { readonly epoch: number; readonly wave: string; readonly share: number }[]) {
  const [most] = lastRows(rows)
    .filter(({ wave }) => wave !== "rest")
    .toSorted((x, y) => y.share - x.share);
  return most?.wave ?? "a+b";
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
