import type { Expression } from "../expression.ts";
import { add, maximum, multiply, negate } from "../operations.ts";

/** Half of float32's spacing at 1: what rounding to nearest changes a number by, relative to it. */
const UNIT = 2 ** -24;
/**
 * u of every bound, 2⁻¹⁶ of itself more than float32's: midpoints are computed in float64, whose own rounding, 2⁻²⁹ of float32's,
 * is within what is added.
 */
export const ROUNDING = UNIT * (1 + 2 ** -16);
/** What a radius is multiplied with whenever an operation passes it on: (1 + u)², and the float64 rounding of the radius itself. */
export const GROWTH = 1 + 2 ** -22;
/** The most that a float32 exp, log or √ is off, relative to it: 4 units in the last place; libraries state 1 to 2.5. */
export const ELEMENTARY = 2 ** -21;
/** The most that a float32 tanh, erf or sigmoid is off, absolutely: rational approximations are, and 1.5e-7 is the usual of erf. */
export const SATURATING = 2 ** -20;
/** Float32's least normal number: a result below it may be flushed to 0, and that much lost. */
const LEAST = 2 ** -126;
/**
 * Of radii: 2¹⁰⁴ times this is no float64. A radius is at least u = 2⁻²⁴ of what is summed, so that below 2¹⁰³ nothing of it
 * overflows float32, whose largest number is 2¹²⁸.
 */
const OVERFLOWING = 2 ** 920;

/** γ_n = n u / (1 − n u): n roundings, in any order (Higham 2002, section 3.1). */
export function gamma(n: number): number {
  return (n * ROUNDING) / (1 - n * ROUNDING);
}

/** |x|. */
export function absolute(x: Expression): Expression {
  return maximum(x, negate(x));
}

/** The radius of a result that is rounded by `relative` of itself, after what its inputs' radii make of it. */
export function rounded(mid: Expression, radius: Expression | null, relative = ROUNDING): Expression {
  const own = add(multiply(absolute(mid), relative), LEAST);
  return finite(radius ? add(own, multiply(radius, GROWTH + 2 * relative)) : own);
}

/**
 * The radius of a sum of n values whose bounds add up to `mass`, in any order; each of n products and n sums may be flushed.
 */
export function summed(mass: Expression, n: number): Expression {
  return finite(add(mass, 2 * n * LEAST));
}

/** The same radius; ∞ where a float32 may overflow, which no later operation makes finite again. */
function finite(radius: Expression): Expression {
  return multiply(multiply(radius, OVERFLOWING), 1 / OVERFLOWING);
}
