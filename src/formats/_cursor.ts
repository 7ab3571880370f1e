import { FormatError } from "../errors.ts";
import type { Source } from "./_sources.ts";

/** Reads a source from front to back, a window at a time, so that the tail of a large file is never touched. */
export interface Cursor {
  /** Names the source in errors. */
  readonly where: string;
  /** The bytes left. */
  readonly remaining: () => number;
  /** Offset of the next byte. */
  readonly position: () => number;
  /** The next n bytes: a view that the caller copies if it keeps it. */
  readonly take: (n: number) => Buffer;
  readonly byte: () => number;
  /** The next big-endian float64: read in place, for lists of losses are hundreds of thousands of them. */
  readonly double: () => number;
  /** The bytes up to the next newline, which is skipped. */
  readonly line: () => Buffer;
  readonly skip: (n: number) => void;
}

/** Bytes read at once: a page or a few for the disk, and more than nearly all pickles of a state dictionary. */
const WINDOW = 1 << 16;
const NEWLINE = 10;

export function cursorOf(source: Source, where: string = source.path): Cursor {
  let window: Buffer = Buffer.alloc(0);
  let at = 0;
  let windowStart = 0;

  const fill = (n: number): void => {
    const position = windowStart + at;
    const left = source.byteLength - position;
    if (n > left) {
      throw new FormatError(
        where,
        `byte ${position}: ${n} more bytes expected, ${left} found`,
        "the file is truncated",
      );
    }
    const bytes = source.read(position, position + Math.min(left, Math.max(n, WINDOW)));
    window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    windowStart = position;
    at = 0;
  };
  const take = (n: number): Buffer => {
    if (at + n > window.length) fill(n);
    at += n;
    return window.subarray(at - n, at);
  };

  return {
    where,
    remaining: () => source.byteLength - windowStart - at,
    position: () => windowStart + at,
    take,
    byte: () => {
      if (at >= window.length) fill(1);
      return window[at++] as number;
    },
    double: () => {
      if (at + 8 > window.length) fill(8);
      at += 8;
      return window.readDoubleBE(at - 8);
    },
    line: () => {
      let end = window.indexOf(NEWLINE, at);
      for (let n = WINDOW; end < 0; n *= 2) {
        const whole = n >= source.byteLength - windowStart - at;
        fill(whole ? Math.max(1, source.byteLength - windowStart - at) : n);
        end = window.indexOf(NEWLINE, at);
        if (end < 0 && whole) throw new FormatError(where, `byte ${windowStart}: the line has no end`);
      }
      const line = window.subarray(at, end);
      at = end + 1;
      return line;
    },
    skip: (n) => {
      if (n > source.byteLength - windowStart - at) fill(n);
      at += n;
      if (at > window.length) {
        windowStart += at;
        window = Buffer.alloc(0);
        at = 0;
      }
    },
  };
}
