const VALUE = sizeof<f64>();
const TWO = sizeof<v128>();

/**
 * Makes A [row, column], whose rows are an even number of values with zeros behind the last column, bidiagonal by Householder
 * reflections, first triangular where that is asked for: the triangle of a matrix of many rows is cheaper to make bidiagonal
 * than the whole (Golub and Van Loan, sections 5.2 and 5.4).
 *
 * entries: the diagonal's and the one beside it by turns, 2 · columns, the last 0
 * v, w: room for a column and for a row
 */
export function bidiagonal(
  A: usize,
  rows: i32,
  columns: i32,
  stride: i32,
  triangular: bool,
  entries: usize,
  v: usize,
  w: usize,
): void {
  const width = <usize>stride * VALUE;
  if (triangular) {
    for (let k = 0; k < columns; k++) reflectColumn(A, rows, width, k, v, w);
    rows = columns;
  }
  for (let k = 0; k < columns; k++) {
    store<f64>(entries, reflectColumn(A, rows, width, k, v, w));
    store<f64>(entries + VALUE, reflectRow(A, rows, width, k, w));
    entries += 2 * VALUE;
  }
}

/** Takes column k to its entry at row k alone, by a reflection of the rows from k on; returns that entry. */
function reflectColumn(A: usize, rows: i32, width: usize, k: i32, v: usize, w: usize): f64 {
  const column = <usize>k * VALUE;
  const top = A + <usize>k * width;
  const end = A + <usize>rows * width;
  let squares: f64 = 0;
  for (let row = top, to = v; row < end; row += width, to += VALUE) {
    const x = load<f64>(row + column);
    store<f64>(to, x);
    squares += x * x;
  }
  if (squares === 0) return 0;
  const head = load<f64>(v);
  const left = copysign(sqrt(squares), -head);
  const beta = f64x2.splat(1 / (squares - head * left));
  store<f64>(v, head - left);
  // Before the column are zeros below the diagonal, which no reflection changes.
  const first = column & ~(TWO - 1);
  for (let c = first; c < width; c += TWO) v128.store(w + c, f64x2.splat(0));
  for (let row = top, from = v; row < end; row += width, from += VALUE) {
    const x = f64x2.mul(beta, v128.load64_splat(from));
    for (let c = first; c < width; c += TWO) {
      v128.store(w + c, f64x2.add(v128.load(w + c), f64x2.mul(x, v128.load(row + c))));
    }
  }
  for (let row = top, from = v; row < end; row += width, from += VALUE) {
    const x = v128.load64_splat(from);
    for (let c = first; c < width; c += TWO) {
      v128.store(row + c, f64x2.sub(v128.load(row + c), f64x2.mul(x, v128.load(w + c))));
    }
  }
  store<f64>(top + column, left);
  for (let row = top + width; row < end; row += width) store<f64>(row + column, 0);
  return left;
}

/** Takes what row k has past the diagonal to the first entry there, by a reflection of the columns; returns that entry. */
function reflectRow(A: usize, rows: i32, width: usize, k: i32, w: usize): f64 {
  const column = <usize>(k + 1) * VALUE;
  if (column >= width) return 0;
  const top = A + <usize>k * width;
  const end = A + <usize>rows * width;
  const first = column & ~(TWO - 1);
  let squares: f64 = 0;
  store<f64>(w + first, 0);
  for (let c = column; c < width; c += VALUE) {
    const x = load<f64>(top + c);
    store<f64>(w + c, x);
    squares += x * x;
  }
  if (squares === 0) return 0;
  const head = load<f64>(w + column);
  const left = copysign(sqrt(squares), -head);
  const beta = 1 / (squares - head * left);
  store<f64>(w + column, head - left);
  for (let row = top + width; row < end; row += width) {
    let sums = f64x2.splat(0);
    for (let c = first; c < width; c += TWO) sums = f64x2.add(sums, f64x2.mul(v128.load(row + c), v128.load(w + c)));
    const x = f64x2.splat(beta * (f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)));
    for (let c = first; c < width; c += TWO) {
      v128.store(row + c, f64x2.sub(v128.load(row + c), f64x2.mul(x, v128.load(w + c))));
    }
  }
  return left;
}
