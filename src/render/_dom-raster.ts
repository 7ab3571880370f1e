import { crc32, deflateSync } from "node:zlib";

/** Pixels in rows from the top: red, green, blue and opacity, 0 to 255 each. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Smaller pictures are enlarged to this: viewers of PDF blur the cells of a coarse one, whatever it asks for. */
const LEAST_SIDE = 450;
const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
/** What precedes a row of a PNG: it is as it stands, or it is what it adds to the row above. */
const [AS_IS, OVER_ROW_ABOVE] = [0, 2];

/** A raster as a PNG in which each pixel is a square of as many pixels as make its long side 450 or more. */
export function pngOf({ width, height, data }: Raster): Buffer {
  const times = Math.max(1, Math.ceil(LEAST_SIDE / Math.max(width, height, 1)));
  // Without opacity where nothing shines through: PDF stores that apart, which is slow.
  const channels = opaque(data) ? 3 : 4;
  const stride = 1 + channels * width * times;
  const rows = Buffer.alloc(stride * height * times);
  for (let y = 0; y < height; y++) {
    let at = y * times * stride;
    rows[at++] = AS_IS;
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      for (let i = 0; i < times; i++) for (let c = 0; c < channels; c++) rows[at++] = data[from + c];
    }
    // The rows that repeat it add nothing: zeros.
    for (let i = 1; i < times; i++) rows[(y * times + i) * stride] = OVER_ROW_ABOVE;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(Math.max(1, width * times), 0);
  header.writeUInt32BE(Math.max(1, height * times), 4);
  header[8] = 8;
  header[9] = channels === 3 ? 2 : 6;
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function opaque(data: Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false;
  return true;
}

/** Length, name, content and check sum. */
function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
