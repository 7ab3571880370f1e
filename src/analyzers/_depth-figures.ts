import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { evenEdges, histogram } from "../figures/histogram.ts";
import { lines } from "../figures/lines.ts";
import * as column from "../tables/column.ts";
import { type DatedRow, DEPTH_COLUMNS, type DepthConclusion, MAIN, placeInWords } from "./_depth-fields.ts";
import { lastRows } from "./_figures.ts";

const BINS = 20;

const COLUMNS = {
  ...DEPTH_COLUMNS,
  epoch: column.integer("epoch of the checkpoint"),
  where: column.text("the place, in words"),
  frequency_count: column.integer("how many frequencies"),
};

/** What is read at each place over the epochs and at the last, what the neurons follow, and what is lost without a block. */
export function depthFigures(rows: readonly DatedRow[], conclusion: DepthConclusion | undefined): readonly Figure[] {
  const named = rows.map((row) => ({ ...row, where: placeInWords(row), frequency_count: row.main_frequencies.length }));
  const table = (...measures: readonly DatedRow["measure"][]) => ({
    columns: COLUMNS,
    rows: named.filter(({ measure }) => measures.includes(measure)),
  });
  const chance = conclusion ? ` Chance is ${conclusion.chance.toPrecision(2)}.` : "";
  const has = (measure: DatedRow["measure"]) => rows.some((row) => row.measure === measure);
  const overEpochs = { x: "epoch", series: "where", labels: (where: string) => where } as const;
  return [
    byPlace(named, chance),
    lines(table("probe"), {
      ...overEpochs,
      name: "probe",
      title: "Where the answer can be read off",
      caption: `Share of the pairs held out from a linear probe (linear discriminant analysis of the activation at the last position, float64) that it gets right, place by place; half of all unordered pairs fit it.${chance}`,
      y: ["all_accuracy"],
      axes: { y: "accuracy, held-out pairs" },
    }),
    ...(has("lens")
      ? [
          lines(table("lens"), {
            ...overEpochs,
            name: "logit-lens",
            title: "Logit lens",
            caption:
              "Loss over all pairs where the stream at a place, at the last position, is what the unembedding reads, after a final norm where there is one; float64 over the p answers.",
            y: ["all_loss"],
            log: "y",
            axes: { y: "loss, all pairs (nats)" },
          }),
        ]
      : []),
    ...(has("neurons")
      ? [
          lines(table("neurons"), {
            ...overEpochs,
            name: "simple-neurons",
            title: "Simple neurons of each layer",
            caption: `Mean over a layer's neurons of the R² of α cos(w_k a + φ_a) + β cos(w_k b + φ_b), at each neuron's best k, for its pre-activation over all pairs; float64.`,
            y: ["simple_r2"],
            axes: { y: "mean R²" },
          }),
          lines(table("neurons"), {
            ...overEpochs,
            name: "frequencies",
            title: "Frequencies of each layer",
            caption: `How many frequencies k hold more of the variance than any other in at least ${100 * MAIN} % of a layer's neurons, pre-activation over all pairs, in the components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b).`,
            y: ["frequency_count"],
            axes: { y: "frequencies" },
          }),
          ...simpleHistogram(named),
        ]
      : []),
    ...(has("zero") ? [withoutBlocks(named)] : []),
  ];
}

type NamedRow = DatedRow & { readonly where: string };

/** The last checkpoint, place by place. */
function byPlace(rows: readonly NamedRow[], chance: string): Figure {
  const last = lastRows(rows);
  const columns = {
    where: column.text("the place, in words"),
    probe: column.optionalNumber("probe", "share"),
    control: column.optionalNumber("probe of shuffled answers", "share"),
    lens: column.optionalNumber("logit lens", "share"),
  };
  const places = last
    .filter(({ measure }) => measure === "probe")
    .map(({ where, place, all_accuracy, control_accuracy }) => ({
      where,
      probe: all_accuracy,
      control: control_accuracy,
      lens: last.find((row) => row.measure === "lens" && row.place === place)?.all_accuracy ?? null,
    }));
  const lensed = places.some(({ lens }) => lens !== null);
  const figure = bars(
    { columns, rows: places },
    {
      name: "by-place",
      title: "What can be read at each place",
      caption: `Accuracy at each place in the order of computation: of a linear probe on its held-out pairs, of the same probe where the answers were dealt out at random${lensed ? ", and of the logit lens over all pairs" : ""}.${chance}`,
      x: "where",
      y: lensed ? ["probe", "control", "lens"] : ["probe", "control"],
      labels: { probe: "probe", control: "shuffled answers", lens: "logit lens" },
      axes: { x: "after", y: "accuracy" },
    },
  );
  return last.length > 0 ? { ...figure, epoch: last[0].epoch } : figure;
}

/** How well each neuron's pre-activation is fitted, layer by layer, where each has a row. */
function simpleHistogram(rows: readonly NamedRow[]): readonly Figure[] {
  const last = lastRows(rows).filter(({ measure }) => measure === "neuron");
  if (last.length === 0) return [];
  const layers = [...new Set(last.map(({ where }) => where))];
  const figure = histogram(
    layers.map((where) => ({
      name: where,
      values: last.filter((row) => row.where === where).map((row) => row.simple_r2),
    })),
    {
      name: "simple-histogram",
      title: "How simple the neurons are",
      caption:
        "How many neurons have which R² of α cos(w_k a + φ_a) + β cos(w_k b + φ_b) at their best k, pre-activation, all pairs; a layer is drawn upon those before it.",
      edges: evenEdges(0, 1, BINS),
      quantity: "R²",
      counted: "neurons",
    },
  );
  return [{ ...figure, epoch: last[0].epoch }];
}

function withoutBlocks(rows: readonly NamedRow[]): Figure {
  const last = lastRows(rows);
  const columns = {
    what: column.text("what is passed by"),
    zero: column.optionalNumber("zero", "nats"),
    mean: column.optionalNumber("mean", "nats"),
  };
  const intact = last.find(({ measure }) => measure === "intact")?.all_loss ?? null;
  const blocks = last
    .filter(({ measure }) => measure === "zero")
    .map(({ block, place, all_loss }) => ({
      what: `block ${block}`,
      zero: all_loss,
      mean: last.find((row) => row.measure === "mean" && row.place === place)?.all_loss ?? null,
    }));
  const losses = [intact, ...blocks.flatMap(({ zero, mean }) => [zero, mean])].filter((loss) => loss !== null);
  const figure = bars(
    { columns, rows: [{ what: "intact", zero: intact, mean: intact }, ...blocks] },
    {
      name: "without-blocks",
      title: "Loss without each block",
      caption:
        "Loss over all pairs where a block is passed by at every position (zero), or leaves the mean over all pairs of what it adds (mean); float64 over the p answers. Intact: the network as it is.",
      x: "what",
      y: ["zero", "mean"],
      labels: { zero: "zero", mean: "mean" },
      log: Math.max(...losses) > 10 * Math.min(...losses),
      axes: { x: "without", y: "loss, all pairs (nats)" },
    },
  );
  return last.length > 0 ? { ...figure, epoch: last[0].epoch } : figure;
}
