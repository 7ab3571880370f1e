/** Numbers by column and row, as a log grows: NaN where a row has none. */
export interface Rows {
  readonly count: number;
  readonly add: (axes: readonly Named[], measures: readonly Named[]) => void;
  /** Adds a row with `numbers[i]` in column `names[i]`; undefined where it has none. */
  readonly addNumbers: (names: readonly string[], numbers: readonly (number | undefined)[]) => void;
  /** The numbers of a column, one a row; undefined where there is none of this name. */
  readonly column: (name: string) => Float64Array | undefined;
  /** How many rows have a number of this column, be it NaN … */
  readonly filled: (name: string) => number;
  /** … and whether a row has. */
  readonly has: (name: string, row: number) => boolean;
}

interface Named {
  readonly name: string;
  readonly value: number;
}

/** Rows of one piece of a column: a whole one doubles as it grows, and memory with it. */
const PIECE = 2 ** 14;
/** A piece begins with so many: a log may have thousands of runs, or of columns, of a row each. */
const FEW = 2 ** 4;
interface Piece {
  readonly values: Float64Array;
  /** 1 where a row has a value. */
  readonly present: Uint8Array;
}

/** A piece with what there was of it, and room for its row of this number. */
function grown(piece: Piece | undefined, row: number): Piece {
  const length = Math.min(PIECE, Math.max(FEW, 2 ** (32 - Math.clz32(row))));
  const more = { values: new Float64Array(length).fill(Number.NaN), present: new Uint8Array(length) };
  if (piece) {
    more.values.set(piece.values);
    more.present.set(piece.present);
  }
  return more;
}

/** No rows yet. */
export function rowsOf(): Rows {
  const columns = new Map<string, (Piece | undefined)[]>();
  const sizes = new Map<string, number>();
  let count = 0;
  let last: readonly Named[] = [];
  /** Columns that the last row has. */
  let filled = new Set<string>();

  const set = (name: string, value: number, row: number) => {
    const pieces = columns.get(name) ?? [];
    columns.set(name, pieces);
    const at = Math.floor(row / PIECE);
    const known = pieces[at];
    const piece = known && row % PIECE < known.values.length ? known : grown(known, row % PIECE);
    if (piece !== known) pieces[at] = piece;
    const { values, present } = piece;
    values[row % PIECE] = value;
    if (present[row % PIECE] === 0) sizes.set(name, (sizes.get(name) ?? 0) + 1);
    present[row % PIECE] = 1;
  };
  return {
    get count() {
      return count;
    },
    add: (axes, measures) => {
      // Loggers that write a record a measure write those of one moment one after the other.
      const continues = axes.length > 0 && sameMoment(axes, last) && !measures.some(({ name }) => filled.has(name));
      if (!continues) {
        for (const { name, value } of axes) set(name, value, count);
        count++;
        last = axes;
        filled = new Set();
      }
      for (const { name, value } of measures) {
        set(name, value, count - 1);
        filled.add(name);
      }
    },
    addNumbers: (names, numbers) => {
      for (let i = 0; i < names.length; i++) {
        const value = numbers[i];
        if (value !== undefined) set(names[i] as string, value, count);
      }
      count++;
      last = [];
    },
    column: (name) => {
      const pieces = columns.get(name);
      if (!pieces) return undefined;
      const numbers = new Float64Array(count).fill(Number.NaN);
      for (const [i, piece] of pieces.entries())
        if (piece) numbers.set(piece.values.subarray(0, Math.max(0, count - i * PIECE)), i * PIECE);
      return numbers;
    },
    filled: (name) => sizes.get(name) ?? 0,
    has: (name, row) => columns.get(name)?.[Math.floor(row / PIECE)]?.present[row % PIECE] === 1,
  };
}

function sameMoment(a: readonly Named[], b: readonly Named[]): boolean {
  return a.length === b.length && a.every(({ name, value }, i) => name === b[i]?.name && value === b[i]?.value);
}
