import { lines } from "../figures/lines.ts";
import { cosineFits } from "../quantities/cosine-fits.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { atEpoch, CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import { hasFrequencies } from "./_keys.ts";

/** How many of the strongest cosines are concluded. */
const STRONGEST = 5;
/** The least share of the variance, at the last epoch, of a cosine that is drawn in colour: less is not told from 0 beside them. */
const COLOURED = 0.01;

/**
 * A generalising network's logits are a sum of cos w_k(a + b − c), which are largest together at the answer. The share of
 * the logits' variance that these cosines hold says how much of the network is that algorithm.
 */
export default defineAnalyzer({
  name: "cosines",
  title: "Logits as cosines",
  question: "How much of the logits is a sum of cosines of a + b − c, and of which frequencies?",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 4.2; ours over all pairs and answers in float64, a·b and a/b through the discrete logarithm",
  options: {},
  columns: {
    frequency: column.integer("k, from 1 to ⌊n/2⌋; n = p, or p − 1 for · and /"),
    share_of_variance: column.number("coefficient² over ‖L − its mean over the answers of each pair‖²", "share"),
    coefficient: column.number("⟨L, cos w_k(a ± b − c)⟩ / ‖cos‖, over all pairs and answers", "logit"),
    similarity: column.number("coefficient / ‖L‖"),
    centred_similarity: column.number(
      "coefficient / ‖L − its mean over the answers of each pair‖, as rule cosine asks",
    ),
  },
  summary: { series: ["frequency"], values: ["share_of_variance", "coefficient"], top: 8 },
  forward: true,
  anyNetwork: true,
  applies: hasFrequencies,
  measure: (model, { network: { task } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    const { coefficient, similarity, centredSimilarity, varianceShare } = cosineFits(model, form);
    return Array.from(coefficient, (value, i) => ({
      frequency: i + 1,
      share_of_variance: varianceShare[i],
      coefficient: value,
      similarity: similarity[i],
      centred_similarity: centredSimilarity[i],
    }));
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    strongest: field.records(`the ${STRONGEST} cosines of positive coefficient with most of the variance, most first`, {
      frequency: column.integer("k of the cosine"),
      coefficient: column.number("of cos w_k(a ± b − c)", "logit"),
      share_of_variance: column.number("of the logits over the answers", "share"),
    }),
    share_of_variance: column.number("of the logits over the answers, in all cosines together", "share"),
  },
  conclude: ({ rows }) => {
    const last = lastRows(rows);
    return {
      ...concludedEpoch(rows),
      strongest: last
        .filter(({ coefficient }) => coefficient > 0)
        .toSorted((a, b) => b.share_of_variance - a.share_of_variance)
        .slice(0, STRONGEST)
        .map(({ frequency, coefficient, share_of_variance }) => ({ frequency, coefficient, share_of_variance })),
      share_of_variance: last.reduce((sum, row) => sum + row.share_of_variance, 0),
    };
  },
  findings: (_, { conclusion: { epoch, strongest, share_of_variance } }) => [
    {
      label: `the strongest cosines at epoch ${epoch}`,
      value: strongest.map((one) => `${one.frequency} (${percent(one.share_of_variance)})`).join(", "),
    },
    { label: "the logits' variance in all cosines", value: share_of_variance, unit: "share" },
  ],
  figures: ({ columns, rows }) => {
    const strong = lastRows(rows)
      .filter(({ coefficient, share_of_variance }) => coefficient > 0 && share_of_variance >= COLOURED)
      .map(({ frequency }) => frequency);
    const shown = {
      x: "epoch",
      series: "frequency",
      frequency: "frequency",
      background: ({ frequency }: { readonly frequency: number }) => !strong.includes(frequency),
      backgroundName: "other frequencies",
    } as const;
    const coloured = `In colour: the frequencies with ${100 * COLOURED} % of the variance or more ${atEpoch(rows)}. Float64, all pairs and answers.`;
    const table = { columns, rows };
    return [
      lines(table, {
        ...shown,
        name: "cosine-coefficients",
        title: "Cosines in the logits",
        caption: `Coefficient of cos w_k(a ± b − c) in the logits, each frequency k. ${coloured}`,
        y: ["coefficient"],
      }),
      lines(table, {
        ...shown,
        name: "cosine-shares",
        title: "Share of the logits in each cosine",
        caption: `Share of the logits' variance over the answers that cos w_k(a ± b − c) explains, each frequency k. ${coloured}`,
        y: ["share_of_variance"],
        axes: { y: "share of variance" },
      }),
    ];
  },
});

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
