import { crc32, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { indexedPng } from "#page/indexed-png.js";

test("a picture of indices is a PNG whose checksums hold and whose last colour is transparent, however many blocks it has", () => {
  for (const [width, height] of [
    [1, 1],
    [113, 113],
    [300, 301],
  ]) {
    const rows = Uint8Array.from({ length: (width + 1) * height }, (_, i) =>
      i % (width + 1) === 0 ? 0 : (7 * i + (i >> 9)) % 256,
    );
    const palette = Uint8Array.from({ length: 3 * 256 }, (_, i) => i % 251);
    const chunks = chunksOf(Buffer.from(indexedPng(rows, width, height, palette)));
    expect(chunks.map(({ name }) => name)).toEqual(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
    const [header, colours, opacities, data] = chunks.map((chunk) => chunk.data);
    expect([header.readUInt32BE(0), header.readUInt32BE(4), ...header.subarray(8)]).toEqual([
      width,
      height,
      8,
      3,
      0,
      0,
      0,
    ]);
    expect(colours.equals(palette)).toBe(true);
    expect([opacities.length, opacities[0], opacities[254], opacities[255]]).toEqual([256, 255, 255, 0]);
    // Which checks Adler's sum too.
    expect(inflateSync(data).equals(rows)).toBe(true);
  }
});

function chunksOf(png: Buffer): readonly { readonly name: string; readonly data: Buffer }[] {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const found = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    found.push({ name: body.toString("latin1", 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  return found;
}
