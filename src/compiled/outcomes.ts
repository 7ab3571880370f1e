import { compiled, multiple, placed } from "./module.ts";

/** A table [row, answer] of which each pair has a row: where it begins [pair]. */
export interface Rows {
  readonly data: Float64Array;
  readonly start: Int32Array;
}

/** Pairs whose logits are sums of rows P [row, answer] of several tables, or another network's logits without them. */
export interface SummedLogits {
  /** e^{L_c − L_answer} of the others, 0 at the right answer: L − ΣP is asked about; ΣP without it. */
  readonly own?: Rows;
  /** Where the pair's row begins in each table [table][pair]; without `own`, those of a row of the first have one answer. */
  readonly starts: readonly Int32Array[];
  /** The right answer of each pair. */
  readonly answer: Int32Array;
  /** The pairs that are asked about, by their place in the others. */
  readonly places: Int32Array;
  /** How many answers there are. */
  readonly width: number;
  /** How many rows each table has. */
  readonly rows: number;
}

/** A function of the row times a function of the answer. */
export interface Term {
  readonly ofRow: Float64Array;
  readonly ofAnswer: Float64Array;
}
/** A table [row, answer], as it is or as a sum of terms. */
export type Table = Float64Array | readonly Term[];

/** What becomes of each of the pairs asked about. */
export interface Outcomes {
  /** Cross-entropy in nats. */
  readonly loss: Float64Array;
  /** 1 where the right answer has the largest logit, the first of equals, else 0. */
  readonly right: Uint8Array;
  /** Σ over the tables of their largest |P|; NaN where one is. Where e^{2 reach}, times `own`, is no float64, the others say nothing. */
  readonly reach: number;
}

const VALUE = Float64Array.BYTES_PER_ELEMENT;
const ADDRESS = Uint32Array.BYTES_PER_ELEMENT;
/** Answers that are worked on together: rows are as long, with zeros; and rows. */
const ANSWERS_TOGETHER = 8;
const ROWS_TOGETHER = 2;
/** Bytes of pairs' own rows that are worked on at a time. */
const MOST_BYTES = 2 ** 26;

/**
 * Outcomes for several sets of tables, float64. e^P is computed once a row, p² values where there are p³ logits; a pair then
 * costs multiplications: loss = log1p(Σ_{c ≠ answer} e^{L_c − L_answer} Π e^{P_answer − P_c}), a sum of positive numbers, so
 * that a loss of 1e-20 keeps its digits.
 */
export function outcomesOf(logits: SummedLogits, sets: readonly (readonly Table[])[]): readonly Outcomes[] {
  const { places, width } = logits;
  const found = sets.map((tables) => ({
    loss: new Float64Array(places.length),
    right: new Uint8Array(places.length),
    reach: 0,
    tables,
  }));
  const terms = sets.flat().reduce((most, table) => Math.max(most, termsOf(table).length), 0);
  const together = logits.own ? Math.max(1, Math.floor(MOST_BYTES / (width * VALUE))) : places.length;
  for (let from = 0; from < places.length; from += together) {
    const some = someOutcomes({ ...logits, places: places.subarray(from, from + together) }, terms);
    for (const one of found) {
      const { loss, right, reach } = some(one.tables);
      one.loss.set(loss, from);
      one.right.set(right, from);
      one.reach = reach;
    }
  }
  return found;
}

/** What gives the outcomes of so few pairs that their rows fit, for tables of at most so many terms; until it is called again. */
function someOutcomes(
  { own, starts, answer, places, width, rows }: SummedLogits,
  terms: number,
): (tables: readonly Table[]) => Outcomes {
  const { memory, product, exponentials, outcomes } = compiled();
  const count = places.length;
  const stride = multiple(width, ANSWERS_TOGETHER);
  const height = multiple(rows, ROWS_TOGETHER);
  const line = stride * VALUE;
  const at = placed({
    own: (own ? count : rows) * line,
    tables: starts.length * height * line,
    ofRows: height * terms * VALUE,
    ofAnswers: terms * line,
    ownRows: count * ADDRESS,
    tableRows: starts.length * count * ADDRESS,
    answers: count * ADDRESS,
    loss: (count + 1) * VALUE,
    right: count,
  });
  const floats = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  const addresses = (address: number, length: number) => new Uint32Array(memory.buffer, address, length);
  // Behind the last answer, and the last row, stand zeros.
  const first = floats(at.own, (own ? count : rows) * stride).fill(0);
  const ofRows = floats(at.ofRows, height * terms).fill(0);
  const ofAnswers = floats(at.ofAnswers, terms * stride).fill(0);
  const tableAt = (t: number) => at.tables + t * height * line;

  if (own) copyRows(own, places, width, first, stride);
  const ownRows = addresses(at.ownRows, count);
  for (let i = 0; i < count; i++) ownRows[i] = at.own + (own ? i : starts[0][places[i]] / width) * line;
  for (const [t, start] of starts.entries()) {
    const tableRows = addresses(at.tableRows + t * count * ADDRESS, count);
    for (let i = 0; i < count; i++) tableRows[i] = tableAt(t) + (start[places[i]] / width) * line;
  }
  const answers = addresses(at.answers, count);
  for (let i = 0; i < count; i++) answers[i] = answer[places[i]];

  const write = (table: Table, to: number) => {
    if (table instanceof Float64Array) {
      const values = floats(to, rows * stride).fill(0);
      for (let r = 0; r < rows; r++) values.set(table.subarray(r * width, (r + 1) * width), r * stride);
      return;
    }
    for (const [t, { ofRow, ofAnswer }] of table.entries()) {
      for (let r = 0; r < rows; r++) ofRows[r * table.length + t] = ofRow[r];
      ofAnswers.set(ofAnswer, t * stride);
    }
    product(at.ofRows, at.ofAnswers, to, height, table.length, stride);
  };
  return (tables) => {
    let reach = 0;
    for (const [t, table] of tables.entries()) {
      write(table, tableAt(t));
      reach += exponentials(tableAt(t), rows * stride, own ? -1 : 1);
    }
    if (!own) {
      const exponentialsOfFirst = floats(at.tables, rows * stride);
      for (let r = 0; r < rows * stride; r += stride) first.set(exponentialsOfFirst.subarray(r, r + width), r);
      for (const s of places) first[(starts[0][s] / width) * stride + answer[s]] = 0;
    }
    const skipped = own ? 0 : 1;
    outcomes(at.ownRows, at.tableRows, starts.length, skipped, at.answers, count, stride, at.loss, at.right);
    return { loss: floats(at.loss, count), right: new Uint8Array(memory.buffer, at.right, count), reach };
  };
}

/** The rows of these pairs, one behind another. */
function copyRows({ data, start }: Rows, places: Int32Array, width: number, to: Float64Array, stride: number): void {
  for (let i = 0; i < places.length; i++) to.set(data.subarray(start[places[i]], start[places[i]] + width), i * stride);
}

function termsOf(table: Table): readonly Term[] {
  return table instanceof Float64Array ? [] : table;
}
