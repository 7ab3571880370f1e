import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import type { Model } from "../networks/model.ts";
import { rounded } from "../numerics/rounded.ts";
import { circles, circularity } from "../quantities/circles.ts";
import { type ClosedForms, closedForms, fit } from "../quantities/closed-forms.ts";
import { correctLogits, distanceIrrelevance } from "../quantities/distance-irrelevance.ts";
import { gradientSymmetricity, hasGradientSymmetricity } from "../quantities/gradient-symmetricity.ts";
import { modelAt } from "../runs/model-at.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { correctLogitsFigure } from "./_algorithm-figures.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { atEpoch, CONCLUDED_EPOCH, lastRows, valued } from "./_figures.ts";
import { hasFrequencies } from "./_keys.ts";

type Verdict = "clock" | "pizza" | "neither";

/** Half-way between the published pizza (model A, 0.172) and the published clock (model B, 0.848). */
const DISTANCE = 0.51;
/** Half-way between the same two: 0.994 and 0.334. */
const SYMMETRY = 0.66;
/** Digits of the right answers' logits: a picture shows no more. */
const DIGITS = 3;
/** Of more inputs a map of all pairs is too large to be stored, and to be seen. */
const MAX_INPUTS = 200;
/** Logits of which the better form explains less are neither. */
const HALF = 0.5;

/** Why an algorithm is neither, in words; `most` is the larger R². */
const WHY_NEITHER = {
  "not finite": () => "the logits are not finite, or all alike",
  "no waves": (most: number) => `the logits are no waves of the answer (R² ${most.toFixed(3)})`,
  disagreement: () => "its logits are waves of the answer, but the distance and the gradients disagree",
} as const;

/**
 * A clock multiplies: attention turns the two angles into that of a + b, and every answer is equally sure. A pizza adds: of
 * x_a + x_b the length, |cos(w_k(a − b)/2)|, is in the way, so that the distance of a and b decides how sure it is. Over all
 * frequencies even a pizza's logits are nearly a clock's, as its circles make up for each other: the forms tell the two
 * apart on one circle alone.
 */
