/* Trigonometric functions by the algorithms of fdlibm, as in elementary.ts. */

import { double, HIGH, halves, high, withHigh } from "./double.ts";

/** sin(x + y) for |x| ≤ π/4 and a small y. */
function sinKernel(x: number, y: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  const z = x * x;
  const v = z * x;
  const r =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)));
  const S1 = -0.16666666666666632;
  return y === 0 ? x + v * (S1 + z * r) : x - (z * (0.5 * y - v * r) - y - v * S1);
}

/** cos(x + y), likewise. */
function cosKernel(x: number, y: number): number {
  const size = high(x) & 0x7fffffff;
  if (size < 0x3e400000) return 1;
  const z = x * x;
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-0.001388888888887411 +
          z *
            (0.00002480158728947673 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))));
  if (size < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * y));
  const q = size > 0x3fe90000 ? 0.28125 : withHigh(0, size - 0x00200000);
  return 1 - q - (0.5 * z - q - (z * r - x * y));
}

/** π/2 in parts of 33 bits, and what each leaves. */
const PARTS = [
  [1.5707963267341256, 6.077100506506192e-11],
  [6.077100506303966e-11, 2.0222662487959506e-21],
  [2.0222662487111665e-21, 8.4784276603689e-32],
] as const;
/** The high halves of the multiples of π/2, near which the difference loses digits. */
const MULTIPLES = Array.from({ length: 31 }, (_, i) => high(((i + 1) * Math.PI) / 2));
/** Larger angles would need more digits of π than are here. */
const MOST = 2 ** 19 * Math.PI;

/** Which quarter of the circle |x| is in, and what is left of it in two parts. */
function reduced(x: number): readonly [quarter: number, y0: number, y1: number] {
  const t = Math.abs(x);
  const size = high(t);
  if (size < 0x4002d97c) {
    const z = t - PARTS[0][0];
    // Within 33 + 53 bits of π/2.
    if (size !== 0x3ff921fb) {
      const y0 = z - PARTS[0][1];
      return [1, y0, z - y0 - PARTS[0][1]];
    }
    const closer = z - PARTS[1][0];
    const y0 = closer - PARTS[1][1];
    return [1, y0, closer - y0 - PARTS[1][1]];
  }
  const n = Math.trunc(t * 0.6366197723675814 + 0.5);
  let r = t - n * PARTS[0][0];
  let w = n * PARTS[0][1];
  let y0 = r - w;
  if (n >= 32 || size === MULTIPLES[n - 1]) {
    const lost = () => (size >> 20) - ((high(y0) >> 20) & 0x7ff);
    for (const [i, most] of [
      [1, 16],
      [2, 49],
    ] as const) {
      if (lost() <= most) break;
      const before = r;
      w = n * PARTS[i][0];
      r = before - w;
      w = n * PARTS[i][1] - (before - r - w);
      y0 = r - w;
    }
  }
  return [n, y0, r - y0 - w];
}

export function sin(x: number): number {
  if (Math.abs(x) <= 0.7853981633974483) return sinKernel(x, 0);
  if (!(Math.abs(x) < MOST)) return native.sin(x);
  const [n, y0, y1] = reduced(x);
  const value = (n & 1) === 0 ? sinKernel(y0, y1) : cosKernel(y0, y1);
  return ((n & 2) !== 0) !== x < 0 ? -value : value;
}

export function cos(x: number): number {
  if (Math.abs(x) <= 0.7853981633974483) return cosKernel(x, 0);
  if (!(Math.abs(x) < MOST)) return native.cos(x);
  const [n, y0, y1] = reduced(x);
  const value = (n & 1) === 0 ? cosKernel(y0, y1) : sinKernel(y0, y1);
  return ((n + 1) & 2) !== 0 ? -value : value;
}

const native = { sin: Math.sin, cos: Math.cos };

