/*
 * The checksum that a Zstandard frame may end with (RFC 8878, section 3.1.1): the low half of XXH64 of what it holds
 * (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). What decompresses it does not look at it.
 */

const MAGIC = 0xfd2fb528;
const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;

/** Whether `bytes` are what the one frame of `raw` says that they are; true where it does not say. Only a frame alone is asked. */
export function zstdHolds(raw: Uint8Array, bytes: Uint8Array): boolean {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const flags = view.getUint8(4);
  if (view.getUint32(0, true) !== MAGIC || (flags & 4) === 0) return true;
  const alone = (flags & 32) !== 0;
  const contentSize = flags >> 6 === 0 ? Number(alone) : 1 << (flags >> 6);
  let at = 5 + Number(!alone) + [0, 1, 2, 4][flags & 3] + contentSize;
  for (let last = false; !last; ) {
    const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    last = (head & 1) === 1;
    // A block of one byte that stands for many has that byte alone.
    at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
  }
  return at + 4 !== raw.length || view.getUint32(at, true) === Number(xxh64(bytes) & 0xffffffffn);
}

/** XXH64 with a seed of 0. */
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
