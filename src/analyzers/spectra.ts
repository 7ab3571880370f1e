import { type Model, parameterName } from "../networks/model.ts";
import { rounded } from "../numerics/rounded.ts";
import { isRuledOut, LEAST_TAIL } from "../quantities/singular-values/power-law-tail.ts";
import { type SpectralMeasures, spectralMeasures } from "../quantities/singular-values/spectral-measures.ts";
import {
  permutedSingularValues,
  type WeightSingularValues,
  weightSingularValues,
} from "../quantities/singular-values/weight-singular-values.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";
import * as option from "./_options.ts";
import { spectraFigures } from "./_spectra-figures.ts";

/** Digits of the squared singular values of a picture. */
const SPECTRUM_DIGITS = 4;

const COLUMNS = {
  matrix: column.text("canonical name, e.g. W_out; per-head matrices as [d_model, head·d_head], W_O turned"),
  alpha: column.optionalNumber(
    `α of the power-law tail x^−α of the σ²; null of fewer than ${LEAST_TAIL} σ² above rounding, or weights not finite`,
  ),
  alpha_error: column.optionalNumber("(α − 1)/√n, its standard error for this x_min"),
  tail_from: column.optionalNumber("x_min, the σ² from which on the tail is fitted", "weight²"),
  tail_values: column.optionalInteger("n, how many σ² are in the tail"),
  ks_distance: column.optionalNumber("Kolmogorov–Smirnov distance of the tail from the power law"),
  power_law: column.optionalBoolean(
    "whether that distance leaves a power law possible at 5 % (Stephens 1974); lenient",
  ),
  edge: column.optionalNumber(
    "what the largest σ² of a random matrix of as large entries exceeds once in 1000 times (Marchenko–Pastur, Tracy–Widom)",
    "weight²",
  ),
  outliers: column.optionalInteger("how many σ² are above the edge"),
  heavy_tail: column.optionalBoolean("whether a power law is possible and its tail reaches over the edge"),
  stable_rank: column.optionalNumber("‖W‖_F² / ‖W‖₂²", "directions"),
  effective_rank: column.optionalNumber("exp(H(σ/Σσ))", "directions"),
  spectral_norm: column.optionalNumber("‖W‖₂, the largest σ", "weight"),
  frobenius_norm: column.optionalNumber("‖W‖_F", "weight"),
  control_alpha: column.optionalNumber("α of the same entries, less their mean, in random order"),
  control_outliers: column.optionalInteger("how many of their σ² are above the edge: none, were they random"),
  control_heavy_tail: column.optionalBoolean("whether they have a heavy tail"),
  control_spectral_norm: column.optionalNumber("their largest σ", "weight"),
  squares: column.optionalNumbers(
    `the σ², largest first, ${SPECTRUM_DIGITS} digits; null but at the last checkpoint`,
    "weight²",
  ),
  control_squares: column.optionalNumbers("the same of the control", "weight²"),
};
export type SpectraRow = column.Row<typeof COLUMNS>;

/**
 * Random entries have squared singular values up to an edge. Training writes directions that stand out of it; where
 * correlations at all scales form, the spectrum falls as a power of x, in theory the more slowly the better trained (HTSR).
 * A network that groks modular addition ends with two outliers a key frequency, a cosine and a sine, and α well under 2.
 */