export default defineAnalyzer({
  name: "algorithm",
  title: "Clock or pizza",
  question: "Does the network add by the clock, by the pizza, or by neither?",
  source:
    "Zhong et al. 2023, arXiv:2306.17844, and its published code; gradients exact in float64; R² beside the paper's FVE, which is 2r − 1; thresholds ours",
  options: {},
  columns: {
    circle: column.optionalInteger("frequency of the one circle that W_E is restricted to; null for the whole network"),
    verdict: column.text<Verdict>(
      `neither where both R² are under ${HALF}; of the network, pizza where distance_irrelevance < ${DISTANCE} and gradient_symmetricity ≥ ${SYMMETRY}, clock where neither is so, neither where one is; of a circle, the form of larger R²`,
    ),
    distance_irrelevance: column.optionalNumber(
      "mean over d = a ∓ b of the deviation of the correct logit over s = a ± b, over that of all; null where it is constant",
    ),
    gradient_symmetricity: column.optionalNumber(
      "mean cosine of ∂logit_c/∂x_a and ∂logit_c/∂x_b, 100 triples (a, b, c); null where not had, and of a circle",
    ),
    circularity: column.optionalNumber(
      "of the first 4 principal components of W_E, the mean power share of one frequency; null of a circle",
      "share",
    ),
    clock_r_squared: column.number(
      "R² of Σ α_k cos w_k(s − c), best α, logits less their mean over the answers; of a circle its k alone",
      "share",
    ),
    pizza_r_squared: column.number("R² of Σ α_k |cos(w_k d/2)| cos w_k(s − c), likewise", "share"),
    clock_fve: column.number("the paper's FVE of the clock: 2r − 1, both sides taken to mean 0 and variance 1"),
    pizza_fve: column.number("the paper's FVE of the pizza"),
    correct_logits: column.optionalNumbers(
      `o, logit of the right answer, distance by distance d = a ∓ b, and within one by a, in their order; ${DIGITS} digits; null but at the last checkpoint, and of more than ${MAX_INPUTS} inputs`,
      "logit",
    ),
  },
  summary: {
    series: ["circle"],
    values: ["clock_r_squared", "pizza_r_squared", "distance_irrelevance", "gradient_symmetricity", "circularity"],
  },
  forward: true,
  applies: hasFrequencies,
  prepare: (run) => {
    const has = run.network ? hasGradientSymmetricity(modelAt(run, run.checkpoints[0])) : "there are no weights";
    return { noSymmetricity: has === true ? null : has };
  },
  measure: (model, { network: { task }, last, prepared: { noSymmetricity } }) => {
    const form = cyclicForm(task);
    if (!form) return [];
    const distance = distanceIrrelevance(model, form);
    const symmetricity = noSymmetricity === null ? gradientSymmetricity(model, form) : null;
    const map = (of: Model) => (last && form.n <= MAX_INPUTS ? rounded(correctLogits(of, form), DIGITS) : null);
    const whole = fits(closedForms(model, form));
    // A pass for each circle: of the last checkpoint alone.
    const parts = last ? circles(model, form) : [];
    return [
      {
        circle: null,
        verdict: verdict(whole, distance, symmetricity),
        distance_irrelevance: distance,
        gradient_symmetricity: symmetricity,
        circularity: circularity(model, form),
        ...whole,
        correct_logits: map(model),
      },
      ...parts.map(({ frequency, model: alone }) => {
        const ofCircle = fits(closedForms(alone, form), [frequency]);
        return {
          circle: frequency,
          verdict: betterForm(ofCircle),
          distance_irrelevance: distanceIrrelevance(alone, form),
          gradient_symmetricity: null,
          circularity: null,
          ...ofCircle,
          correct_logits: map(alone),
        };
      }),
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    verdict: column.text<Verdict>("of the whole network"),
    neither_because: column.optionalText<keyof typeof WHY_NEITHER>("why it is neither; null where it is one"),
    since: column.optionalInteger(
      "from this checkpoint on each has the verdict; null where there is one checkpoint alone",
    ),
    distance_irrelevance: column.optionalNumber("null where the correct logit is the same for all pairs"),
    gradient_symmetricity: column.optionalNumber("null where the network has none"),
    no_symmetricity: column.optionalText("why it has none"),
    circularity: column.optionalNumber("null where the embedding has none", "share"),
    clock_r_squared: column.number("R² of the clock's form", "share"),
    pizza_r_squared: column.number("R² of the pizza's", "share"),
    circles: field.records("the network with W_E restricted to one circle, each in turn", {
      frequency: column.integer("k of the circle"),
      verdict: column.text<Verdict>("the form of larger R², or neither"),
      clock_r_squared: column.number("R² of the clock's form", "share"),
      pizza_r_squared: column.number("R² of the pizza's", "share"),
    }),
  },
  conclude: ({ rows }, { prepared: { noSymmetricity } }) => {
    const whole = rows.filter(({ circle }) => circle === null);
    const last = whole[whole.length - 1];
    const since = whole[whole.findLastIndex((row) => row.verdict !== last.verdict) + 1];
    return {
      epoch: last.epoch,
      verdict: last.verdict,
      neither_because: whyNeither(last),
      since: whole.length > 1 ? since.epoch : null,
      distance_irrelevance: last.distance_irrelevance,
      gradient_symmetricity: last.gradient_symmetricity,
      no_symmetricity: noSymmetricity,
      circularity: last.circularity,
      clock_r_squared: last.clock_r_squared,
      pizza_r_squared: last.pizza_r_squared,
      circles: lastRows(rows).flatMap(({ circle, verdict, clock_r_squared, pizza_r_squared }) =>
        circle === null ? [] : [{ frequency: circle, verdict, clock_r_squared, pizza_r_squared }],
      ),
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, verdict, neither_because, since, circles } = conclusion;
    const { distance_irrelevance, gradient_symmetricity, no_symmetricity, circularity } = conclusion;
    const most = Math.max(conclusion.clock_r_squared, conclusion.pizza_r_squared);
    const why = neither_because === null ? "" : `: ${WHY_NEITHER[neither_because](most)}`;
    return [
      { label: `algorithm at epoch ${epoch}`, value: `${verdict}${why}` },
      ...(since === null || verdict === "neither"
        ? []
        : [{ label: `${verdict} at every checkpoint`, value: `from epoch ${since} on` }]),
      {
        label: "distance irrelevance",
        value: distance_irrelevance ?? "none: the correct logit is the same for all pairs",
      },
      { label: "gradient symmetricity", value: gradient_symmetricity ?? `none: ${no_symmetricity}` },
      { label: "circularity", value: circularity ?? "none" },
      ...circles.map((one) => ({
        label: `circle of frequency ${one.frequency} alone, epoch ${epoch}`,
        value: `${one.verdict}: R² ${one.clock_r_squared.toFixed(3)} as a clock, ${one.pizza_r_squared.toFixed(3)} as a pizza`,
      })),
    ];
  },
  figures: ({ columns, rows }) => {
    const table = { columns, rows: rows.filter(({ circle }) => circle === null) };
    const last = lastRows(rows).toSorted((x, y) => Number(x.circle) - Number(y.circle));
    const circles = last.filter(({ circle }) => circle !== null);
    return [
      lines(table, {
        name: "clock-or-pizza",
        title: "Clock or pizza",
        caption: `Of the whole network: distance irrelevance (of a clock near 1; the line between is ${DISTANCE}), gradient symmetricity over 100 triples (of a pizza near 1; ${SYMMETRY}), and circularity of W_E; float64.`,
        x: "epoch",
        y: valued(table.rows, ["distance_irrelevance", "gradient_symmetricity", "circularity"]),
        axes: { y: "measure" },
      }),
      lines(table, {
        name: "closed-forms",
        title: "Logits as a clock's and as a pizza's",
        caption:
          "R² of the clock's form, Σ α_k cos w_k(s − c), and of the pizza's, Σ α_k |cos(w_k d/2)| cos w_k(s − c), with the best α over all frequencies; logits less their mean over the answers, all pairs, float64.",
        x: "epoch",
        y: ["clock_r_squared", "pizza_r_squared"],
        labels: { clock_r_squared: "clock", pizza_r_squared: "pizza" },
        axes: { y: "R²" },
      }),
      ...(circles.length === 0
        ? []
        : [
            bars(
              {
                columns: { ...columns, of: column.text("frequency of the circle") },
                rows: circles.map((row) => ({ ...row, of: `k = ${row.circle}` })),
              },
              {
                name: "circles",
                title: "One circle alone as a clock and as a pizza",
                caption: `R² of the logits of the network whose W_E is restricted to one circle, in the two forms of its frequency alone, ${atEpoch(rows)}.`,
                x: "of",
                y: ["clock_r_squared", "pizza_r_squared"],
                labels: { clock_r_squared: "clock", pizza_r_squared: "pizza" },
                axes: { x: "circle", y: "R²" },
              },
            ),
          ]),
      ...(["network", "circles"] as const).flatMap((of) => correctLogitsFigure(last, of, atEpoch(rows)) ?? []),
    ];
  },
});

interface Fits {
  readonly clock_r_squared: number;
  readonly pizza_r_squared: number;
  readonly clock_fve: number;
  readonly pizza_fve: number;
}

function fits(forms: ClosedForms, frequencies?: readonly number[]): Fits {
  const [clock, pizza] = [fit(forms, "clock", frequencies), fit(forms, "pizza", frequencies)];
  return {
    clock_r_squared: clock.rSquared,
    pizza_r_squared: pizza.rSquared,
    clock_fve: clock.standardised,
    pizza_fve: pizza.standardised,
  };
}

function betterForm({ clock_r_squared: clock, pizza_r_squared: pizza }: Fits): Verdict {
  if (!(Math.max(clock, pizza) >= HALF)) return "neither";
  return pizza > clock ? "pizza" : "clock";
}

/** Both measures must agree; where gradients are not had the distance decides. A constant logit knows no distance. */
function verdict(forms: Fits, distance: number | null, symmetricity: number | null): Verdict {
  if (betterForm(forms) === "neither") return "neither";
  const near = (distance ?? 1) < DISTANCE;
  if (symmetricity !== null && symmetricity >= SYMMETRY !== near) return "neither";
  return near ? "pizza" : "clock";
}

function whyNeither(row: Fits & { readonly verdict: Verdict }): keyof typeof WHY_NEITHER | null {
  if (row.verdict !== "neither") return null;
  if (!Number.isFinite(row.clock_r_squared + row.pizza_r_squared)) return "not finite";
  return betterForm(row) === "neither" ? "no waves" : "disagreement";
}
