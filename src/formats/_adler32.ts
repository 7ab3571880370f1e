const MODULUS = 65_521;
/** So many bytes can be added before the sums leave 32 bits. */
const AT_ONCE = 5552;

/** The checksum that ends a zlib stream (RFC 1950). */
export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let start = 0; start < bytes.length; start += AT_ONCE) {
    const end = Math.min(start + AT_ONCE, bytes.length);
    for (let i = start; i < end; i++) {
      a += bytes[i] as number;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return ((b << 16) | a) >>> 0;
}