const ATAN = [
  0.3333333333333293, -0.19999999999876483, 0.14285714272503466, -0.11111110405462356, 0.09090887133436507,
  -0.0769187620504483, 0.06661073137387531, -0.058335701337905735, 0.049768779946159324, -0.036531572744216916,
  0.016285820115365782,
] as const;
const ATAN_HIGH = [0.4636476090008061, 0.7853981633974483, 0.982793723247329, 1.5707963267948966] as const;
const ATAN_LOW = [
  2.2698777452961687e-17, 3.061616997868383e-17, 1.3903311031230998e-17, 6.123233995736766e-17,
] as const;

export function atan(given: number): number {
  if (Number.isNaN(given)) return given;
  let x = given;
  const size = high(x) & 0x7fffffff;
  if (size >= 0x44100000) return x > 0 ? ATAN_HIGH[3] + ATAN_LOW[3] : -ATAN_HIGH[3] - ATAN_LOW[3];
  let id = -1;
  if (size < 0x3fdc0000) {
    if (size < 0x3e400000) return x;
  } else {
    x = Math.abs(x);
    if (size < 0x3ff30000) {
      id = size < 0x3fe60000 ? 0 : 1;
      x = id === 0 ? (2 * x - 1) / (2 + x) : (x - 1) / (x + 1);
    } else {
      id = size < 0x40038000 ? 2 : 3;
      x = id === 2 ? (x - 1.5) / (1 + 1.5 * x) : -1 / x;
    }
  }
  const z = x * x;
  const w = z * z;
  const s1 = z * (ATAN[0] + w * (ATAN[2] + w * (ATAN[4] + w * (ATAN[6] + w * (ATAN[8] + w * ATAN[10])))));
  const s2 = w * (ATAN[1] + w * (ATAN[3] + w * (ATAN[5] + w * (ATAN[7] + w * ATAN[9]))));
  if (id < 0) return x - x * (s1 + s2);
  const angle = (ATAN_HIGH[id] as number) - (x * (s1 + s2) - (ATAN_LOW[id] as number) - x);
  return given < 0 ? -angle : angle;
}

const PI_LOW = 1.2246467991473532e-16;

export function atan2(y: number, x: number): number {
  // Where one is 0 or not finite nothing is rounded.
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return native2(y, x);
  if (x === 1) return atan(y);
  const k = ((high(y) & 0x7fffffff) - (high(x) & 0x7fffffff)) >> 20;
  const angle = k > 60 ? Math.PI / 2 + 0.5 * PI_LOW : x < 0 && k < -60 ? 0 : atan(Math.abs(y / x));
  if (x > 0) return y > 0 ? angle : -angle;
  return y > 0 ? Math.PI - (angle - PI_LOW) : angle - PI_LOW - Math.PI;
}

const native2 = Math.atan2;

export function acos(x: number): number {
  if (!(Math.abs(x) < 1)) return x === 1 ? 0 : x === -1 ? Math.PI : Number.NaN;
  const rational = (z: number) =>
    (z *
      (0.16666666666666666 +
        z *
          (-0.3255658186224009 +
            z *
              (0.20121253213486293 +
                z * (-0.04005553450067941 + z * (0.0007915349942898145 + z * 0.00003479331075960212)))))) /
    (1 + z * (-2.403394911734414 + z * (2.0209457602335057 + z * (-0.6882839716054533 + z * 0.07703815055590194))));
  if (Math.abs(x) < 0.5) {
    if (Math.abs(x) <= 2 ** -57) return ATAN_HIGH[3] + ATAN_LOW[3];
    return ATAN_HIGH[3] - (x - (ATAN_LOW[3] - x * rational(x * x)));
  }
  if (x < 0) {
    const z = (1 + x) * 0.5;
    const s = Math.sqrt(z);
    return Math.PI - 2 * (s + (rational(z) * s - ATAN_LOW[3]));
  }
  const z = (1 - x) * 0.5;
  const s = Math.sqrt(z);
  double[0] = s;
  halves[1 - HIGH] = 0;
  const f = double[0];
  const c = (z - f * f) / (s + f);
  return 2 * (f + (rational(z) * s + c));
}
