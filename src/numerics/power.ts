/**
 * base^exponent, the same bits in every Node and browser: `**` of anything but a square, a root and a whole power of two is
 * another number in Node 24 than in Node 20, and in a browser than in either. Whole exponents by repeated squaring (exact where the
 * power is, 10^22 included, else to |exponent| units of the last place), others as exp(exponent · log base), to 1e-15 of itself for
 * powers between 1e-4 and 1e4. NaN for a negative base and an exponent that is not whole.
 */
export function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent)) return Math.exp(exponent * Math.log(base));
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left >= 1; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}