export default defineAnalyzer({
  name: "spectra",
  title: "Singular values of the weights",
  question:
    "Which directions of each weight matrix stand out of randomness, and how heavy is the tail of its spectrum?",
  source:
    "α: Clauset et al. 2009, arXiv:0706.1062, on weights: Martin and Mahoney 2021, arXiv:1810.01075 (HTSR, WeightWatcher), which bounds α and draws no control; edge: Marchenko and Pastur 1967, Johnstone 2001, σ² the mean square of the entries; effective rank: Roy and Vetterli 2007",
  options: {
    controlSeed: option.integer("seed of the control's permutation, as NumPy's RandomState has it", 0),
  },
  columns: COLUMNS,
  summary: { series: ["matrix"], values: ["alpha", "outliers", "control_outliers", "stable_rank"] },
  forward: false,
  anyNetwork: true,
  applies: ({ network }) => (network ? true : "there are no weights"),
  measure: (model, { last, options: { controlSeed } }) =>
    weightSingularValues(model).map((one) => measuredRow(model, one, controlSeed, last)),
  conclusion: {
    ...CONCLUDED_EPOCH,
    matrices: field.records("each matrix at it, and over all checkpoints", {
      matrix: column.text("canonical name"),
      alpha: column.optionalNumber("α of the power-law tail; null where there is none to fit"),
      tail_values: column.optionalInteger("how many σ² are in it"),
      ks_distance: column.optionalNumber("its distance from a power law"),
      heavy_tail: column.optionalBoolean("whether a power law is possible and its tail reaches over the edge"),
      outliers: column.optionalInteger("σ² above the edge"),
      stable_rank: column.optionalNumber("‖W‖_F² / ‖W‖₂²", "directions"),
      first_outlier_epoch: column.optionalInteger("first checkpoint with outliers; null where none has any"),
    }),
    controls: column.integer("matrices in random order, of all checkpoints"),
    controls_with_outliers: column.integer("how many of them have σ² above the edge"),
    controls_with_heavy_tail: column.integer("how many of them have a heavy tail"),
  },
  conclude: ({ rows }) => {
    const controls = rows.filter(({ control_outliers }) => control_outliers !== null);
    return {
      ...concludedEpoch(rows),
      matrices: lastRows(rows).map(
        ({ matrix, alpha, tail_values, ks_distance, heavy_tail, outliers, stable_rank }) => ({
          matrix,
          alpha,
          tail_values,
          ks_distance,
          heavy_tail,
          outliers,
          stable_rank,
          first_outlier_epoch: rows.find((row) => row.matrix === matrix && (row.outliers ?? 0) > 0)?.epoch ?? null,
        }),
      ),
      controls: controls.length,
      controls_with_outliers: controls.filter(({ control_outliers }) => control_outliers !== 0).length,
      controls_with_heavy_tail: controls.filter(({ control_heavy_tail }) => control_heavy_tail === true).length,
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, matrices, controls, controls_with_outliers, controls_with_heavy_tail } = conclusion;
    const fitted = matrices.flatMap(({ matrix, alpha, heavy_tail }) =>
      alpha === null ? [] : { matrix, alpha, heavy_tail },
    );
    const heavy = fitted.filter(({ heavy_tail }) => heavy_tail);
    return [
      {
        label: `σ² outside the random edge at epoch ${epoch}`,
        value: matrices
          .flatMap(({ matrix, outliers }) => (outliers === null ? [] : `${matrix}: ${outliers}`))
          .join(", "),
      },
      {
        label: `matrices with a heavy tail at epoch ${epoch}`,
        value: heavy.map(({ matrix, alpha }) => `${matrix}: α ${alpha.toPrecision(3)}`).join(", ") || "none",
        note: "a low α is no alarm: under 2 occurs at 100 % test accuracy",
      },
      {
        label: "same entries in random order",
        value: `${controls_with_outliers} of ${controls} with outliers, ${controls_with_heavy_tail} with a heavy tail`,
        note: "control",
      },
    ];
  },
  figures: ({ rows }) => spectraFigures(rows),
});

function measuredRow(
  model: Model,
  { name, rows, columns, sigmas }: WeightSingularValues,
  seed: number,
  last: boolean,
): SpectraRow {
  const own = sigmas && spectralMeasures(sigmas, rows, columns);
  const permuted = sigmas && permutedSingularValues(model, name, seed);
  const control = permuted && spectralMeasures(permuted, rows, columns);
  return {
    matrix: parameterName(model, name),
    ...tailOf(own),
    edge: own?.edge.edge ?? null,
    outliers: own?.outliers ?? null,
    heavy_tail: own?.heavyTail ?? null,
    stable_rank: own?.stableRank ?? null,
    effective_rank: own?.effectiveRank ?? null,
    spectral_norm: own?.spectralNorm ?? null,
    frobenius_norm: own?.frobeniusNorm ?? null,
    control_alpha: control?.tail?.alpha ?? null,
    control_outliers: control?.outliers ?? null,
    control_heavy_tail: control?.heavyTail ?? null,
    control_spectral_norm: control?.spectralNorm ?? null,
    squares: last && sigmas ? squared(sigmas) : null,
    control_squares: last && permuted ? squared(permuted) : null,
  };
}

function tailOf(measures: SpectralMeasures | undefined) {
  const tail = measures?.tail;
  return {
    alpha: tail?.alpha ?? null,
    alpha_error: tail?.error ?? null,
    tail_from: tail?.from ?? null,
    tail_values: tail?.values ?? null,
    ks_distance: tail?.distance ?? null,
    power_law: tail ? !isRuledOut(tail) : null,
  };
}

function squared(sigmas: Float64Array): readonly number[] {
  return rounded(
    sigmas.map((sigma) => sigma * sigma),
    SPECTRUM_DIGITS,
  );
}
