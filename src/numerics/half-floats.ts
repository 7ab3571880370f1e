/**
 * The values of IEEE 754 binary16 numbers given as their bits: 1 sign bit, 5 exponent bits (bias 15), 10 fraction
 * bits. Every one is exact in float32.
 */
export function halfFloats(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halfFloat(bits[i] as number);
  return values;
}

/** The values of bfloat16 numbers given as their bits: the upper half of a float32. */
export function brainFloats(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] as number) << 16;
  return new Float32Array(wide.buffer);
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  // Exponent 0 holds the subnormal numbers: no hidden bit, and the scale of exponent 1.
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
