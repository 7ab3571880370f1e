/** One row of the orthonormal Fourier basis of functions on Z_n. */
export interface Wave {
  /** 0 for the constant. */
  readonly k: number;
  readonly part: "constant" | "cos" | "sin";
  readonly values: readonly number[];
}

/** 1/√n, √(2/n) cos w_k x, √(2/n) sin w_k x; for even n the frequency n/2 exists once, as (−1)^x/√n. */
export function basis(n: number): readonly Wave[] {
  const row = (value: (x: number) => number) => Array.from({ length: n }, (_, x) => value(x));
  // Reduced before it is multiplied by 2π/n, so that the angle is exact.
  const angle = (k: number, x: number) => (2 * Math.PI * ((k * x) % n)) / n;
  const waves: Wave[] = [{ k: 0, part: "constant", values: row(() => 1 / Math.sqrt(n)) }];
  for (let k = 1; 2 * k < n; k++) {
    waves.push({ k, part: "cos", values: row((x) => Math.sqrt(2 / n) * Math.cos(angle(k, x))) });
    waves.push({ k, part: "sin", values: row((x) => Math.sqrt(2 / n) * Math.sin(angle(k, x))) });
  }
  if (n % 2 === 0) waves.push({ k: n / 2, part: "cos", values: row((x) => (-1) ** x / Math.sqrt(n)) });
  return waves;
}
