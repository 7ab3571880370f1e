import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import { LEAST_TAIL } from "../quantities/singular-values/power-law-tail.ts";
import * as column from "../tables/column.ts";
import { atEpoch, lastRows } from "./_figures.ts";

/** What the figures need of a row. */
interface SpectraRow {
  readonly epoch: number;
  readonly matrix: string;
  readonly alpha: number | null;
  readonly outliers: number | null;
  readonly stable_rank: number | null;
  readonly spectral_norm: number | null;
  readonly edge: number | null;
  readonly squares: readonly number[] | null;
  readonly control_squares: readonly number[] | null;
}

const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  matrix: column.text("canonical name"),
  alpha: column.optionalNumber("α of the power-law tail"),
  outliers: column.optionalInteger("σ² above the edge"),
  stable_rank: column.optionalNumber("‖W‖_F² / ‖W‖₂²", "directions"),
  spectral_norm: column.optionalNumber("the largest σ", "weight"),
};

/** α, outliers, stable rank and spectral norm over the epochs; then the spectra of the last. */
export function spectraFigures(rows: readonly SpectraRow[]): readonly Figure[] {
  const table = { columns: COLUMNS, rows };
  const common = { x: "epoch", series: "matrix" } as const;
  return [
    lines(table, {
      ...common,
      name: "tail-exponents",
      title: "Exponent of each spectrum's tail",
      caption:
        "α of the power-law tail x^−α of the squared singular values of each matrix, by maximum likelihood, x_min by the Kolmogorov–Smirnov distance. Under 2 is no alarm: it occurs at 100 % test accuracy.",
      y: ["alpha"],
      axes: { y: "α" },
    }),
    lines(table, {
      ...common,
      name: "outliers",
      title: "Directions that stand out of randomness",
      caption:
        "Squared singular values above what the largest of a random matrix with as large entries exceeds once in 1000 times (Marchenko–Pastur edge with the Tracy–Widom spread, σ² the mean square of the entries).",
      y: ["outliers"],
      axes: { y: "outliers" },
    }),
    lines(table, {
      ...common,
      name: "stable-ranks",
      title: "Stable rank of each matrix",
      caption: "‖W‖_F² / ‖W‖₂² of each matrix, the heads' matrices side by side.",
      y: ["stable_rank"],
      axes: { y: "stable rank (directions)" },
    }),
    lines(table, {
      ...common,
      name: "spectral-norms",
      title: "Spectral norm of each matrix",
      caption: "‖W‖₂, the largest singular value of each matrix, the heads' matrices side by side.",
      y: ["spectral_norm"],
      log: "y",
      axes: { y: "‖W‖₂ (weight)" },
    }),
    ...spectrumFigure(rows),
  ];
}

const SPECTRUM = {
  rank: column.integer("1 for the largest"),
  of: column.text("as trained, in random order, or the edge"),
  value: column.number("σ²", "weight²"),
};

/** The squared singular values of each matrix at the last checkpoint, beside its control's and the edge. */
function spectrumFigure(rows: readonly SpectraRow[]): readonly Figure[] {
  const last = lastRows(rows).filter(({ squares }) => (squares?.length ?? 0) >= LEAST_TAIL);
  if (last.length === 0) return [];
  const each = last.map(({ matrix, squares, control_squares, edge }) => {
    const ranked = (of: string, values: readonly number[]) => values.map((value, i) => ({ rank: i + 1, of, value }));
    const [own, control] = [squares ?? [], control_squares ?? []];
    const table = {
      columns: SPECTRUM,
      rows: [
        ...ranked("as trained", own),
        ...ranked("same entries in random order", control),
        ...ranked(
          "edge",
          own.map(() => edge ?? Number.NaN),
        ),
      ],
    };
    return lines(table, {
      name: matrix,
      title: matrix,
      caption: "",
      x: "rank",
      y: ["value"],
      series: "of",
      log: "y",
      axes: { x: "rank", y: "σ² (weight²)" },
    });
  });
  return [
    panels(each, {
      name: "singular-values",
      title: "Squared singular values",
      caption: `Squared singular values of each matrix of at least ${LEAST_TAIL} by rank, those of the same entries in random order, and the edge of a random matrix, ${atEpoch(rows)}. Values of 0 are left out of the logarithmic axis.`,
      columns: 2,
      letters: false,
    }),
  ];
}
