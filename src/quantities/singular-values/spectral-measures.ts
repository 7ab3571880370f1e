import { effectiveRankOf } from "../../numerics/effective-rank.ts";
import { type MarchenkoPasturEdge, marchenkoPasturEdge, outliers } from "./marchenko-pastur.ts";
import { isRuledOut, type PowerLawTail, powerLawTail } from "./power-law-tail.ts";

/**
 * Weights are trained in float32: a σ_i under ε max(rows, columns) ‖W‖₂ is what its rounding leaves of 0, as NumPy's
 * `matrix_rank` has it. The attention's weights end with a hundred such values, in which a tail would be found.
 */
const FLOAT32_EPSILON = 2 ** -23;

/** What the singular values σ_i of one matrix say. */
export interface SpectralMeasures {
  /** ‖W‖₂ = max σ_i. */
  readonly spectralNorm: number;
  /** ‖W‖_F = √Σσ_i². */
  readonly frobeniusNorm: number;
  /** ‖W‖_F² / ‖W‖₂²: 1 where one direction has all, at most the rank; 0 of zeros. */
  readonly stableRank: number;
  /** exp(H(σ/Σσ)), as `weight-norms` has it. */
  readonly effectiveRank: number;
  readonly edge: MarchenkoPasturEdge;
  /** How many σ_i² lie above the edge. */
  readonly outliers: number;
  /** The power-law tail of the σ_i² above rounding; undefined where they are too few. */
  readonly tail: PowerLawTail | undefined;
  /** Whether a power law is not ruled out in the tail, which has values above the edge; false without a tail. */
  readonly heavyTail: boolean;
}

/** Measures of a matrix [rows, columns] from its singular values, largest first. */
export function spectralMeasures(sigmas: Float64Array, rows: number, columns: number): SpectralMeasures {
  const [largest = 0] = sigmas;
  const squares = sigmas.map((sigma) => sigma * sigma);
  const sum = squares.reduce((total, square) => total + square, 0);
  const edge = marchenkoPasturEdge(sum, rows, columns);
  const outside = outliers(squares, edge);
  const zero = (FLOAT32_EPSILON * Math.max(rows, columns) * largest) ** 2;
  const tail = powerLawTail(squares.filter((square) => square > zero));
  return {
    spectralNorm: largest,
    frobeniusNorm: Math.sqrt(sum),
    stableRank: sum === 0 ? 0 : sum / (largest * largest),
    effectiveRank: effectiveRankOf(sigmas),
    edge,
    outliers: outside,
    tail,
    heavyTail: tail !== undefined && outside > 0 && !isRuledOut(tail),
  };
}
