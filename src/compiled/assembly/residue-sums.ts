const VALUE = sizeof<f64>();
const PLACE = sizeof<i32>();
/** Columns that are worked on together: those of each residue lie on one line of the processor's cache. */
const TOGETHER = 8;
const LINE = TOGETHER * VALUE;

/**
 * Adds values x_c of the pairs (i, j) of one i, each less its level, to their sums over the pairs of equal i, j, i + j and
 * i − j modulo n, float64.
 *
 * single: whether the values are float32, else float64
 * values: [j, c], `stride` from one j to the next
 * places: which j a row is of, below 0 where it counts for nothing [row], 32 bits
 * level: float64 [c], up to a multiple of eight
 * a, b, plus, minus: the sums [eight columns, residue, column of the eight]
 * squares: Σ x_c² [c]
 */
export function residueSums(
  single: bool,
  values: usize,
  stride: i32,
  width: i32,
  places: usize,
  rows: i32,
  i: i32,
  n: i32,
  level: usize,
  a: usize,
  b: usize,
  plus: usize,
  minus: usize,
  squares: usize,
): void {
  if (single) sums<f32>(values, stride, width, places, rows, i, n, level, a, b, plus, minus, squares);
  else sums<f64>(values, stride, width, places, rows, i, n, level, a, b, plus, minus, squares);
}

function sums<T>(
  values: usize,
  stride: i32,
  width: i32,
  places: usize,
  rows: i32,
  i: i32,
  n: i32,
  level: usize,
  a: usize,
  b: usize,
  plus: usize,
  minus: usize,
  squares: usize,
): void {
  const table = <usize>n * LINE;
  for (let column = 0; column < width; column += TOGETHER) {
    const l0 = v128.load(level, 0);
    const l1 = v128.load(level, 16);
    const l2 = v128.load(level, 32);
    const l3 = v128.load(level, 48);
    const zero = f64x2.splat(0);
    let a0 = zero;
    let a1 = zero;
    let a2 = zero;
    let a3 = zero;
    let q0 = zero;
    let q1 = zero;
    let q2 = zero;
    let q3 = zero;
    let from = values + <usize>column * sizeof<T>();
    for (let row = 0; row < rows; row++, from += <usize>stride * sizeof<T>()) {
      const j = load<i32>(places + <usize>row * PLACE);
      if (j < 0) continue;
      const x0 = f64x2.sub(two<T>(from), l0);
      const x1 = f64x2.sub(two<T>(from + 2 * sizeof<T>()), l1);
      const x2 = f64x2.sub(two<T>(from + 4 * sizeof<T>()), l2);
      const x3 = f64x2.sub(two<T>(from + 6 * sizeof<T>()), l3);
      const sum = i + j;
      const difference = i - j;
      add(b + <usize>j * LINE, x0, x1, x2, x3);
      add(plus + <usize>(sum < n ? sum : sum - n) * LINE, x0, x1, x2, x3);
      add(minus + <usize>(difference < 0 ? difference + n : difference) * LINE, x0, x1, x2, x3);
      a0 = f64x2.add(a0, x0);
      a1 = f64x2.add(a1, x1);
      a2 = f64x2.add(a2, x2);
      a3 = f64x2.add(a3, x3);
      q0 = f64x2.add(q0, f64x2.mul(x0, x0));
      q1 = f64x2.add(q1, f64x2.mul(x1, x1));
      q2 = f64x2.add(q2, f64x2.mul(x2, x2));
      q3 = f64x2.add(q3, f64x2.mul(x3, x3));
    }
    add(a + <usize>i * LINE, a0, a1, a2, a3);
    add(squares, q0, q1, q2, q3);
    level += LINE;
    squares += LINE;
    a += table;
    b += table;
    plus += table;
    minus += table;
  }
}

/** Two values, as float64. */
function two<T>(at: usize): v128 {
  return sizeof<T>() === sizeof<f32>() ? f64x2.promote_low_f32x4(v128.load64_zero(at)) : v128.load(at);
}

function add(to: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  v128.store(to, f64x2.add(v128.load(to, 0), x0), 0);
  v128.store(to, f64x2.add(v128.load(to, 16), x1), 16);
  v128.store(to, f64x2.add(v128.load(to, 32), x2), 32);
  v128.store(to, f64x2.add(v128.load(to, 48), x3), 48);
}
