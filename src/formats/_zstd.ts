import { Decompress } from "fzstd";
import { xxh64 } from "./_xxh64.ts";

/** A Zstandard frame (RFC 8878, section 3.1.1). */
interface Frame {
  readonly bytes: Uint8Array;
  /** How many bytes it says that it holds, where it does. */
  readonly contentSize: number | undefined;
  /** The low half of XXH64 of what it holds, where it ends with that. */
  readonly checksum: number | undefined;
}

const MAGIC = 0xfd2fb528;
/** Of a frame that only has bytes to be skipped, whatever the lowest four bits are. */
const SKIPPABLE = 0x184d2a50;

/**
 * What the frames of `raw` hold, one after another; no more than one byte over `length`, which tells what is longer. A RangeError
 * where there is something else than frames, or one of several does not say where the next one's bytes begin.
 */
export function unzstd(raw: Uint8Array, length: number): Uint8Array {
  const frames = framesOf(raw);
  const out = new Uint8Array(length + 1);
  let at = 0;
  for (const { bytes, contentSize } of frames) {
    if (contentSize === undefined && frames.length > 1)
      throw new RangeError("one of several Zstandard frames does not say how many bytes it holds");
    const from = at;
    // Block by block: into memory that is there already it writes what fits, and says of no byte that there was none.
    const stream = new Decompress((block) => {
      if (at + block.length > length) throw MORE;
      out.set(block, at);
      at += block.length;
    });
    try {
      stream.push(bytes, true);
    } catch (error) {
      if (error === MORE) return out;
      throw error;
    }
    if (contentSize !== undefined && contentSize !== at - from)
      throw new RangeError(`a Zstandard frame of ${contentSize} bytes holds ${at - from}`);
  }
  return out.subarray(0, at);
}

/** Ends what inflates a frame that holds more than is asked for. */
const MORE = new Error("more than is asked for");

/** Whether each frame that has a checksum has that of its part of `bytes`, which `unzstd` made of `raw`: it does not look. */
export function zstdHolds(raw: Uint8Array, bytes: Uint8Array): boolean {
  let at = 0;
  return framesOf(raw).every(({ contentSize, checksum }) => {
    const held = bytes.subarray(at, at + (contentSize ?? bytes.length));
    at += held.length;
    return checksum === undefined || checksum === Number(xxh64(held) & 0xffffffffn);
  });
}

/** The frames that `raw` has one after another, but for those to be skipped. */
function framesOf(raw: Uint8Array): readonly Frame[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const frames: Frame[] = [];
  for (let start = 0; start < raw.length; ) {
    const magic = view.getUint32(start, true);
    if (magic >>> 4 === SKIPPABLE >>> 4) {
      start += 8 + view.getUint32(start + 4, true);
      continue;
    }
    if (magic !== MAGIC) throw new RangeError("no Zstandard frame");
    const flags = view.getUint8(start + 4);
    const alone = (flags & 32) !== 0;
    const width = flags >> 6 === 0 ? Number(alone) : 1 << (flags >> 6);
    let at = start + 5 + Number(!alone) + ([0, 1, 2, 4][flags & 3] as number);
    const contentSize = sizeAt(view, at, width);
    at += width;
    for (let last = false; !last; ) {
      const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      last = (head & 1) === 1;
      // A block of one byte that stands for many has that byte alone.
      at += 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
    }
    const checksum = (flags & 4) === 0 ? undefined : view.getUint32(at, true);
    const end = checksum === undefined ? at : at + 4;
    frames.push({ bytes: raw.subarray(start, end), contentSize, checksum });
    start = end;
  }
  return frames;
}

/** A size of so many bytes; of two it is 256 more than they say. */
function sizeAt(view: DataView, at: number, width: number): number | undefined {
  if (width === 0) return undefined;
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, true) + 256;
  return width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}
