import { adler32 } from "../formats/_adler32.ts";
import { concatenated } from "../formats/_concatenated.ts";

/** Colours of an indexed picture: red, green and blue of each in turn, at most 256; the last is transparent. */
export type Palette = Uint8Array;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const [DEPTH, INDEXED] = [8, 3];
/** The most that one block of uncompressed data holds. */
const BLOCK = 65_535;

/**
 * Rows of indices into the palette as a PNG, not compressed: a quarter of the time that a canvas takes to write one.
 * Each row begins with a byte that is 0, PNG's filter.
 */
export function indexedPng(rows: Uint8Array, width: number, height: number, palette: Palette): Uint8Array {
  const header = new Uint8Array(13);
  const sizes = new DataView(header.buffer);
  sizes.setUint32(0, width);
  sizes.setUint32(4, height);
  header.set([DEPTH, INDEXED, 0, 0, 0], 8);
  const opacities = new Uint8Array(palette.length / 3).fill(255);
  opacities[opacities.length - 1] = 0;
  return concatenated([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("tRNS", opacities),
    chunk("IDAT", stored(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** The bytes as zlib's stream of blocks that are stored as they are. */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const part = bytes.subarray(at, at + BLOCK);
    const [low, high] = [part.length & 255, part.length >> 8];
    parts.push(Uint8Array.of(Number(at + BLOCK >= bytes.length), low, high, ~low & 255, ~high & 255), part);
  }
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, adler32(bytes));
  return concatenated([...parts, sum]);
}

/** Length, name, content and checksum. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** PNG's polynomial, of each byte. The readers' library for it would bring 11 kB of licence into every page. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

function crc(bytes: Uint8Array): number {
  let sum = ~0;
  for (let i = 0; i < bytes.length; i++) sum = (REMAINDERS[(sum ^ (bytes[i] ?? 0)) & 255] ?? 0) ^ (sum >>> 8);
  return ~sum >>> 0;
}
