/** Numbers by column and row, as a log grows: NaN where a row has none. */
export interface Rows {
  /** Rows that are kept. */
  readonly count: number;
  /** Rows that were written, of which some were left out. */
  readonly written: number;
  /** Of so many neighbours the lowest and the highest of each column are kept; 1 where all are. */
  readonly neighbours: number;
  readonly add: (axes: readonly Named[], measures: readonly Named[]) => void;
  /** The numbers of a column, one a row; undefined where there is none of this name. */
  readonly column: (name: string) => Float64Array | undefined;
  /** Whether a row has a number of this column, be it NaN. */
  readonly has: (name: string, row: number) => boolean;
}

interface Named {
  readonly name: string;
  readonly value: number;
}

/** Rows up to which a log is kept whole: 40 MB of five columns. */
export const THINNED_AT = 2 ** 20;
/** Rows of one piece of a column: a whole one doubles as it grows, and memory with it. */
const PIECE = 2 ** 16;
/** What thinning leaves, at most, as a share. */
const KEPT = 1 / 4;

interface Piece {
  readonly values: Float64Array;
  /** 1 where a row has a value. */
  readonly present: Uint8Array;
}

/** No rows yet, but for so many that were left out before. */
export function rowsOf({ neighbours = 1, leftOut = 0 } = {}): Rows {
  const columns = new Map<string, Piece[]>();
  let count = 0;
  let last: readonly Named[] = [];
  /** Columns that the last row has. */
  let filled = new Set<string>();

  const set = ({ name, value }: Named, row: number) => {
    const pieces = columns.get(name) ?? [];
    columns.set(name, pieces);
    while (pieces.length * PIECE <= row)
      pieces.push({ values: new Float64Array(PIECE).fill(Number.NaN), present: new Uint8Array(PIECE) });
    const { values, present } = pieces[Math.floor(row / PIECE)] as Piece;
    values[row % PIECE] = value;
    present[row % PIECE] = 1;
  };
  return {
    get count() {
      return count;
    },
    get written() {
      return count + leftOut;
    },
    neighbours,
    add: (axes, measures) => {
      // Loggers that write a record a measure write those of one moment one after the other.
      const continues = axes.length > 0 && sameMoment(axes, last) && !measures.some(({ name }) => filled.has(name));
      if (!continues) {
        for (const axis of axes) set(axis, count);
        count++;
        last = axes;
        filled = new Set();
      }
      for (const measure of measures) {
        set(measure, count - 1);
        filled.add(measure.name);
      }
    },
    column: (name) => {
      const pieces = columns.get(name);
      if (!pieces) return undefined;
      const numbers = new Float64Array(count).fill(Number.NaN);
      for (const [i, { values }] of pieces.entries())
        numbers.set(values.subarray(0, Math.max(0, count - i * PIECE)), i * PIECE);
      return numbers;
    },
    has: (name, row) => columns.get(name)?.[Math.floor(row / PIECE)]?.present[row % PIECE] === 1,
  };
}

function sameMoment(a: readonly Named[], b: readonly Named[]): boolean {
  return a.length === b.length && a.every(({ name, value }, i) => name === b[i]?.name && value === b[i]?.value);
}

/** A quarter of the rows or fewer: of neighbours those at which a measure is lowest or highest. */
export function thinned(rows: Rows, axes: readonly string[], measures: readonly string[]): Rows {
  const numbers = new Map([...axes, ...measures].map((name) => [name, rows.column(name) as Float64Array]));
  const bucket = Math.ceil((2 * measures.length) / KEPT);
  const kept: number[] = [];
  for (let from = 0; from < rows.count; from += bucket) {
    const to = Math.min(from + bucket, rows.count);
    const own = new Set(measures.flatMap((name) => extremes(numbers.get(name) as Float64Array, from, to)));
    kept.push(...[...own].sort((a, b) => a - b));
  }
  const fewer = rowsOf({ neighbours: rows.neighbours * bucket, leftOut: rows.written - kept.length });
  for (const row of kept) {
    const at = (names: readonly string[]) =>
      names.flatMap((name) =>
        rows.has(name, row) ? [{ name, value: (numbers.get(name) as Float64Array)[row] as number }] : [],
      );
    fewer.add(at(axes), at(measures));
  }
  return fewer;
}

function extremes(values: Float64Array, from: number, to: number): readonly number[] {
  let [low, high] = [-1, -1];
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    if (low < 0 ? !Number.isNaN(value) : value < (values[low] as number)) low = row;
    if (high < 0 ? !Number.isNaN(value) : value > (values[high] as number)) high = row;
  }
  return low < 0 ? [] : [low, high];
}
