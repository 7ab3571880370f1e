/** The characters of a digit of base 91: printable ASCII without those that end an attribute, an entity or an element. */
const DIGITS = Array.from({ length: 94 }, (_, i) => i + 33).filter(
  (code) => !`"&<`.includes(String.fromCharCode(code)),
);
const BASE = DIGITS.length;
/** Bits that two such digits hold, and one. */
const [PAIR_BITS, SINGLE_BITS] = [13, 6];

/**
 * Bytes as characters that stand in a page as they are: 13 bits in two of them, where base64 has 12. What is left at the end
 * takes one where that is enough, so that no byte is added. `bytesOf` in src/page reads it.
 */
export function characters(bytes: Uint8Array): string {
  const text = Buffer.alloc(Math.ceil((8 * bytes.length) / PAIR_BITS) * 2);
  let [held, bits, end] = [0, 0, 0];
  for (const byte of bytes) {
    held |= byte << bits;
    bits += 8;
    if (bits < PAIR_BITS) continue;
    const value = held & ((1 << PAIR_BITS) - 1);
    text[end++] = DIGITS[Math.floor(value / BASE)];
    text[end++] = DIGITS[value % BASE];
    held >>>= PAIR_BITS;
    bits -= PAIR_BITS;
  }
  if (bits > SINGLE_BITS) text[end++] = DIGITS[Math.floor(held / BASE)];
  if (bits > 0) text[end++] = DIGITS[held % BASE];
  return text.toString("latin1", 0, end);
}
