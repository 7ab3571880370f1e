import type { Random } from "./random.ts";

/** Where sizes of integers, of floats and of their products end. */
const BORDERS = [0, 1, 2, 7, 8, 15, 16, 31, 32, 53, 62, 63, 64].flatMap((bits) => [
  2n ** BigInt(bits),
  2n ** BigInt(bits) - 1n,
]);

/** An integer in place of `old` in a file of so many bytes: near it, at a border, or beyond the end. */
export function oddInteger(random: Random, old: bigint, byteLength: number): bigint {
  const size = BigInt(byteLength);
  return random.pick([
    ...[old + 1n, old - 1n, old * 2n, old / 2n, -old, old << 8n, old + 2n ** 32n],
    ...[size, size - 1n, size + 1n, size - old],
    random.pick(BORDERS),
    random.pick(BORDERS),
    -random.pick(BORDERS),
    BigInt(random.below(1000)),
  ]);
}

/** What takes a number's place. */
export function oddNumber(random: Random, old: number): number {
  return random.pick([
    ...[0, -0, -1, 1, old + 1, old - 1, old * 2, -old, old / 3],
    ...[2 ** 20, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, 5e-324, 0.1],
    random.below(1000),
  ]);
}

/** Names that mean something to JavaScript, to a disk, to a terminal, to a spreadsheet, or to nobody. */
const NAMES = [
  ...["", " ", ".", "..", "../outside", "/outside", "a/b", "a\\b", "C:\\a", "a\0b", "con"],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__metadata__", "length", "then"],
  ...["a\nb", "a\r\nb", "\u001b[2J\u001b[31m", "\u2028", "\u202e", "\ud800", "\ufeff", "é", "😀", "=1+1", "<script>"],
  ...["0", "-1", "1e999", "NaN", "null", "undefined", "true"],
  ...["x".repeat(300), "a.".repeat(2000), "7".repeat(400)],
];

export function oddName(random: Random): string {
  return random.pick(NAMES);
}
