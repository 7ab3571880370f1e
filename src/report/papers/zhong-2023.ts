import * as analyzers from "../../analyzers/index.ts";
import { attributes } from "../../figures/_cells.ts";
import type { Figure, Trace } from "../../figures/_figure.ts";
import { scatter } from "../../figures/scatter.ts";
import type { Analysis } from "../../results/analysis.ts";
import { conclusionOf } from "../../results/conclusion-of.ts";
import { tableOf } from "../../results/table-of.ts";
import { whyNoResult } from "../_facts.ts";
import { grokking } from "./parts/grokking.ts";
import { overTraining } from "./parts/over-training.ts";
import { definePaper } from "./parts/paper.ts";
import { NO_VALUES, picked } from "./parts/picked.ts";

const ALGORITHM = analyzers.algorithm.name;
const NO_CIRCLE = "the embedding has no circle: no frequency takes two of its large principal components";

/** What the paper draws of its models A, a pizza, and B, a clock, and of each run among all that it trained. */
export default definePaper({
  name: "zhong-2023",
  citation: "Zhong et al. 2023, arXiv:2306.17844",
  about: "clock or pizza: correct logits by distance, circles, gradient symmetricity and distance irrelevance",
  of: [analyzers.algorithm],
  figures: [
    ["grokking", overTraining(grokking("grokking"))],
    ["circles", picked(analyzers.embeddingCircles.name, "circles", "there are no key frequencies")],
    ["correct-logits", picked(ALGORITHM, "correct-logits", "there are too many inputs for a map of all pairs")],
    ["circle-logits", picked(ALGORITHM, "circle-logits", NO_CIRCLE)],
    ["plane", plane],
    ["measures", overTraining(picked(ALGORITHM, "clock-or-pizza"))],
    ["forms", overTraining(picked(ALGORITHM, "closed-forms"))],
    ["circle-forms", picked(ALGORITHM, "circles", NO_CIRCLE)],
  ],
});

/** The paper's two models, as their authors' code measures them. */
const PUBLISHED = [
  { name: "model A, pizza", distance: 0.172, symmetricity: 0.994 },
  { name: "model B, clock", distance: 0.848, symmetricity: 0.334 },
] as const;

/** Each checkpoint by both measures, beside the published models. */
function plane(analysis: Analysis): Figure | string {
  const rows = tableOf(analysis, analyzers.algorithm)?.rows.filter(({ circle }) => circle === null);
  if (!rows) return whyNoResult(analysis, [ALGORITHM]) ?? NO_VALUES;
  const conclusion = conclusionOf(analysis, analyzers.algorithm);
  const lacks = conclusion?.no_symmetricity ?? null;
  if (lacks !== null) return `there is no gradient symmetricity: ${lacks}`;
  const of = rows.length === 1 ? "The network" : "Each checkpoint, coloured by its epoch,";
  const figure = scatter(
    [
      {
        x: rows.map((row) => row.distance_irrelevance),
        y: rows.map((row) => row.gradient_symmetricity),
        ...(rows.length === 1 ? {} : { values: rows.map(({ epoch }) => epoch) }),
        labels: rows.map(({ epoch }) => `epoch ${epoch}`),
      },
    ],
    {
      name: "plane",
      title: "Between clock and pizza",
      caption: `${of} by distance irrelevance and gradient symmetricity: a pizza is at the upper left, a clock at the lower right. Crosses: the paper's ${PUBLISHED.map(({ name }) => name).join(" and ")}, float64.`,
      axes: { x: "distance irrelevance", y: "gradient symmetricity" },
      colour: { title: "epoch", whole: true },
    },
  );
  const range = { range: RANGE, autorange: false };
  const [xaxis, yaxis] = [figure.layout.xaxis, figure.layout.yaxis].map((axis) => ({ ...attributes(axis), ...range }));
  return { ...figure, data: [...figure.data, published], layout: { ...figure.layout, xaxis, yaxis } };
}

/** Both measures go from 0 to 1; marks there are whole. */
const RANGE = [-0.04, 1.08];

const published: Trace = {
  type: "scatter",
  mode: "markers+text",
  x: PUBLISHED.map(({ distance }) => distance),
  y: PUBLISHED.map(({ symmetricity }) => symmetricity),
  text: PUBLISHED.map(({ name }) => name),
  textposition: ["middle right", "middle left"],
  marker: { symbol: "x" },
  meta: { ink: true },
  cliponaxis: false,
  xaxis: "x",
  yaxis: "y",
  showlegend: false,
};
