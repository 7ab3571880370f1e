import { type Dtype, dtypeOf, type Expression, type OperationName, sizeOf, type Values } from "./expression.ts";

type Shape = readonly number[];

/** A value that is handed in under this name whenever the expression is computed: a weight, or the values of a hook. */
export function parameter(name: string, shape: Shape, dtype: Dtype = "float32"): Expression {
  return { operation: "parameter", inputs: [], attributes: { name }, shape, dtype };
}

/** Known values. */
export function constant(values: Values, shape: Shape = [values.length]): Expression {
  if (sizeOf(shape) !== values.length) throw new RangeError(`${values.length} values are no [${shape.join(", ")}]`);
  return { operation: "constant", inputs: [], attributes: {}, shape, dtype: dtypeOf(values), values };
}

/** One number; beside an array it is as wide as that is. */
export function scalar(value: number, dtype: Dtype = "float32"): Expression {
  return { operation: "scalar", inputs: [], attributes: { value }, shape: [], dtype };
}

function unary(operation: OperationName) {
  return (x: Expression): Expression => ({ operation, inputs: [x], attributes: {}, shape: x.shape, dtype: x.dtype });
}

/** −x. */
export const negate = unary("negate");
/** eˣ. */
export const exp = unary("exp");
/** ln x. */
export const log = unary("log");
/** ln(1 + x) for x ≥ 0, exact for small x where 1 + x rounds to 1. */
export const log1p = unary("log1p");
/** √x. */
export const sqrt = unary("sqrt");
/** 1 / x. */
export const reciprocal = unary("reciprocal");
/** tanh x. */
export const tanh = unary("tanh");
/** 2/√π ∫₀ˣ e^{−t²} dt. */
export const erf = unary("erf");
/** 1 / (1 + e^{−x}). */
export const sigmoid = unary("sigmoid");
/** max(x, 0). */
export const relu = unary("relu");
/** 1 where x > 0, else 0: the slope of ReLU, which every framework has 0 at 0. Has no gradient. */
export const step = unary("step");

/** The same values in another dtype. */
export function cast(x: Expression, dtype: Dtype): Expression {
  return x.dtype === dtype ? x : { operation: "cast", inputs: [x], attributes: {}, shape: x.shape, dtype };
}

function binary(operation: OperationName) {
  return (x: Expression | number, y: Expression | number): Expression => {
    const dtype = typeof x === "number" ? (y as Expression).dtype : x.dtype;
    const [left, right] = [x, y].map((z) => (typeof z === "number" ? scalar(z, dtype) : z));
    if (left.dtype !== right.dtype) throw new TypeError(`${operation} of ${left.dtype} and ${right.dtype}`);
    const shape = broadcastShape(left.shape, right.shape, operation);
    return { operation, inputs: [left, right], attributes: {}, shape, dtype };
  };
}

/** x + y; as every operation on two arrays, an axis of length 1, or one that is not there, is repeated (NumPy's rule). */
export const add = binary("add");
/** x − y. */
export const subtract = binary("subtract");
/** x y, value by value. */
export const multiply = binary("multiply");
/** x / y. */
export const divide = binary("divide");
/** The larger of x and y; NaN where one is. Has no gradient: it only ever shifts exponents. */
export const maximum = binary("maximum");

/** x². */
export function square(x: Expression): Expression {
  return multiply(x, x);
}

/** Whether the last two axes of a factor are exchanged first. */
export interface Transposed {
  readonly left?: boolean;
  readonly right?: boolean;
}

/**
 * Products of matrices, the last two axes of each factor: Σ_k x[…, i, k] y[…, k, j]. The axes before them are alike, or y
 * has none.
 */
export function matmul(x: Expression, y: Expression, { left = false, right = false }: Transposed = {}): Expression {
  const [rows, inner] = lastTwo(x.shape, left);
  const [innerToo, columns] = lastTwo(y.shape, right);
  const batch = x.shape.slice(0, -2);
  // Of one matrix for a whole batch the batch's own rows cannot be exchanged with its columns.
  if (left && y.shape.length < x.shape.length) throw mismatch("matmul", x, y);
  const alike = y.shape.length === 2 || y.shape.slice(0, -2).join() === batch.join();
  if (inner !== innerToo || !alike || x.dtype !== y.dtype) throw mismatch("matmul", x, y);
  const shape = [...batch, rows, columns];
  return { operation: "matmul", inputs: [x, y], attributes: { left, right }, shape, dtype: x.dtype };
}

/** Σ over these axes, which stay with length 1. */
export function sum(x: Expression, axes: Shape): Expression {
  return reduction("sum", x, axes);
}

/** The largest over the last axis, which stays with length 1. Has no gradient: it only ever shifts exponents. */
export function max(x: Expression): Expression {
  return reduction("max", x, [x.shape.length - 1]);
}

/** The mean over these axes, which stay with length 1. */
export function mean(x: Expression, axes: Shape): Expression {
  return multiply(sum(x, axes), 1 / sizeOf(positive(axes, x).map((axis) => x.shape[axis])));
}

function reduction(operation: "sum" | "max", x: Expression, axes: Shape): Expression {
  const over = positive(axes, x);
  const shape = x.shape.map((n, axis) => (over.includes(axis) ? 1 : n));
  return { operation, inputs: [x], attributes: { axes: over }, shape, dtype: x.dtype };
}

