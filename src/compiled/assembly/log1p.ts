// As in FreeBSD's s_log1p.c: ln 2 in two parts, and the polynomial of the logarithm between √½ and √2.
const LN2_HIGH = f64x2.splat(0.6931471803691238);
const LN2_LOW = f64x2.splat(1.9082149292705877e-10);
const ONE = f64x2.splat(1);
const SQRT_HALF: i64 = 0x3fe6a09e00000000;
const ONE_BITS: i64 = 0x3ff0000000000000;
const MANTISSA = i64x2.splat(0x000fffffffffffff);
const MANTISSA_BITS = 52;
/** 1.5 · 2^52 as a number and as its bits: an integer added to the bits is one added to the number. */
const OFFSET = f64x2.splat(6755399441055744);
const OFFSET_BITS: i64 = 0x4338000000000000;

/** log(1 + x) of both, within 2 units of the last place, for finite x ≥ 0. */
export function log1p(x: v128): v128 {
  const u = f64x2.add(x, ONE);
  // What rounding took from 1 + x, as it changes the logarithm.
  const lost = f64x2.div(f64x2.sub(x, f64x2.sub(u, ONE)), u);
  // u = 2^k m, with m between √½ and √2.
  const bits = i64x2.add(u, i64x2.splat(ONE_BITS - SQRT_HALF));
  const power = i64x2.sub(i64x2.shr_u(bits, MANTISSA_BITS), i64x2.splat(1023));
  const k = f64x2.sub(i64x2.add(power, i64x2.splat(OFFSET_BITS)), OFFSET);
  const m = i64x2.add(v128.and(bits, MANTISSA), i64x2.splat(SQRT_HALF));
  const f = f64x2.sub(m, ONE);
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  let series = f64x2.splat(0.14798198605116586);
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.15313837699209373));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.1818357216161805));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.22222198432149784));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.2857142874366239));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.3999999999940942));
  series = f64x2.add(f64x2.mul(series, z), f64x2.splat(0.6666666666666735));
  series = f64x2.mul(series, z);
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const low = f64x2.add(f64x2.mul(k, LN2_LOW), lost);
  const small = f64x2.sub(f64x2.add(f64x2.mul(s, f64x2.add(half, series)), low), half);
  return f64x2.add(f64x2.add(small, f), f64x2.mul(k, LN2_HIGH));
}
