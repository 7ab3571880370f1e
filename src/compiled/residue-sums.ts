import { compiled, floats, multiple, placed, VALUE } from "./module.ts";

/** Where the values of a pair lie in an array [i, j, value]: `width` of `stride`, from `offset` on. */
export interface Columns {
  readonly stride: number;
  readonly offset: number;
  readonly width: number;
}

/** Σ over the n pairs whose residue is r, of each of `width` values that a pair has: [residue, column], float64. */
export interface ResidueSums {
  readonly data: Float64Array;
  readonly n: number;
  readonly width: number;
}

/** A residue of the pair (i, j) of n × n: i, j, their sum, their difference. */
export type Residue = "a" | "b" | "plus" | "minus";

export type SumsByResidue = Readonly<Record<Residue, ResidueSums>> & {
  /** Σ of the squares over all pairs [column]. */
  readonly squares: Float64Array;
};

const COLUMNS_TOGETHER = 8;

/**
 * What adds up values of the pairs (i, j) of n × n, some rows of equal i at a time, until all have been, float64. `places`
 * says which j each pair of a row is, −1 where it is none; `level` [column] is taken off each value first. Every `add`
 * copies the tables in and out, 4 · n · width float64.
 */
export function summingByResidue(
  n: number,
  { stride, offset, width }: Columns,
  places: Int32Array,
  level?: Float32Array,
): {
  /** Adds rows [row, pair of the row, value], of these i [row], −1 where a row is none. */
  readonly add: (values: Float32Array | Float64Array, of: ArrayLike<number>) => void;
  readonly sums: () => SumsByResidue;
} {
  const loops = compiled();
  const columns = multiple(width, COLUMNS_TOGETHER);
  const table = () => new Float64Array(n * columns);
  // As the loop has them: [eight columns, residue, column of the eight].
  const tables = { a: table(), b: table(), plus: table(), minus: table(), squares: new Float64Array(columns) };
  const names = Object.keys(tables) as (keyof typeof tables)[];
  const row = places.length * stride;
  const add = (values: Float32Array | Float64Array, of: ArrayLike<number>) => {
    const at = placed({
      a: n * columns * VALUE,
      b: n * columns * VALUE,
      plus: n * columns * VALUE,
      minus: n * columns * VALUE,
      squares: columns * VALUE,
      level: columns * VALUE,
      places: places.byteLength,
      // Whoever reads eight columns of the last pair may read seven more.
      values: (row + COLUMNS_TOGETHER) * values.BYTES_PER_ELEMENT,
    });
    for (const name of names) floats(at[name], tables[name].length).set(tables[name]);
    const levels = floats(at.level, columns).fill(0);
    if (level) levels.set(level);
    new Int32Array(loops.memory.buffer, at.places, places.length).set(places);
    const single = values instanceof Float32Array;
    const some = new (single ? Float32Array : Float64Array)(loops.memory.buffer, at.values, row + COLUMNS_TOGETHER);
    for (let r = 0; r < of.length; r++) {
      if (of[r] < 0) continue;
      some.set(values.subarray(r * row + offset, (r + 1) * row));
      loops.residueSums(
        single,
        at.values,
        stride,
        width,
        at.places,
        places.length,
        of[r],
        n,
        at.level,
        at.a,
        at.b,
        at.plus,
        at.minus,
        at.squares,
      );
    }
    for (const name of names) tables[name].set(floats(at[name], tables[name].length));
  };
  const rowAfterRow = (from: Float64Array): ResidueSums => {
    const data = new Float64Array(n * width);
    for (let r = 0; r < n; r++) {
      for (let c = 0; c < width; c++) {
        const within = c % COLUMNS_TOGETHER;
        data[r * width + c] = from[(c - within) * n + r * COLUMNS_TOGETHER + within];
      }
    }
    return { data, n, width };
  };
  const { a, b, plus, minus, squares } = tables;
  return {
    add,
    sums: () => ({
      a: rowAfterRow(a),
      b: rowAfterRow(b),
      plus: rowAfterRow(plus),
      minus: rowAfterRow(minus),
      squares: squares.subarray(0, width),
    }),
  };
}
