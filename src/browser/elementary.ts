/*
 * Elementary functions by the algorithms of fdlibm (Sun Microsystems 1993, freely granted; https://www.netlib.org/fdlibm), to
 * the bit what Math has in Node 20. Browsers' own differ from it, and from one another, in the last digit.
 */

/** A double, and its two halves. */
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

function high(x: number): number {
  double[0] = x;
  return halves[HIGH];
}

/** x with another high half. */
function withHigh(x: number, to: number): number {
  double[0] = x;
  halves[HIGH] = to;
  return double[0];
}

/** x · 2ᵏ for x around 1. */
function scaled(x: number, k: number): number {
  if (k >= 1024) return x * 2 * 2 ** 1023;
  double[0] = x;
  halves[HIGH] += (k >= -1021 ? k : k + 1000) << 20;
  return k >= -1021 ? double[0] : double[0] * 2 ** -1000;
}

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

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
    else k = Math.trunc(1.442695040888963387 * x + (x < 0 ? -0.5 : 0.5));
    hi = x - k * LN2_HIGH;
    lo = k * LN2_LOW;
  }
  const r = hi - lo;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  return scaled(1 - (lo - (r * c) / (2 - c) - hi), k);
}

/** Coefficients of log((1 + s) / (1 − s)). */
const L1 = 6.66666666666673513e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;

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
    const R = f * f * (0.5 - 0.33333333333333333 * f);
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
    const R = half * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - R : k * LN2_HIGH - (R - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const R = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
  if (k === 0) return f - (half - s * (half + R));
  return k * LN2_HIGH - (half - (s * (half + R) + (k * LN2_LOW + c)) - f);
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
    1.87595182427177009643 +
    r * (-1.88497979543377169875 + r * 1.62142972010535446614) +
    r * r * r * (-7.58397934778766047437e-1 + r * 1.45996192886612446982e-1);
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
