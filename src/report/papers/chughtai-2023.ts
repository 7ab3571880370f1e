import * as analyzers from "../../analyzers/index.ts";
import { bars } from "../../figures/bars.ts";
import type { Analysis } from "../../results/analysis.ts";
import { conclusionOf } from "../../results/conclusion-of.ts";
import { tableOf } from "../../results/table-of.ts";
import * as column from "../../tables/column.ts";
import { curveOf, curvesFigure, trainingCurves } from "../_curves.ts";
import { whyNoResult } from "../_facts.ts";
import { grokking } from "./parts/grokking.ts";
import { overTraining } from "./parts/over-training.ts";
import { definePaper, type Recipe } from "./parts/paper.ts";
import { NO_VALUES, picked } from "./parts/picked.ts";
import { sumOfSquares } from "./parts/sum-of-squares.ts";

const REPRESENTATIONS = analyzers.representations.name;
const NO_KEYS = "there are no key representations";
/** Of a group with many, as a cyclic one has, the bars of so many irreps can be read. */
const MOST_BARS = 12;
const MOST_CURVES = 6;

/** The evidence that a network composes a group's elements by its representations, and how each comes about. */
export default definePaper({
  name: "chughtai-2023",
  citation: "Chughtai et al. 2023, arXiv:2302.03025",
  about: "representations of a group: logit similarity, weights, neurons and progress measures by irrep",
  of: [analyzers.representations],
  figures: [
    ["grokking", overTraining(grokking("grokking"))],
    [
      "logits",
      ofIrreps(
        "logits",
        "Logits in each representation",
        "Share of the centred logits' squared norm in the trace of each representation, which is its similarity squared",
        ["share_explained"],
      ),
    ],
    ["logit-similarity", overTraining(picked(REPRESENTATIONS, "trace-similarity"))],
    [
      "weights",
      ofIrreps(
        "weights",
        "Weights in each representation",
        "Share of the squared norms of what reads a, of what reads b, and of the map from neurons to answers, in the span of each representation's entries",
        ["embedding_a_share", "embedding_b_share", "unembedding_share"],
      ),
    ],
    [
      "neurons",
      ofIrreps(
        "neurons",
        "Neurons in each representation",
        "Share of the centred neurons' squared norm over all pairs in the span of each representation's entries at a, at b, and at the product of a and b",
        ["neuron_a_share", "neuron_b_share", "neuron_product_share"],
      ),
    ],
    ["shares", overTraining(picked(REPRESENTATIONS, "key-representations-shares"))],
    [
      "restricted",
      overTraining(
        lossOfEach(
          "restricted",
          "Loss with one representation alone",
          "alone",
          "all pairs",
          (row) => row.logit_restricted_loss,
        ),
      ),
    ],
    [
      "excluded",
      overTraining(
        lossOfEach(
          "excluded",
          "Loss without one representation",
          "without",
          "training pairs",
          (row) => row.logit_excluded_loss,
        ),
      ),
    ],
    ["sum-of-squares", overTraining(sumOfSquares("sum-of-squares"))],
  ],
});

type IrrepRow = NonNullable<ReturnType<typeof rowsOf>>[number];

/** The row of each irreducible representation, without that of all key ones together. */
function rowsOf(analysis: Analysis) {
  return tableOf(analysis, analyzers.representations)?.rows.filter(
    ({ dimension, key }) => dimension > 0 && key !== null,
  );
}

/** What is measured of each representation; shares of one whole, which add up over the representations. */
const SHARES = {
  share_explained: "logits",
  embedding_a_share: "embedding of a",
  embedding_b_share: "embedding of b",
  unembedding_share: "unembedding",
  neuron_a_share: "at a",
  neuron_b_share: "at b",
  neuron_product_share: "at their product",
} as const;
type Share = keyof typeof SHARES;

const BARS = {
  irrep: column.text("its name"),
  key: column.boolean("whether it is key"),
  ...Object.fromEntries(Object.entries(SHARES).map(([name, what]) => [name, column.number(what, "share")])),
} as { readonly irrep: column.Column<string>; readonly key: column.Column<boolean> } & {
  readonly [S in Share]: column.Column<number>;
};

