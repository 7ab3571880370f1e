import { product } from "../numerics/matmul.ts";

/** A table [row, answer] of factors, and which row of it each pair has. */
export interface Factor {
  readonly row: Int32Array;
  readonly data: Float64Array;
}

/** Σ_c Π of the factors at answer c, for the pairs at `places`. */
export function factorSums(factors: readonly Factor[], places: Int32Array, p: number): Float64Array {
  if (factors.length === 2 && factors.every(({ data }) => data.length <= p * p))
    return sumsOfRows(factors[0], factors[1], places, p);
  const out = new Float64Array(places.length);
  const [u, v, w, x, y] = factors.map(({ data }) => data);
  const [ofU, ofV, ofW, ofX, ofY] = factors.map(({ row }) => row);
  // Written out for each count of factors: a loop over them inside takes ten times as long.
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    let sum = 0;
    switch (factors.length) {
      case 1:
        for (let c = 0, a = ofU[at] * p; c < p; c++) sum += u[a + c];
        break;
      case 2:
        for (let c = 0, a = ofU[at] * p, b = ofV[at] * p; c < p; c++) sum += u[a + c] * v[b + c];
        break;
      case 3:
        for (let c = 0, a = ofU[at] * p, b = ofV[at] * p, d = ofW[at] * p; c < p; c++)
          sum += u[a + c] * v[b + c] * w[d + c];
        break;
      case 4:
        for (let c = 0, a = ofU[at] * p, b = ofV[at] * p, d = ofW[at] * p, e = ofX[at] * p; c < p; c++)
          sum += u[a + c] * v[b + c] * (w[d + c] * x[e + c]);
        break;
      default:
        for (let c = 0, a = ofU[at] * p, b = ofV[at] * p, d = ofW[at] * p, e = ofX[at] * p, f = ofY[at] * p; c < p; c++)
          sum += u[a + c] * v[b + c] * (w[d + c] * x[e + c]) * y[f + c];
    }
    out[i] = sum;
  }
  return out;
}

/** The sums of two small tables: every row of one with every row of the other is one product of matrices. */
function sumsOfRows(one: Factor, other: Factor, places: Int32Array, p: number): Float64Array {
  const rows = other.data.length / p;
  const across = new Float64Array(other.data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < p; c++) across[c * rows + r] = other.data[r * p + c];
  const all = product(one.data, { data: across, rows: p, columns: rows }).data;
  const out = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) out[i] = all[one.row[places[i]] * rows + other.row[places[i]]];
  return out;
}

/**
 * The sums of `factor` with each of several tables that share their rows, table by table. For the pairs of one row it is
 * one product of matrices, three times as fast as pair by pair.
 */
export function factorSumsOfEach(
  factor: Factor,
  row: Int32Array,
  tables: readonly Float64Array[],
  places: Int32Array,
  p: number,
): readonly Float64Array[] {
  const out = tables.map(() => new Float64Array(places.length));
  const count = tables.length;
  const across = new Float64Array(p * count);
  for (const [r, members] of grouped(row, places).entries()) {
    for (let t = 0; t < count; t++) for (let c = 0; c < p; c++) across[c * count + t] = tables[t][r * p + c];
    const own = new Float64Array(members.length * p);
    for (const [i, at] of members.entries()) {
      const from = factor.row[places[at]] * p;
      own.set(factor.data.subarray(from, from + p), i * p);
    }
    const { data } = product(own, { data: across, rows: p, columns: count });
    for (let i = 0; i < members.length; i++) for (let t = 0; t < count; t++) out[t][members[i]] = data[i * count + t];
  }
  return out;
}

/** For each row the positions in `places` of the pairs that have it. */
function grouped(row: Int32Array, places: Int32Array): readonly (readonly number[])[] {
  const members: number[][] = [];
  for (let i = 0; i < places.length; i++) {
    const r = row[places[i]];
    while (members.length <= r) members.push([]);
    members[r].push(i);
  }
  return members;
}

/** An answer whose product is larger than the right one's, −1 if there is none; of equal ones the first counts, as in torch. */
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
    let product = 1;
    for (let f = 0; f < factors.length; f++) product *= factors[f].data[factors[f].row[at] * p + c];
    if (product > ofAnswer || (product === ofAnswer && c < answer)) return c;
  }
  return -1;
}
