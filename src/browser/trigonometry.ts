/* Trigonometric functions by the algorithms of fdlibm, as in elementary.ts. */

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

function high(x: number): number {
  double[0] = x;
  return halves[HIGH];
}

/** The double whose high half this is, and whose low half is 0. */
function ofHigh(to: number): number {
  double[0] = 0;
  halves[HIGH] = to;
  return double[0];
}

/** sin(x + y) for |x| ≤ π/4 and a small y. */
function sinKernel(x: number, y: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  const z = x * x;
  const v = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  const S1 = -1.66666666666666324348e-1;
  return y === 0 ? x + v * (S1 + z * r) : x - (z * (0.5 * y - v * r) - y - v * S1);
}

/** cos(x + y), likewise. */
function cosKernel(x: number, y: number): number {
  const size = high(x) & 0x7fffffff;
  if (size < 0x3e400000) return 1;
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  if (size < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * y));
  const q = size > 0x3fe90000 ? 0.28125 : ofHigh(size - 0x00200000);
  return 1 - q - (0.5 * z - q - (z * r - x * y));
}

/** π/2 in parts of 33 bits, and what each leaves. */
const PARTS = [
  [1.57079632673412561417, 6.07710050650619224932e-11],
  [6.0771005063039659766e-11, 2.02226624879595063154e-21],
  [2.0222662487111664558e-21, 8.47842766036889956997e-32],
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
  const n = Math.trunc(t * 6.36619772367581382433e-1 + 0.5);
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
  3.33333333333329318027e-1, -1.99999999998764832476e-1, 1.42857142725034663711e-1, -1.1111110405462355788e-1,
  9.09088713343650656196e-2, -7.69187620504482999495e-2, 6.66107313738753120669e-2, -5.83357013379057348645e-2,
  4.97687799461593236017e-2, -3.6531572744216915527e-2, 1.62858201153657823623e-2,
] as const;
const ATAN_HIGH = [
  4.63647609000806093515e-1, 7.85398163397448278999e-1, 9.82793723247329054082e-1, 1.570796326794896558,
] as const;
const ATAN_LOW = [
  2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, 6.12323399573676603587e-17,
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

const PI_LOW = 1.2246467991473531772e-16;

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
      (1.66666666666666657415e-1 +
        z *
          (-3.25565818622400915405e-1 +
            z *
              (2.01212532134862925881e-1 +
                z * (-4.00555345006794114027e-2 + z * (7.91534994289814532176e-4 + z * 3.4793310759602116757e-5)))))) /
    (1 +
      z *
        (-2.40339491173441421878 +
          z * (2.02094576023350569471 + z * (-6.8828397160545329303e-1 + z * 7.70381505559019352791e-2))));
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
