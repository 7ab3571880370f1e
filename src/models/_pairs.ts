import type { Matrix } from "./_dense.ts";
import type { Edit } from "./_edit.ts";

/**
 * What a value inside the network depends on: nothing but the weights, the first input, the second, or the pair.
 * A value is computed once for each thing it depends on, not once a pair: the embedding of a has p rows, not p².
 */
export type Dependence = "nothing" | "a" | "b" | "pair";

/** One row for each thing the value depends on: 1, p, p, or one a pair of the batch. */
export interface Dependent extends Matrix {
  readonly of: Dependence;
}

/** The pairs `first … first + count − 1` of all p², at index a·p + b; or those of `pairs`. */
export interface Batch {
  readonly p: number;
  readonly first: number;
  readonly count: number;
  readonly pairs?: Int32Array;
}

/** What something computed from both depends on. */
export function union(x: Dependence, y: Dependence): Dependence {
  if (x === y || y === "nothing") return x;
  return x === "nothing" ? y : "pair";
}

/** How many rows a value has that depends on `of`. */
export function rowCount(of: Dependence, { p, count }: Batch): number {
  return of === "nothing" ? 1 : of === "pair" ? count : p;
}

/** For every row of a value that depends on `outer`, the row of one that depends on `inner` ⊆ `outer`. */
export function rowIndex(inner: Dependence, outer: Dependence, batch: Batch): Int32Array {
  const index = new Int32Array(rowCount(outer, batch));
  if (inner === "nothing") return index;
  for (let row = 0; row < index.length; row++) {
    if (inner === outer) index[row] = row;
    else {
      const pair = batch.pairs ? batch.pairs[row] : batch.first + row;
      index[row] = inner === "a" ? Math.floor(pair / batch.p) : pair % batch.p;
    }
  }
  return index;
}

/** The same values with one row for each thing in `of`. */
export function spread(value: Dependent, of: Dependence, batch: Batch): Dependent {
  if (value.of === of) return value;
  const index = rowIndex(value.of, of, batch);
  const data = new Float32Array(index.length * value.width);
  for (let row = 0; row < index.length; row++) {
    const from = index[row] * value.width;
    data.set(value.data.subarray(from, from + value.width), row * value.width);
  }
  return { of, data, rows: index.length, width: value.width };
}

/** x + y, with one row for each thing that either depends on. */
export function sum(x: Dependent, y: Dependent, batch: Batch): Dependent {
  const of = union(x.of, y.of);
  const rowsOfX = rowIndex(x.of, of, batch);
  const rowsOfY = rowIndex(y.of, of, batch);
  const { width } = x;
  const data = new Float32Array(rowsOfX.length * width);
  for (let row = 0; row < rowsOfX.length; row++) {
    const atX = rowsOfX[row] * width;
    const atY = rowsOfY[row] * width;
    const at = row * width;
    for (let i = 0; i < width; i++) data[at + i] = x.data[atX + i] + y.data[atY + i];
  }
  return { of, data, rows: rowsOfX.length, width };
}

/** What the network computes for a batch of pairs, at the last position. */
export interface BatchActivations {
  /** [pair, neuron] after the nonlinearity of the last block, where asked for. */
  readonly neurons: Matrix | undefined;
  /** [pair, token]: every logit, '=' included. */
  readonly logits: Matrix;
  /** Values a pair of the widest activation. */
  readonly widest: number;
}
/** A network as a function of a batch of pairs. */
export type BatchFunction = (batch: Batch, withNeurons: boolean, edit?: Edit) => BatchActivations;
