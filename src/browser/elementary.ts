/*
 * Elementary functions by the algorithms of fdlibm (Sun Microsystems 1993, freely granted; https://www.netlib.org/fdlibm), to
 * the bit what Math has in Node 20. Browsers' own differ from it, and from one another, in the last digit.
 */

import { double, HIGH, halves, high, withHigh } from "./double.ts";

/** x · 2ᵏ for x around 1. */
function scaled(x: number, k: number): number {
  if (k >= 1024) return x * 2 * 2 ** 1023;
  double[0] = x;
  halves[HIGH] += (k >= -1021 ? k : k + 1000) << 20;
  return k >= -1021 ? double[0] : double[0] * 2 ** -1000;
}

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -745.1332191019411) return 0;
  if (Math.abs(x) < 2 ** -28) return 1 + x;
  if (x === 1) return Math.E;
  let hi = x;
  let lo = 0;
  let k = 0;
  if (Math.abs(x) > 0.34657359027997264) {
    if (Math.abs(x) < 1.0397207708399179) k = x < 0 ? -1 : 1;
    else k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
    hi = x - k * LN2_HIGH;
    lo = k * LN2_LOW;
  }
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  return scaled(1 - (lo - (r * c) / (2 - c) - hi), k);
}

/** Coefficients of log((1 + s) / (1 − s)). */
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const small = x < 2 ** -1022;
  const value = small ? x * 2 ** 54 : x;
  const top = high(value);
  const fraction = top & 0xfffff;
  const up = (fraction + 0x95f64) & 0x100000;
  const k = (top >> 20) - 1023 + (up >> 20) - (small ? 54 : 0);
  const f = withHigh(value, fraction | (up ^ 0x3ff00000)) - 1;
  if ((0xfffff & (2 + fraction)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    const R = f * f * (0.5 - 0.3333333333333333 * f);
    return k === 0 ? f - R : k * LN2_HIGH - (R - k * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const R = z * (L1 + w * (L3 + w * (L5 + w * L7))) + w * (L2 + w * (L4 + w * L6));
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    if (k === 0) return f - (half - s * (half + R));
    return k * LN2_HIGH - (half - (s * (half + R) + k * LN2_LOW) - f);
  }
  if (k === 0) return f - s * (f - R);
  return k * LN2_HIGH - (s * (f - R) - k * LN2_LOW - f);
}

export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const size = Math.abs(x);
  if (size < 2 ** -29) return size < 2 ** -54 ? x : x - x * x * 0.5;
  let [k, f, top, c] = [0, x, 1, 0];
  const within = high(x);
  // From −0.2929 to 0.41422 there is nothing to take off.
  if (!(within < 0x3fda827a && (within > 0 || within <= (0xbfd2bec4 | 0)))) {
    let u = x < 2 ** 53 ? 1 + x : x;
    top = high(u);
    k = (top >> 20) - 1023;
    if (x < 2 ** 53) c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    top &= 0xfffff;
    if (top < 0x6a09e) u = withHigh(u, top | 0x3ff00000);
    else {
      k++;
      u = withHigh(u, top | 0x3fe00000);
      top = (0x100000 - top) >> 2;
    }
    f = u - 1;
  }
  const half = 0.5 * f * f;
  if (top === 0) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
    const R = half * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - R : k * LN2_HIGH - (R - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const R = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
  if (k === 0) return f - (half - s * (half + R));
  return k * LN2_HIGH - (half - (s * (half + R) + (k * LN2_LOW + c)) - f);
}

/** e^x − 1. */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x;
  const size = Math.abs(x);
  if (size >= 56 * Math.LN2) {
    if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
    if (x < 0) return -1;
  }
  if (size < 2 ** -54) return x;
  let k = 0;
  let r = x;
  let c = 0;
  if (size > 0.5 * Math.LN2) {
    k = size < 1.5 * Math.LN2 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
    const hi = x - k * LN2_HIGH;
    const lo = k * LN2_LOW;
    r = hi - lo;
    c = hi - r - lo;
  }
  const half = 0.5 * r;
  const h = r * half;
  const series =
    1 +
    h *
      (-0.03333333333333313 +
        h *
          (0.0015873015872548146 +
            h * (-0.0000793650757867488 + h * (0.000004008217827329362 + h * -2.0109921818362437e-7))));
  const t = 3 - series * half;
  let e = h * ((series - t) / (6 - r * t));
  if (k === 0) return r - (r * e - h);
  e = r * (e - c) - c - h;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scaled(1 - (e - r), k) - 1;
  return k < 20 ? scaled(1 - 2 ** -k - (e - r), k) : scaled(r - (e + 2 ** -k) + 1, k);
}

export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size < 22)) return Number.isNaN(x) ? x : Math.sign(x);
  if (size < 2 ** -28) return x;
  const t = expm1(size >= 1 ? 2 * size : -2 * size);
  const value = size >= 1 ? 1 - 2 / (t + 2) : -t / (t + 2);
  return x < 0 ? -value : value;
}

export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const small = size < 2 ** -1022;
  const guess = Math.trunc(high(small ? size * 2 ** 54 : size) / 3) + (small ? 696219795 : 715094163);
  double[0] = 0;
  halves[HIGH] = guess;
  let t = x < 0 ? -double[0] : double[0];
  const r = t * t * (t / x);
  t *=
    1.87595182427177 +
    r * (-1.8849797954337717 + r * 1.6214297201053545) +
    r * r * r * (-0.758397934778766 + r * 0.14599619288661245);
  // To 23 bits, so that t² is exact.
  double[0] = t;
  const low = halves[1 - HIGH] >>> 0;
  const rounded = low + 0x80000000;
  halves[1 - HIGH] = rounded & 0xc0000000;
  if (rounded > 0xffffffff) halves[HIGH]++;
  t = double[0];
  const part = x / (t * t);
  return t + t * ((part - t) / (t + t + part));
}

/** The root of the sum of squares, added up as Kahan has it. */
export function hypot(...values: readonly number[]): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  if (values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  if (most === 0) return 0;
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const share = Math.abs(value) / most;
    const square = share * share - lost;
    const next = sum + square;
    lost = next - sum - square;
    sum = next;
  }
  return Math.sqrt(sum) * most;
}
