const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;

/** XXH64 with a seed of 0: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md. */
export function xxh64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = bytes.length;
  let at = 0;
  let sum: bigint = P5;
  if (n >= 32) {
    let [a, b, c, d]: bigint[] = [wide(P1 + P2), P2, 0n, wide(-P1)];
    for (; at + 32 <= n; at += 32) {
      a = round(a, view.getBigUint64(at, true));
      b = round(b, view.getBigUint64(at + 8, true));
      c = round(c, view.getBigUint64(at + 16, true));
      d = round(d, view.getBigUint64(at + 24, true));
    }
    sum = wide(turned(a, 1n) + turned(b, 7n) + turned(c, 12n) + turned(d, 18n));
    for (const lane of [a, b, c, d]) sum = wide((sum ^ round(0n, lane)) * P1 + P4);
  }
  sum = wide(sum + BigInt(n));
  for (; at + 8 <= n; at += 8) sum = wide(turned(sum ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
  if (at + 4 <= n) {
    sum = wide(turned(sum ^ wide(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < n; at++) sum = wide(turned(sum ^ wide(BigInt(view.getUint8(at)) * P5), 11n) * P1);
  sum = wide((sum ^ (sum >> 33n)) * P2);
  sum = wide((sum ^ (sum >> 29n)) * P3);
  return sum ^ (sum >> 32n);
}

const wide = (n: bigint): bigint => BigInt.asUintN(64, n);
const turned = (n: bigint, by: bigint): bigint => wide((n << by) | (n >> (64n - by)));
const round = (sum: bigint, lane: bigint): bigint => wide(turned(wide(sum + lane * P2), 31n) * P1);
