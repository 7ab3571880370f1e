import type { Figure } from "../figures/_figure.ts";
import { heatmaps } from "../figures/heatmaps.ts";
import { lines } from "../figures/lines.ts";
import { SWEEP_STEP } from "../quantities/learning-coefficient/calibration.ts";
import type { Row } from "../tables/column.ts";
import * as column from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import type { Dated } from "./_analyzer.ts";
import { shown } from "./_curve-words.ts";
import { lastRows } from "./_figures.ts";
import type { LLC_COLUMNS } from "./_llc-fields.ts";
import { REFUSED_SHORT } from "./_llc-refusals.ts";

/** Pixels of the words in a cell. */
const CELL_TEXT = 6;

type Dates = Row<Dated<typeof LLC_COLUMNS>>;

/** What the captions have from the options. */
interface Sampled {
  readonly component: string;
  readonly batchSize: number | "all";
  readonly burnIn: number;
  readonly tolerance: number;
  readonly calibrate: string;
}

export function llcFigures({ rows }: Table<Dated<typeof LLC_COLUMNS>>, options: Sampled): readonly Figure[] {
  // Of no checkpoint there are no settings to say.
  if (rows.length === 0) return [];
  const settings = rows.filter(({ kind }) => kind === "setting");
  return [overEpochs(rows, options), traces(rows, options), ...(settings.length > 0 ? [sweep(settings, options)] : [])];
}

/** Which loss, and of what. */
function lossOf({ component, batchSize }: Sampled): string {
  const moved = component === "all" ? "All weights move" : `The weights of the ${component} alone move`;
  const pairs = batchSize === "all" ? "all training pairs" : `mini-batches of ${batchSize} training pairs`;
  return `${moved}; L is the mean cross-entropy of ${pairs} over all logits, weights float32, loss float64.`;
}

function settingOf({ step_size, localisation, n_beta }: Dates): string {
  return `ε = ${shown(step_size)}, γ = ${shown(localisation)}, nβ = ${shown(n_beta)}`;
}

function overEpochs(rows: readonly Dates[], options: Sampled): Figure {
  const own = rows.filter(({ kind }) => kind !== "setting");
  const points = own.map(({ epoch, kind, chain, llc, raw }) => ({
    epoch,
    line: kind === "chain" ? `chain ${chain}` : llc === null ? "refused" : "trusted",
    behind: kind === "chain",
    value: raw,
  }));
  const columns = {
    epoch: column.integer(""),
    line: column.text(""),
    behind: column.boolean(""),
    value: column.optionalNumber(""),
  };
  const calibrated = options.calibrate === "none" ? " No calibration was asked." : "";
  return lines(
    { columns, rows: points },
    {
      name: "llc",
      title: "Local learning coefficient",
      caption: `λ̂ = nβ(mean of L over the draws − L(w*)), the mean over the chains; grey: each chain. ${settingOf(own[0])}. Refused: not to be believed, for the reason in the table's column refusal.${calibrated} ${lossOf(options)}`,
      x: "epoch",
      y: ["value"],
      series: "line",
      background: ({ behind }) => behind,
      backgroundName: "chains",
      connected: true,
      axes: { y: "λ̂" },
    },
  );
}

function traces(rows: readonly Dates[], options: Sampled): Figure {
  const chains = lastRows(rows).filter(({ kind }) => kind === "chain");
  const points = chains.flatMap(({ chain, trace }) =>
    (trace ?? []).map((value, step) => ({ step, chain: `chain ${chain}`, value })),
  );
  const columns = { step: column.integer("step of the chain"), chain: column.text(""), value: column.number("") };
  return {
    ...lines(
      { columns, rows: points },
      {
        name: "traces",
        title: "Traces of the chains",
        caption: `nβ(L − L(w*)) at each step from the checkpoint on; the mean from step ${options.burnIn} on is λ̂, what comes before is burn-in. ${settingOf(chains[0])}. ${lossOf(options)}`,
        x: "step",
        y: ["value"],
        series: "chain",
        axes: { y: "nβ(L − L(w*))" },
      },
    ),
    epoch: chains[0].epoch,
  };
}

/** The sweep: a map of ε and γ for each nβ, each cell with its λ̂ or why there is none. */
function sweep(rows: readonly Dates[], options: Sampled): Figure {
  const values = (of: (row: Dates) => number) => [...new Set(rows.map(of))].toSorted((a, b) => a - b);
  const [steps, pulls, temperatures] = [
    values((row) => row.step_size),
    values((row) => row.localisation),
    values((row) => row.n_beta),
  ];
  const at = (n: number, g: number, e: number) =>
    rows.find((row) => row.n_beta === n && row.localisation === g && row.step_size === e);
  const drawn = heatmaps(
    temperatures.map((n) => ({
      title: `nβ = ${shown(n)}`,
      z: pulls.map((g) => steps.map((e) => at(n, g, e)?.raw ?? null)),
      x: steps.map((e) => Number(e.toPrecision(3)).toExponential()),
      y: pulls.map((g) => shown(g)),
    })),
    {
      name: "calibration",
      title: "What λ̂ depends on",
      caption: `λ̂ sampled with other ε, γ and nβ, each ${SWEEP_STEP} times its neighbour; blank: not tried. A number alone is trusted: its chains settled, and along each axis it is within a factor ${shown(options.tolerance)} of its neighbours that settled; with words it is refused for what they say. ${lossOf(options)}`,
      columns: 1,
      square: false,
      scale: "amount",
      quantity: "λ̂",
      axes: { x: "ε", y: "γ" },
    },
  );
  const data = drawn.data.map((trace, i) => ({
    ...trace,
    text: pulls.map((g) => steps.map((e) => cellText(at(temperatures[i], g, e)))),
    texttemplate: "%{text}",
    textfont: { size: CELL_TEXT },
  }));
  const axes = Object.entries(drawn.layout).map(([key, value]) => [
    key,
    /^[xy]axis/.test(key) ? { ...(value as object), type: "category" } : value,
  ]);
  return { ...drawn, epoch: rows[0].epoch, data, layout: Object.fromEntries(axes) };
}

function cellText(row: Dates | undefined): string {
  if (!row) return "";
  const number = row.raw === null ? [] : [shown(row.raw)];
  return [...number, ...(row.refusal === null ? [] : [REFUSED_SHORT[row.refusal]])].join(", ");
}
