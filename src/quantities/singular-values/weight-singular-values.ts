import type { Model } from "../../networks/model.ts";
import { memo, memoOfShape } from "../../numerics/memo.ts";
import { numpyPermutation } from "../../numerics/numpy-random.ts";
import { singularValues } from "../../numerics/singular-values.ts";
import { mean } from "../../numerics/statistics.ts";
import { type WeightMatrix, weightMatrix } from "../weight-matrix.ts";

/** The singular values of one weight as a matrix. */
export interface WeightSingularValues extends Pick<WeightMatrix, "rows" | "columns"> {
  readonly name: string;
  /** Largest first, float64; none where an entry is not finite. */
  readonly sigmas: Float64Array | undefined;
}

/**
 * The singular values of every matrix among the weights (`weightMatrix`: the heads' side by side), in the order of the
 * parameters. Computed once a network.
 */
export const weightSingularValues: (model: Model) => readonly WeightSingularValues[] = memo((model) =>
  model.parameters.names.flatMap((name) => {
    const matrix = matrixOf(model, name);
    if (!matrix) return [];
    const { data, rows, columns } = matrix;
    return [{ name, rows, columns, sigmas: finiteSingularValues(data, rows, columns) }];
  }),
);

/**
 * The same entries in random order, less their mean: NumPy's `RandomState(seed).permutation`, row by row. The mean is one
 * direction, which no order of the entries takes away: of a table of sinusoids it would stand out.
 */
export function permutedSingularValues(model: Model, name: string, seed: number): Float64Array | undefined {
  const matrix = matrixOf(model, name);
  if (!matrix) return undefined;
  const { data, rows, columns } = matrix;
  const order = permutation(seed, rows * columns);
  const centre = mean(data);
  return finiteSingularValues(
    Float64Array.from(order, (i) => data[i] - centre),
    rows,
    columns,
  );
}

const permutation = memoOfShape(numpyPermutation);

function matrixOf({ parameters }: Model, name: string): WeightMatrix | undefined {
  const weight = parameters.get(name);
  return weight && weightMatrix(weight);
}

function finiteSingularValues(data: ArrayLike<number>, rows: number, columns: number): Float64Array | undefined {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return undefined;
  return singularValues(data, rows, columns);
}
