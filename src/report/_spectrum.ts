import * as analyzers from "../analyzers/index.ts";
import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import type { Analysis } from "../results/analysis.ts";
import { tableOf } from "../results/table-of.ts";
import { keysOf } from "./_facts.ts";

/** Cosine and sine, or both together, of each frequency of a matrix at one epoch. */
export interface SpectrumOptions {
  readonly name: string;
  /** As `spectra` names it. */
  readonly matrix: string;
  readonly epoch: number;
  readonly components: "apart" | "together";
}

/** The matrix of a row, and in a network of several blocks which block's. */
function namesOf(rows: readonly MatrixRow[]): (row: MatrixRow) => string {
  const several = rows.some(({ block }) => (block ?? 0) > 0);
  return ({ matrix, block }) => (several && block !== null ? `${matrix} of block ${block}` : matrix);
}

interface MatrixRow {
  readonly matrix: string;
  readonly block: number | null;
}

/** The matrices that have spectra, and the epochs at which they have. */
export function spectra(analysis: Analysis): {
  readonly matrices: readonly string[];
  readonly epochs: readonly number[];
} {
  const rows = tableOf(analysis, analyzers.fourier)?.rows ?? [];
  return {
    matrices: [...new Set(rows.map(namesOf(rows)))],
    epochs: [...new Set(rows.map(({ epoch }) => epoch))],
  };
}

/** The norm of each frequency, key frequencies coloured at every epoch. */
export function spectrum(analysis: Analysis, { name, matrix, epoch, components }: SpectrumOptions): Figure | undefined {
  const table = tableOf(analysis, analyzers.fourier);
  if (!table) return undefined;
  const nameOf = namesOf(table.rows);
  const rows = table.rows.filter((row) => row.epoch === epoch && nameOf(row) === matrix);
  const keys = keysOf(analysis);
  const named = keys.length === 0 ? "" : ` In colour: the key frequencies ${keys.join(", ")}.`;
  const apart = components === "apart";
  return bars(
    { columns: table.columns, rows },
    {
      name,
      title: `Norms of ${matrix} in the Fourier basis`,
      caption: `${apart ? `Norms ‖cos_k ${matrix}‖ (left) and ‖sin_k ${matrix}‖ (right, paler)` : `Norm √(cos² + sin²) of ${matrix}`} for each frequency k at epoch ${epoch}, without the constant.${named}`,
      x: "frequency",
      y: apart ? ["cos", "sin"] : ["norm"],
      highlight: ({ frequency }) => keys.includes(frequency),
      frequency: "frequency",
      backgroundName: "others",
      axes: { x: "frequency k", y: "norm (weight)" },
    },
  );
}
