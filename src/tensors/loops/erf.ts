/** Past this erf is ±1 to 1e-16, and the series loses what it adds. */
const TAIL = 6;

/** 2/√π ∫₀ˣ e^{−t²} dt = 2/√π e^{−x²} Σ 2ⁿ x^{2n+1} / (1·3·…·(2n+1)), to 1e-15. */
export function erf(x: number): number {
  if (!(Math.abs(x) < TAIL)) return x > 0 ? 1 : x < 0 ? -1 : x;
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
