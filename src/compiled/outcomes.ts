import { compiled, floats, multiple, placed, VALUE } from "./module.ts";
import { product } from "./product.ts";

/** A table [row, answer] of which each pair has a row: where it begins [pair]. */
export interface Rows {
  readonly data: Float64Array;
  readonly start: Int32Array;
}

/** Pairs whose logits are sums of rows P [row, answer] of several tables, or another network's logits without them. */
export interface SummedLogits {
  /** e^{L_c − L_answer} of the others, 0 at the right answer: L − ΣP is asked about; ΣP without it. */
  readonly own?: Rows;
  /** Where the pair's row begins in each table [table][pair]. */
  readonly starts: readonly Int32Array[];
  /**
   * How many of the tables, from the first on, are summed, each number once: they share what they have in common. All, if
   * not given.
   */
  readonly lengths?: readonly number[];
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

const ADDRESS = Uint32Array.BYTES_PER_ELEMENT;
/** Answers that are worked on together: rows are as long, with zeros; and rows. */
const ANSWERS_TOGETHER = 8;
const ROWS_TOGETHER = 2;
/** Bytes of pairs' own rows that are worked on at a time. */
const MOST_BYTES = 2 ** 26;
/** Bytes of a pair's outcome. */
const OUTCOME = VALUE + 1;
/** Bytes of tables that stay near the processor while the pairs pass. */
const NEAR_BYTES = 2 ** 20;

/**
 * What `take` makes of the outcomes for several sets of tables [set][length], float64. They are there until it returns, and
 * it must not call another compiled loop: that would write over them. e^P is computed once a row, p² values where there are
 * p³ logits; a pair then costs multiplications: loss = log1p(Σ_{c ≠ answer} e^{L_c − L_answer} Π e^{P_answer − P_c}), a sum
 * of positive numbers, so that a loss of 1e-20 keeps its digits.
 */
export function outcomesOf<R>(
  logits: SummedLogits,
  sets: readonly (readonly Table[])[],
  take: (outcomes: Outcomes, set: number, length: number) => R,
): readonly (readonly R[])[] {
  const { own, places, width, starts, lengths = [starts.length] } = logits;
  const terms = sets.flat().reduce((most, table) => Math.max(most, termsOf(table).length), 0);
  const most = sets.length;
  const together = own ? Math.max(1, Math.floor(MOST_BYTES / (width * VALUE))) : places.length;
  const some = (from: number) =>
    someOutcomes({ ...logits, lengths, places: places.subarray(from, from + together) }, terms, most);
  if (sets.length === 0) return [];
  if (places.length <= together) return some(0)(sets, take);
  // Of pairs that come in parts as many sets at a time as their outcomes have room for.
  const fewer = Math.max(1, Math.floor(MOST_BYTES / (lengths.length * places.length * OUTCOME)));
  return Array.from({ length: Math.ceil(sets.length / fewer) }, (_, i) => {
    const first = i * fewer;
    const part = sets.slice(first, first + fewer);
    const found = part.map(() =>
      lengths.map(() => ({ loss: new Float64Array(places.length), right: new Uint8Array(places.length), reach: 0 })),
    );
    for (let from = 0; from < places.length; from += together) {
      some(from)(part, ({ loss, right, reach }, set, length) => {
        found[set][length].loss.set(loss, from);
        found[set][length].right.set(right, from);
        found[set][length].reach = reach;
      });
    }
    return found.map((one, set) => one.map((outcomes, length) => take(outcomes, first + set, length)));
  }).flat();
}

/** The same of so few pairs that their rows fit, for tables of at most so many terms, and at most so many sets. */
function someOutcomes(
  { own, starts, lengths, answer, places, width, rows }: SummedLogits & Required<Pick<SummedLogits, "lengths">>,
  terms: number,
  most: number,
) {
  const loops = compiled();
  const count = places.length;
  const even = multiple(count, 2);
  const stride = multiple(width, ANSWERS_TOGETHER);
  const height = multiple(rows, ROWS_TOGETHER);
  const line = stride * VALUE;
  const tableBytes = height * line;
  const setBytes = starts.length * tableBytes;
  const together = Math.min(most, Math.max(1, Math.floor(NEAR_BYTES / setBytes)));
  const at = placed({
    own: (own ? count : width) * line,
    tables: together * setBytes,
    ofRows: height * terms * VALUE,
    ofAnswers: terms * line,
    ownRows: count * ADDRESS,
    tableRows: starts.length * count * ADDRESS,
    asked: starts.length,
    answers: count * ADDRESS,
    products: line,
    loss: together * lengths.length * even * VALUE,
    right: together * lengths.length * even,
  });
  const addresses = (address: number, length: number) => new Uint32Array(loops.memory.buffer, address, length);
  // Behind the last answer, and the last row, stand zeros.
  const ownValues = floats(at.own, (own ? count : width) * stride).fill(0);
  const ofRows = floats(at.ofRows, height * terms).fill(0);
  const ofAnswers = floats(at.ofAnswers, terms * stride).fill(0);

  if (own) copyRows(own, places, width, ownValues, stride);
  else allButTheAnswer(width, ownValues, stride);
  const ownRows = addresses(at.ownRows, count);
  for (let i = 0; i < count; i++) ownRows[i] = at.own + (own ? i : answer[places[i]]) * line;
  for (const [t, start] of starts.entries()) {
    const tableRows = addresses(at.tableRows + t * count * ADDRESS, count);
    for (let i = 0; i < count; i++) tableRows[i] = at.tables + t * tableBytes + (start[places[i]] / width) * line;
  }
  const answers = addresses(at.answers, count);
  for (let i = 0; i < count; i++) answers[i] = answer[places[i]];
  const asked = new Uint8Array(loops.memory.buffer, at.asked, starts.length).fill(0);
  for (const length of lengths) asked[length - 1] = 1;
  // The loop gives the shortest first.
  const ascending = [...lengths].sort((x, y) => x - y);

  const write = (table: Table, to: number) => {
    const values = floats(to, height * stride).fill(0);
    if (table instanceof Float64Array) {
      for (let r = 0; r < rows; r++) values.set(table.subarray(r * width, (r + 1) * width), r * stride);
      return;
    }
    for (const [t, { ofRow, ofAnswer }] of table.entries()) {
      for (let r = 0; r < rows; r++) ofRows[r * table.length + t] = ofRow[r];
      ofAnswers.set(ofAnswer, t * stride);
    }
    loops.product(at.ofRows, at.ofAnswers, to, height, table.length, stride);
  };
  return <R>(
    sets: readonly (readonly Table[])[],
    take: (outcomes: Outcomes, set: number, length: number) => R,
  ): readonly (readonly R[])[] => {
    const found: R[][] = [];
    for (let first = 0; first < sets.length; first += together) {
      const some = sets.slice(first, first + together);
      const reaches = some.map((tables, s) => {
        let reach = 0;
        return tables.map((table, t) => {
          const to = at.tables + s * setBytes + t * tableBytes;
          write(table, to);
          reach += loops.exponentials(to, rows * stride, own ? -1 : 1);
          return reach;
        });
      });
      loops.outcomes(
        at.ownRows,
        at.tableRows,
        starts.length,
        setBytes,
        some.length,
        at.asked,
        at.answers,
        count,
        stride,
        at.products,
        at.loss,
        at.right,
      );
      for (const s of some.keys()) {
        found.push(
          lengths.map((length, l) => {
            const place = (s * lengths.length + ascending.indexOf(length)) * even;
            const loss = floats(at.loss + place * VALUE, count);
            const right = new Uint8Array(loops.memory.buffer, at.right + place, count);
            return take({ loss, right, reach: reaches[s][length - 1] }, first + s, l);
          }),
        );
      }
    }
    return found;
  };
}

/** The rows of these pairs, one behind another. */
function copyRows({ data, start }: Rows, places: Int32Array, width: number, to: Float64Array, stride: number): void {
  for (let i = 0; i < places.length; i++) to.set(data.subarray(start[places[i]], start[places[i]] + width), i * stride);
}

/** A row for each right answer: 1, and 0 there. */
function allButTheAnswer(width: number, to: Float64Array, stride: number): void {
  for (let answer = 0; answer < width; answer++) {
    to.fill(1, answer * stride, answer * stride + width);
    to[answer * stride + answer] = 0;
  }
}

/** A sum of terms as a table [row, answer]. */
export function tabulated(terms: readonly Term[], rows: number, width: number): Float64Array {
  // A product over nothing would not know how many rows it has.
  if (terms.length === 0) return new Float64Array(rows * width);
  const ofRows = new Float64Array(rows * terms.length);
  const ofAnswers = new Float64Array(terms.length * width);
  for (const [t, { ofRow, ofAnswer }] of terms.entries()) {
    for (let r = 0; r < rows; r++) ofRows[r * terms.length + t] = ofRow[r];
    ofAnswers.set(ofAnswer, t * width);
  }
  return product(ofRows, ofAnswers, terms.length, width);
}

function termsOf(table: Table): readonly Term[] {
  return table instanceof Float64Array ? [] : table;
}
