import type { Expression } from "../tensors/expression.ts";
import { broadcast, constant, gather, reshape } from "../tensors/operations.ts";

/**
 * What a value inside the network depends on besides the weights: nothing, one of the inputs (0 is a, 1 is b), or the whole
 * sample. A value is computed once for each thing it depends on: the embedding of a has p rows, not one a pair.
 */
export type Dependence = "nothing" | number | "sample";

/** A value inside the network: [row, …], a row for each thing that it depends on. */
export interface Value {
  readonly of: Dependence;
  readonly x: Expression;
}

/** The samples that are sent through a network together, each one value of every input. */
export interface Batch {
  /** How many. */
  readonly samples: number;
  /** Of every input, the values it takes: a value that depends on the input alone has a row for each. */
  readonly inputs: readonly Int32Array[];
  /**
   * f of several values, row for row: a row for each thing that any of them depends on. f is handed arrays whose axes
   * before those of the values are repeated as NumPy does, and works on the last axes alone.
   */
  readonly combined: (values: readonly Value[], f: (...xs: readonly Expression[]) => Expression) => Value;
  /** The same values with a row for each sample. */
  readonly spread: (value: Value) => Expression;
}

/** What something made of several values depends on. */
function union(values: readonly Value[]): Dependence {
  return values.map(({ of }) => of).reduce((x, y) => (x === y || y === "nothing" ? x : x === "nothing" ? y : "sample"));
}

/** All pairs of some values of a and all of b, at index i·|b| + b. Nothing is gathered: rows are repeated as they are used. */
export function gridBatch(a: Int32Array, b: Int32Array): Batch {
  const sizes = [a.length, b.length];
  const open = ({ of, x }: Value): Expression => {
    const [before, after] = of === "sample" ? sizes : [of === 0 ? a.length : 1, of === 1 ? b.length : 1];
    return reshape(x, [before, after, ...x.shape.slice(1)]);
  };
  const combined: Batch["combined"] = (values, f) => {
    const of = union(values);
    if (of !== "sample") return { of, x: f(...values.map(({ x }) => x)) };
    // A row of its own for every sample, or one for all, needs no second axis.
    if (values.every((value) => value.of === of || value.of === "nothing"))
      return { of, x: f(...values.map(({ x }) => x)) };
    const found = f(...values.map(open));
    return { of, x: reshape(found, [a.length * b.length, ...found.shape.slice(2)]) };
  };
  return {
    samples: a.length * b.length,
    inputs: [a, b],
    combined,
    spread: (value) => {
      if (value.of === "sample") return value.x;
      return broadcastRows(open(value), sizes);
    },
  };
}

/** Samples one by one: `columns` has each input's value in every sample. */
export function listBatch(columns: readonly ArrayLike<number>[]): Batch {
  const inputs = columns.map((column) => Int32Array.from(new Set(Array.from(column))).sort());
  return sampleBatch(inputs, columns);
}

/** As `listBatch`, with a row for each of `inputs`, whether or not it occurs: tables that lie as a weight's rows do. */
export function sampleBatch(inputs: readonly Int32Array[], columns: readonly ArrayLike<number>[]): Batch {
  const samples = columns[0].length;
  const rows = inputs.map((values, i) => {
    const place = new Map(Array.from(values, (value, row) => [value, row]));
    return constant(Int32Array.from(columns[i], (value) => place.get(value) as number));
  });
  const perSample = ({ of, x }: Value): Expression => (typeof of === "number" ? gather(x, rows[of]) : x);
  return {
    samples,
    inputs,
    combined: (values, f) => {
      const of = union(values);
      return { of, x: f(...values.map((value) => (of === "sample" ? perSample(value) : value.x))) };
    },
    spread: (value) => (value.of === "nothing" ? broadcastRows(value.x, [samples]) : perSample(value)),
  };
}

/** Repeated along the axes before the values' own, and those made one. */
function broadcastRows(x: Expression, sizes: readonly number[]): Expression {
  const own = x.shape.slice(sizes.length);
  return reshape(broadcast(x, [...sizes, ...own]), [sizes.reduce((product, n) => product * n, 1), ...own]);
}
