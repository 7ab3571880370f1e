import { expect, test } from "vitest";
import { png } from "#render/png.js";
import { svg } from "#render/svg.js";
import { heatMap, picture, svgOf } from "./_pictures.ts";
import { pixelsOf, sizeOf } from "./_pixels.ts";

test.each([1, 3])("at scale %i each px of the drawing is as many pixels a side", async (scale) => {
  const bytes = await png(await svgOf(heatMap), { scale });
  expect(sizeOf(bytes)).toEqual([312 * scale, Math.round(278.4 * scale)]);
});

test("the same SVG is the same bytes, transparent where it is", async () => {
  const text = await svg(picture("Nothing", [1, 1], [], { paper_bgcolor: "rgba(0,0,0,0)", xaxis: { visible: false } }));
  const bytes = await png(text, { scale: 1 });
  expect(Buffer.compare(bytes, await png(text, { scale: 1 }))).toBe(0);
  expect([...pixelsOf(bytes).subarray(0, 4)]).toEqual([0, 0, 0, 0]);
});

test("text is set in Arimo, whatever fonts the machine has", async () => {
  const text = await svgOf(heatMap);
  expect(text).toContain("font-family: Arimo, ");
  const other = text.replaceAll(/font-family: [^;"]*/g, "font-family: Liberation Mono, monospace, serif");
  expect(Buffer.compare(await png(text, { scale: 1 }), await png(other, { scale: 1 }))).toBe(0);
});

test("the cells of a heat-map have the colours of their values", async () => {
  const z = [
    [0, 1],
    [1, 0],
  ];
  const scale = [
    [0, "rgb(10, 20, 30)"],
    [1, "rgb(200, 100, 50)"],
  ];
  const axes = { xaxis: { visible: false }, yaxis: { visible: false }, margin: { l: 0, r: 0, t: 0, b: 0 } };
  const drawing = picture("Four", [1, 1], [{ type: "heatmap", z, colorscale: scale, showscale: false }], axes);
  const pixels = pixelsOf(await png(await svg(drawing), { scale: 1 }));
  const at = (x: number, y: number) => [...pixels.subarray(4 * (96 * y + x), 4 * (96 * y + x) + 3)];
  // Rows are drawn from below.
  expect(at(20, 76)).toEqual([10, 20, 30]);
  expect(at(76, 76)).toEqual([200, 100, 50]);
  expect(at(20, 20)).toEqual([200, 100, 50]);
  expect(at(76, 20)).toEqual([10, 20, 30]);
});

test("the cells of a heat-map are alike, though none is a whole number of pixels wide", async () => {
  const n = 37;
  const z = Array.from({ length: 2 }, () => Array.from({ length: n }, (_, i) => i % 2));
  const colorscale = [
    [0, "rgb(255, 255, 255)"],
    [1, "rgb(0, 0, 0)"],
  ];
  const axes = { xaxis: { visible: false }, yaxis: { visible: false }, margin: { l: 0, r: 0, t: 0, b: 0 } };
  const drawing = picture("Stripes", [1, 1], [{ type: "heatmap", z, colorscale, showscale: false }], axes);
  const pixels = pixelsOf(await png(await svg(drawing), { scale: 3 }));
  const side = 288 / n;
  // Ink from the middle of the white cell before a black one to that of the one after.
  const ink = Array.from({ length: (n - 1) / 2 }, (_, i) => {
    const [from, to] = [Math.round((2 * i + 0.5) * side), Math.round((2 * i + 2.5) * side)];
    return Array.from({ length: to - from }, (_, x) => 1 - pixels[4 * (288 * 100 + from + x)] / 255).reduce(
      (a, b) => a + b,
    );
  });
  for (const one of ink) expect(Math.abs(one / side - 1)).toBeLessThan(0.04);
});
