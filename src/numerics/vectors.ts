/** Σ x y, float64. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** ‖x‖₂, float64. */
export function norm(x: ArrayLike<number>): number {
  return Math.sqrt(dot(x, x));
}

/** s x, float64. */
export function times(s: number, x: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from(x, (value) => s * value);
}

/** x + s y, float64. */
export function plusTimes(x: ArrayLike<number>, s: number, y: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) sum[i] = x[i] + s * y[i];
  return sum;
}

/** Whether every value is a finite number. */
export function allFinite(x: Float32Array | Float64Array): boolean {
  // `every` and `for … of` take eight times as long.
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}
