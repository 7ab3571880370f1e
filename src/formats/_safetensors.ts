import type { Source } from "./_sources.ts";

/** As the reference implementation has it. */
const MAX_HEADER = 100_000_000;

/**
 * Whether a file begins as safetensors does: the length of its header in eight bytes, then an object. No other format's start
 * has these four zeros and brace, while the length of a header can be the first bytes of a pickle (640) or of a msgpack.
 */
export function isSafetensors(source: Source): boolean {
  if (source.byteLength < 9) return false;
  const start = Buffer.from(source.read(0, 9));
  const length = start.readBigUInt64LE(0);
  return length >= 2n && length <= MAX_HEADER && start[8] === "{".charCodeAt(0);
}
