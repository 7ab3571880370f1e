/** A double, and its two halves: what fdlibm's algorithms take apart and put together. */
export const double = new Float64Array(1);
export const halves = new Int32Array(double.buffer);
/** Which half has the sign, the exponent and the first twenty bits of the fraction. */
export const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The high half of x. */
export function high(x: number): number {
  double[0] = x;
  return halves[HIGH];
}

/** x with another high half. */
export function withHigh(x: number, to: number): number {
  double[0] = x;
  halves[HIGH] = to;
  return double[0];
}