/** Shares of each key representation at the last checkpoint, largest first, and of all others together. */
function ofIrreps(name: string, title: string, caption: string, shares: readonly Share[]): Recipe {
  return (analysis) => {
    const rows = rowsOf(analysis);
    const conclusion = conclusionOf(analysis, analyzers.representations);
    if (!rows || !conclusion) return whyNoResult(analysis, [REPRESENTATIONS]) ?? NO_VALUES;
    const { epoch, keys } = conclusion;
    if (keys.length === 0) return NO_KEYS;
    const last = rows.filter((row) => row.epoch === epoch);
    const total = (some: readonly IrrepRow[], share: Share) => some.reduce((sum, row) => sum + row[share], 0);
    const bar = (irrep: string, key: boolean, some: readonly IrrepRow[]) =>
      ({ irrep, key, ...Object.fromEntries(shares.map((share) => [share, total(some, share)])) }) as column.Row<
        typeof BARS
      >;
    const others = last.filter(({ irrep }) => !keys.some((key) => key.irrep === irrep));
    const shown = keys.slice(0, MOST_BARS);
    const more = last.filter(({ irrep }) => keys.slice(MOST_BARS).some((key) => key.irrep === irrep));
    const each = [
      ...shown.map((key) =>
        bar(
          nameOf(key.irrep),
          true,
          last.filter(({ irrep }) => irrep === key.irrep),
        ),
      ),
      ...(more.length > 0 ? [bar(`${more.length} more key`, true, more)] : []),
      ...(others.length > 0 ? [bar("all others", false, others)] : []),
    ];
    return bars(
      { columns: BARS, rows: each },
      {
        name,
        title,
        caption: `${caption}, at epoch ${epoch}; float64. Key representations, those with most of the logits first, and all others together.`,
        x: "irrep",
        y: shares,
        labels: SHARES,
        horizontal: true,
        axes: { x: "", y: "share" },
      },
    );
  };
}

/** A loss with or without each key representation over training, beside train and test loss. */
function lossOfEach(
  name: string,
  title: string,
  word: "alone" | "without",
  pairs: string,
  value: (row: IrrepRow) => number | null,
): Recipe {
  return (analysis) => {
    const rows = rowsOf(analysis);
    if (!rows) return whyNoResult(analysis, [REPRESENTATIONS]) ?? NO_VALUES;
    const keys = conclusionOf(analysis, analyzers.representations)?.keys ?? [];
    if (keys.length === 0) return NO_KEYS;
    const { curves, originOf } = trainingCurves(analysis);
    const each = keys.slice(0, MOST_CURVES).map(({ irrep }) => {
      const called = word === "alone" ? `${nameOf(irrep)} alone` : `without ${nameOf(irrep)}`;
      return curveOf(
        called,
        rows.filter((row) => row.irrep === irrep),
        value,
        frequencyOf(irrep),
      );
    });
    if (each.every(({ points }) => points.every(([, loss]) => loss === null)))
      return "which pairs were trained on is not known";
    const left = keys.length - each.length;
    return curvesFigure([curves.train_loss, curves.test_loss, ...each], {
      name,
      title,
      caption: `Loss ${word === "alone" ? "of the logits projected on the trace of one key representation alone" : "of the logits without the trace of one key representation"}, ${pairs}, float64${left > 0 ? `; the ${each.length} with most of the logits, of ${keys.length}` : ""}; ${originOf(["train_loss", "test_loss"])}.`,
      y: "loss (nats)",
      log: "y",
    });
  };
}

/** An irrep's name for a reader; of a cyclic group it is that of a frequency. */
function nameOf(irrep: string): string {
  const k = frequencyOf(irrep);
  return k === undefined ? irrep.replaceAll("_", " ") : `k = ${k}`;
}

function frequencyOf(irrep: string): number | undefined {
  const [, k] = /^freq_(\d+)$/.exec(irrep) ?? [];
  return k === undefined ? undefined : Number(k);
}