/** Where the last axis is largest, int32; of equal values the first. The axis is gone. */
export function argmax(x: Expression): Expression {
  return { operation: "argmax", inputs: [x], attributes: {}, shape: x.shape.slice(0, -1), dtype: "int32" };
}

/** The same values in the same order under another shape. */
export function reshape(x: Expression, shape: Shape): Expression {
  if (shape.join() === x.shape.join()) return x;
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new RangeError(`[${x.shape}] cannot be shaped [${shape}]`);
  // A reshape of a reshape is one.
  const from = x.operation === "reshape" ? x.inputs[0] : x;
  return { operation: "reshape", inputs: [from], attributes: {}, shape, dtype: x.dtype };
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(x: Expression, order: Shape): Expression {
  if (order.every((axis, i) => axis === i)) return x;
  const shape = order.map((axis) => x.shape[axis]);
  return { operation: "transpose", inputs: [x], attributes: { order }, shape, dtype: x.dtype };
}

/** The same values repeated to a larger shape (NumPy's rule). */
export function broadcast(x: Expression, shape: Shape): Expression {
  if (shape.join() === x.shape.join()) return x;
  if (broadcastShape(x.shape, shape, "broadcast").join() !== shape.join())
    throw new RangeError(`[${x.shape}] cannot be repeated to [${shape}]`);
  return { operation: "broadcast", inputs: [x], attributes: {}, shape, dtype: x.dtype };
}

/** Arrays one after the other along an axis. */
export function concat(parts: readonly Expression[], axis: number): Expression {
  if (parts.length === 1) return parts[0];
  const shape = parts[0].shape.map((n, i) => (i === axis ? parts.reduce((sum, x) => sum + x.shape[i], 0) : n));
  for (const x of parts)
    if (x.shape.some((n, i) => i !== axis && n !== shape[i])) throw mismatch("concat", parts[0], x);
  return { operation: "concat", inputs: parts, attributes: { axis }, shape, dtype: parts[0].dtype };
}

/** Places `from … to − 1` of an axis. */
export function slice(x: Expression, axis: number, from: number, to: number): Expression {
  if (from === 0 && to === x.shape[axis]) return x;
  if (!(0 <= from && from < to && to <= x.shape[axis])) throw new RangeError(`no ${from} … ${to} in [${x.shape}]`);
  const shape = x.shape.map((n, i) => (i === axis ? to - from : n));
  return { operation: "slice", inputs: [x], attributes: { axis, from, to }, shape, dtype: x.dtype };
}

/** Zeros before and after, along an axis. */
export function pad(x: Expression, axis: number, before: number, after: number): Expression {
  if (before === 0 && after === 0) return x;
  const shape = x.shape.map((n, i) => (i === axis ? n + before + after : n));
  return { operation: "pad", inputs: [x], attributes: { axis, before, after }, shape, dtype: x.dtype };
}

/** Row `index[i]` of x at i; an index is int32 [i]. */
export function gather(x: Expression, index: Expression): Expression {
  const shape = [index.shape[0], ...x.shape.slice(1)];
  return { operation: "gather", inputs: [x, index], attributes: {}, shape, dtype: x.dtype };
}

/** `rows` rows, of which row r is the sum of those of x whose index is r. */
export function scatter(x: Expression, index: Expression, rows: number): Expression {
  const shape = [rows, ...x.shape.slice(1)];
  return { operation: "scatter", inputs: [x, index], attributes: {}, shape, dtype: x.dtype };
}

/** Of each row of x [i, column] the value in column `index[i]`: [i, 1]. */
export function pick(x: Expression, index: Expression): Expression {
  return { operation: "pick", inputs: [x, index], attributes: {}, shape: [x.shape[0], 1], dtype: x.dtype };
}

/** x [i, column] with `values` [i, 1] in place of what is in column `index[i]`. */
export function place(x: Expression, index: Expression, values: Expression): Expression {
  return { operation: "place", inputs: [x, index, values], attributes: {}, shape: x.shape, dtype: x.dtype };
}

/** The shape of an operation on two arrays. */
function broadcastShape(x: Shape, y: Shape, operation: string): Shape {
  const length = Math.max(x.length, y.length);
  return Array.from({ length }, (_, i) => {
    const [n, m] = [x, y].map((shape) => shape[i - length + shape.length] ?? 1);
    if (n !== m && n !== 1 && m !== 1) throw new RangeError(`${operation} of [${x.join(", ")}] and [${y.join(", ")}]`);
    return n === 1 ? m : n;
  });
}

/** Axes counted from the first; −1 is the last. */
function positive(axes: Shape, x: Expression): Shape {
  return axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis));
}

function lastTwo(shape: Shape, exchanged: boolean): readonly [number, number] {
  const [n, m] = shape.slice(-2);
  return exchanged ? [m, n] : [n, m];
}

function mismatch(operation: string, x: Expression, y: Expression): RangeError {
  const one = ({ dtype, shape }: Expression) => `${dtype} [${shape.join(", ")}]`;
  return new RangeError(`${operation} of ${one(x)} and ${one(y)}`);
}
