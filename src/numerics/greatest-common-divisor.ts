/** gcd(x, y) of whole numbers from 0; x where y is 0. */
export function greatestCommonDivisor(x: number, y: number): number {
  return y === 0 ? x : greatestCommonDivisor(y, x % y);
}
