import { extremes } from "../../numerics/extremes.ts";
import { type Rows, rowsOf } from "./rows.ts";

/** Rows up to which a log is kept whole: 40 MB of five columns. */
const WHOLE = 2 ** 20;
/** Of a file of more bytes fewer rows are kept: it likely has more of them. */
const LARGE = 2 ** 28;
const OF_LARGE = 2 ** 17;
/** By how much rows are thinned at a time. */
const FACTOR = 4;

/** Names of columns. */
interface Columns {
  readonly axes: readonly string[];
  readonly measures: readonly string[];
}

/** Rows of a log that grows without bound. */
export interface BoundedRows {
  /** Where rows are added; another one after each call of `settle`. */
  readonly latest: () => Rows;
  /** Thins the rows where they have become too many. */
  readonly settle: (columns: () => Columns) => void;
  /** All that are kept; of so many neighbours those at which a measure is lowest or highest, 1 where all are. */
  readonly all: (columns: Columns) => { readonly rows: Rows; readonly written: number; readonly neighbours: number };
}

/**
 * The rows of a log of so many bytes in bounded memory. When there are too many, of neighbours those are kept at which a
 * measure is lowest or highest, throughout the log of as many neighbours: so that no spike is lost, and none is widened.
 */
export function boundedRows(byteLength: number): BoundedRows {
  const most = byteLength > LARGE ? OF_LARGE : WHOLE;
  let latest = rowsOf();
  let thinned: Rows | undefined;
  let factor = 1;
  let written = 0;
  const moved = (columns: Columns): Rows => {
    written += latest.count;
    if (!thinned) factor = FACTOR;
    const to = thinned ?? rowsOf();
    extremesInto(to, latest, columns, factor);
    latest = rowsOf();
    return to;
  };
  /** All rows but the latest, with these. */
  const thin = (columns: Columns): Rows => {
    const rows = moved(columns);
    if (rows.count < most) return rows;
    const fewer = rowsOf();
    extremesInto(fewer, rows, columns, FACTOR);
    factor *= FACTOR;
    return fewer;
  };
  return {
    latest: () => latest,
    settle: (names) => {
      if (latest.count >= (thinned ? most / FACTOR : most)) thinned = thin(names());
    },
    all: (columns) => {
      if (!thinned) return { rows: latest, written: latest.count, neighbours: 1 };
      // A log that is followed is asked for all its rows again and again, each time of a few more.
      thinned = thin(columns);
      return { rows: thinned, written, neighbours: neighbours(columns, factor) };
    },
  };
}

/** Of so many rows those with the lowest and the highest of each measure are one part in `factor`. */
function neighbours({ measures }: Columns, factor: number): number {
  return 2 * Math.max(1, measures.length) * factor;
}

function extremesInto(to: Rows, from: Rows, columns: Columns, factor: number): void {
  const { axes, measures } = columns;
  const names = [...axes, ...measures];
  const numbers = names.map((name) => from.column(name));
  const size = neighbours(columns, factor);
  for (let start = 0; start < from.count; start += size) {
    const end = Math.min(start + size, from.count);
    const rows = new Set(numbers.slice(axes.length).flatMap((values) => (values ? extremes(values, start, end) : [])));
    for (const row of [...rows].sort((a, b) => a - b)) {
      to.addNumbers(
        names,
        names.map((name, i) => (from.has(name, row) ? numbers[i]?.[row] : undefined)),
      );
    }
  }
}
