import { evaluate } from "../tensors/evaluate.ts";
import { constant, exp, matmul, negate } from "../tensors/operations.ts";
import { product } from "../tensors/product.ts";

/** A factor of every pair and answer, of which many pairs share a row: the row that each pair has, of the table in `data`. */
export interface Factor {
  readonly data: Float64Array;
  /** Where the table begins in `data`. */
  readonly base: number;
  /** Where the pair's row begins in the table [pair]; it is as long as there are answers. */
  readonly start: Int32Array;
}

/**
 * Σ_c Π of the factors at answer c, for the pairs at `places`. All but the first have one `data`: with an array for each
 * factor the loop runs out of registers, and takes twice as long.
 */
export function factorSums(factors: readonly Factor[], places: Int32Array, p: number): Float64Array {
  const [first, ...others] = factors;
  if (others.length === 1 && first.data.length <= p * p) return sumsOfRows(first, others[0], places, p);
  const table = others[0]?.data ?? first.data;
  if (others.some(({ data }) => data !== table)) throw new Error("the factors after the first have several arrays");
  const sums = SUMS[others.length];
  if (!sums) throw new Error(`no sum of ${factors.length} factors`);
  const out = new Float64Array(places.length);
  sums(out, first, table, others, places, p);
  return out;
}

/** The sums of two small tables: every row of one with every row of the other is one product of matrices. */
function sumsOfRows(one: Factor, other: Factor, places: Int32Array, p: number): Float64Array {
  const rows = one.data.length / p;
  const across = new Float64Array(one.data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < p; c++) across[c * rows + r] = other.data[other.base + r * p + c];
  const all = product(one.data, { data: across, rows: p, columns: rows }).data;
  const out = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    out[i] = all[(one.start[at] / p) * rows + other.start[at] / p];
  }
  return out;
}

type Sums = (
  out: Float64Array,
  first: Factor,
  table: Float64Array,
  others: readonly Factor[],
  places: Int32Array,
  p: number,
) => void;

// Written out for each count of factors: a loop over them inside takes ten times as long.
const SUMS: readonly Sums[] = [
  (out, { data, base, start }, _table, _others, places, p) => {
    for (let i = 0; i < places.length; i++) {
      let sum = 0;
      for (let u = base + start[places[i]], end = u + p; u < end; u++) sum += data[u];
      out[i] = sum;
    }
  },
  (out, { data, base, start }, table, [v], places, p) => {
    const vStart = v.start;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      let sum = 0;
      for (let u = base + start[at], end = u + p, j = v.base + vStart[at]; u < end; u++, j++) sum += data[u] * table[j];
      out[i] = sum;
    }
  },
  (out, { data, base, start }, table, [v, w], places, p) => {
    const vStart = v.start;
    const wStart = w.start;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      let sum = 0;
      for (
        let u = base + start[at], end = u + p, j = v.base + vStart[at], k = w.base + wStart[at];
        u < end;
        u++, j++, k++
      )
        sum += data[u] * table[j] * table[k];
      out[i] = sum;
    }
  },
  (out, { data, base, start }, table, [v, w, x], places, p) => {
    const vStart = v.start;
    const wStart = w.start;
    const xStart = x.start;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      let sum = 0;
      for (
        let u = base + start[at],
          end = u + p,
          j = v.base + vStart[at],
          k = w.base + wStart[at],
          l = x.base + xStart[at];
        u < end;
        u++, j++, k++, l++
      )
        sum += data[u] * table[j] * (table[k] * table[l]);
      out[i] = sum;
    }
  },
  (out, { data, base, start }, table, [v, w, x, y], places, p) => {
    const vStart = v.start;
    const wStart = w.start;
    const xStart = x.start;
    const yStart = y.start;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      let sum = 0;
      for (
        let u = base + start[at],
          end = u + p,
          j = v.base + vStart[at],
          k = w.base + wStart[at],
          l = x.base + xStart[at],
          m = y.base + yStart[at];
        u < end;
        u++, j++, k++, l++, m++
      )
        sum += data[u] * table[j] * (table[k] * table[l]) * table[m];
      out[i] = sum;
    }
  },
];

/** Tables [row, answer] that are exponentials e^{−P}, not taken yet. */
export interface Exponents {
  readonly values: readonly Float64Array[];
  /** Where the pair's row begins in each [pair]. */
  readonly start: Int32Array;
}

/** Of several factors, one after another: Σ_c own e^{−P}, and e^{−P} at the right answer, of each of `places`. */
export interface EachSums {
  readonly sums: readonly Float64Array[];
  readonly ofAnswer: readonly Float64Array[];
}

/**
 * The sums of `own` with each of several factors e^{−P}, factor by factor. For the pairs of one row they are a product of
 * matrices, and all of these one of batches: as many pairs in each as the fullest has, the rest zeros.
 */
export function factorSumsOfEach(
  own: Factor,
  { values, start }: Exponents,
  answer: Int32Array,
  places: Int32Array,
  p: number,
): EachSums {
  if (places.length === 0)
    return { sums: values.map(() => new Float64Array()), ofAnswer: values.map(() => new Float64Array()) };
  const groups = [...grouped(start, places)];
  const most = Math.max(...groups.map(([, members]) => members.length));
  const count = values.length;
  const rows = new Float64Array(groups.length * most * p);
  const across = new Float64Array(groups.length * count * p);
  for (const [g, [from, members]] of groups.entries()) {
    for (let t = 0; t < count; t++) across.set(values[t].subarray(from, from + p), (g * count + t) * p);
    for (const [i, member] of members.entries()) {
      const first = own.base + own.start[places[member]];
      rows.set(own.data.subarray(first, first + p), (g * most + i) * p);
    }
  }
  const left = constant(rows, [groups.length, most, p]);
  const right = exp(negate(constant(across, [groups.length, count, p])));
  const { products, factors } = evaluate({ products: matmul(left, right, { right: true }), factors: right });
  const each = () => values.map(() => new Float64Array(places.length));
  const [sums, ofAnswer] = [each(), each()];
  for (let t = 0; t < count; t++) {
    for (let g = 0; g < groups.length; g++) {
      const table = (g * count + t) * p;
      placed(sums[t], products, groups[g][1], g * most * count + t, count);
      for (const member of groups[g][1]) ofAnswer[t][member] = factors[table + answer[places[member]]];
    }
  }
  return { sums, ofAnswer };
}

/** Values that lie `step` apart, at the members' places. */
function placed(
  to: Float64Array,
  values: ArrayLike<number>,
  members: readonly number[],
  from: number,
  step: number,
): void {
  for (let i = 0, at = from; i < members.length; i++, at += step) to[members[i]] = values[at];
}

/** The positions in `places` of the pairs that have each row. */
function grouped(start: Int32Array, places: Int32Array): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < places.length; i++) {
    const row = members.get(start[places[i]]);
    if (row) row.push(i);
    else members.set(start[places[i]], [i]);
  }
  return members;
}

/**
 * An answer whose product is larger than that of the right one, −1 if there is none; of equal ones the first counts, as in
 * torch. `guess` is tried first.
 */
export function betterAnswer(
  factors: readonly Factor[],
  at: number,
  p: number,
  answer: number,
  ofAnswer: number,
  guess: number,
): number {
  for (let i = 0; i < p; i++) {
    const c = (guess + i) % p;
    let other = 1;
    for (let f = 0; f < factors.length; f++) other *= factors[f].data[factors[f].base + factors[f].start[at] + c];
    if (other > ofAnswer || (other === ofAnswer && c < answer)) return c;
  }
  return -1;
}
