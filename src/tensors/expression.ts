/** What the values are: `float32` as networks are trained, `float64` in reductions, `int32` for indices. */
export type Dtype = "float32" | "float64" | "int32";

/** The values of an expression, row-major. */
export type Values = Float32Array | Float64Array | Int32Array;

/** What an operation is told besides its inputs. Plain data: it is part of what an expression is known by. */
export type Attributes = Readonly<Record<string, number | boolean | string | readonly number[]>>;

/** The vocabulary. What each operation means is said at its function in `operations.ts`. */
export type OperationName =
  | "parameter"
  | "constant"
  | "scalar"
  | "negate"
  | "exp"
  | "log"
  | "log1p"
  | "sqrt"
  | "reciprocal"
  | "tanh"
  | "erf"
  | "sigmoid"
  | "relu"
  | "step"
  | "cast"
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "maximum"
  | "matmul"
  | "sum"
  | "max"
  | "argmax"
  | "reshape"
  | "transpose"
  | "broadcast"
  | "concat"
  | "slice"
  | "pad"
  | "gather"
  | "scatter"
  | "pick"
  | "place";

/**
 * A value that has not been computed yet: an operation on others. Its shape and dtype are known, so that a mistake shows
 * where it is written. Expressions are made by `operations.ts`, differentiated by `gradient.ts`, and computed by a backend.
 */
export interface Expression {
  readonly operation: OperationName;
  readonly inputs: readonly Expression[];
  readonly attributes: Attributes;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** The values of a `constant`: handed to the backend at every run, not part of what it prepares. */
  readonly values?: Values;
}

/** The number of values in an array of this shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** An array for as many values of this dtype. */
export function emptyValues(dtype: Dtype, size: number): Values {
  switch (dtype) {
    case "float32":
      return new Float32Array(size);
    case "float64":
      return new Float64Array(size);
    case "int32":
      return new Int32Array(size);
  }
}

/** The dtype of an array. */
export function dtypeOf(values: Values): Dtype {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Float64Array ? "float64" : "int32";
}
