import type { Activation } from "../models/_architecture.ts";

/** A nonlinearity and its derivative, float64. */
export interface Nonlinearity {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

const GELU_CUBIC = 0.044715;
const gelu_tanh = (x: number) => Math.tanh(Math.sqrt(2 / Math.PI) * (x + GELU_CUBIC * x ** 3));

/** As networks are sent forward, in float64; the slope of ReLU at 0 is 0, as in every framework. */
export const NONLINEARITIES: Readonly<Record<Activation, Nonlinearity>> = {
  relu: { value: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) },
  square: { value: (x) => x * x, slope: (x) => 2 * x },
  gelu: {
    value: (x) => x * cumulative(x),
    slope: (x) => cumulative(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  },
  gelu_tanh: {
    value: (x) => (x / 2) * (1 + gelu_tanh(x)),
    slope: (x) => {
      const tanh = gelu_tanh(x);
      return (1 + tanh) / 2 + (x / 2) * (1 - tanh ** 2) * Math.sqrt(2 / Math.PI) * (1 + 3 * GELU_CUBIC * x * x);
    },
  },
};

/** Past this Φ is 0 or 1 to 1e-16, and the series loses what it adds. */
const TAIL = 6;

/** Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …), the normal distribution (Marsaglia 2004); 1e-15 of 1. */
function cumulative(x: number): number {
  if (!(Math.abs(x) < TAIL)) return x > 0 ? 1 : x < 0 ? 0 : x;
  let term = x;
  let sum = x;
  for (let i = 3; sum + term !== sum; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
