// ln 2 in two parts, of which the first has so few digits that its product with a power is exact (as in fdlibm's e_exp.c, Sun Microsystems 1993, freely granted).
const LN2_HIGH = f64x2.splat(0.6931471803691238);
const LN2_LOW = f64x2.splat(1.9082149292705877e-10);
/** Added to a number below 2^51 it leaves the nearest integer in the lowest bits: 1.5 · 2^52. */
const TO_INTEGER = f64x2.splat(6755399441055744);
const BIAS = i64x2.splat(1023);
const MANTISSA_BITS = 52;
/** Values that are worked on together, so that a processor need not wait for one before it goes on with another. */
const TOGETHER = 4 * sizeof<v128>();

/**
 * e^x of the values from an address to another, a multiple of eight, in their place; within 2 units of the last place where
 * |x| < 708: with k the integer nearest to x / ln 2 it is 2^k e^r, and e^r a series.
 */
export function exponentialsBetween(from: usize, end: usize): void {
  for (let at = from; at < end; at += TOGETHER) {
    let r0 = v128.load(at, 0);
    let r1 = v128.load(at, 16);
    let r2 = v128.load(at, 32);
    let r3 = v128.load(at, 48);
    const shifted0 = f64x2.add(f64x2.mul(r0, f64x2.splat(1 / Math.LN2)), TO_INTEGER);
    const shifted1 = f64x2.add(f64x2.mul(r1, f64x2.splat(1 / Math.LN2)), TO_INTEGER);
    const shifted2 = f64x2.add(f64x2.mul(r2, f64x2.splat(1 / Math.LN2)), TO_INTEGER);
    const shifted3 = f64x2.add(f64x2.mul(r3, f64x2.splat(1 / Math.LN2)), TO_INTEGER);
    r0 = remainder(r0, shifted0);
    r1 = remainder(r1, shifted1);
    r2 = remainder(r2, shifted2);
    r3 = remainder(r3, shifted3);
    let s0 = f64x2.splat(1 / 479001600);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 39916800));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 39916800));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 39916800));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 39916800));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 3628800));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 3628800));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 3628800));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 3628800));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 362880));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 362880));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 362880));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 362880));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 40320));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 40320));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 40320));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 40320));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 5040));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 5040));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 5040));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 5040));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 720));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 720));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 720));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 720));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 120));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 120));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 120));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 120));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 24));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 24));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 24));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 24));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 6));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 6));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 6));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 6));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1 / 2));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1 / 2));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1 / 2));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1 / 2));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1));
    s0 = f64x2.add(f64x2.mul(s0, r0), f64x2.splat(1));
    s1 = f64x2.add(f64x2.mul(s1, r1), f64x2.splat(1));
    s2 = f64x2.add(f64x2.mul(s2, r2), f64x2.splat(1));
    s3 = f64x2.add(f64x2.mul(s3, r3), f64x2.splat(1));
    v128.store(at, scaled(s0, shifted0), 0);
    v128.store(at, scaled(s1, shifted1), 16);
    v128.store(at, scaled(s2, shifted2), 32);
    v128.store(at, scaled(s3, shifted3), 48);
  }
}

/** What is left of x without the multiple of ln 2. */
function remainder(x: v128, shifted: v128): v128 {
  const k = f64x2.sub(shifted, TO_INTEGER);
  return f64x2.sub(f64x2.sub(x, f64x2.mul(k, LN2_HIGH)), f64x2.mul(k, LN2_LOW));
}

/** 2^k times a number between ½ and 2. */
function scaled(x: v128, shifted: v128): v128 {
  return f64x2.mul(x, i64x2.shl(i64x2.add(shifted, BIAS), MANTISSA_BITS));
}

/**
 * e^{sign · x} of so many values, a multiple of eight, in their place. Returns the largest |x|, NaN where one is; from 708 on
 * the exponentials are not to be used.
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
    v128.store(at, f64x2.mul(signs, x));
  }
  exponentialsBetween(values, end);
  const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  // 0, or NaN, which a maximum of two numbers passes on.
  return max(max(f64x2.extract_lane(reach, 0), f64x2.extract_lane(reach, 1)), total - total);
}
