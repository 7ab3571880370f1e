// ln 2 in two parts, of which the first has so few digits that its product with a power is exact (as in FreeBSD's e_exp.c).
const LN2_HIGH = f64x2.splat(0.6931471803691238);
const LN2_LOW = f64x2.splat(1.9082149292705877e-10);
/** Added to a number below 2^51 it leaves the nearest integer in the lowest bits: 1.5 · 2^52. */
const TO_INTEGER = f64x2.splat(6755399441055744);
const BIAS = i64x2.splat(1023);
const MANTISSA_BITS = 52;

/** e^x of both, within 2 units of the last place where |x| < 708: with k the integer nearest to x / ln 2 it is 2^k e^r, and e^r a series. */
export function exponential(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1 / Math.LN2)), TO_INTEGER);
  const k = f64x2.sub(shifted, TO_INTEGER);
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, LN2_HIGH)), f64x2.mul(k, LN2_LOW));
  let series = f64x2.splat(1 / 479001600);
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 39916800));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 3628800));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 362880));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 40320));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 5040));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 720));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 120));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 24));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 6));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1 / 2));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1));
  return f64x2.mul(series, i64x2.shl(i64x2.add(shifted, BIAS), MANTISSA_BITS));
}

/**
 * e^{sign · x} of so many values, an even number, in their place. Returns the largest |x|, NaN where one is; from 708 on the
 * exponentials are not to be used.
 */
export function exponentials(values: usize, count: i32, sign: f64): f64 {
  const signs = f64x2.splat(sign);
  const end = values + <usize>count * sizeof<f64>();
  let reach = f64x2.splat(0);
  // This maximum passes a NaN over; a sum does not.
  let sum = reach;
  for (let at = values; at < end; at += sizeof<v128>()) {
    const x = v128.load(at);
    reach = f64x2.pmax(reach, f64x2.abs(x));
    sum = f64x2.add(sum, x);
    v128.store(at, exponential(f64x2.mul(signs, x)));
  }
  const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  // 0, or NaN, which a maximum of two numbers passes on.
  return max(max(f64x2.extract_lane(reach, 0), f64x2.extract_lane(reach, 1)), total - total);
}
