import { beforeAll, describe, expect, test } from "vitest";
import type { Drawing } from "#figures/_drawing.js";
import { pdf } from "#render/pdf.js";
import { png } from "#render/png.js";
import { sheet } from "#render/sheet.js";
import { svg } from "#render/svg.js";
import { pixelsOf, sizeOf } from "./_pixels.ts";

const drawing = (width: number, height: number, colour: string): Drawing => ({
  data: [{ type: "scatter", x: [1, 2], y: [1, 3], line: { color: colour } }],
  layout: { width, height, margin: { l: 30, r: 5, t: 5, b: 20 } },
  config: {},
  title: `A ${colour} line`,
  description: "It rises.",
});
const SIZES = [
  [200, 300],
  [200, 100],
  [160, 100],
  [200, 120],
] as const;
let whole: string;
beforeAll(async () => {
  const items = [];
  for (const [i, [width, height]] of SIZES.entries())
    items.push({
      number: `${i + 1}a`,
      title: "x < y & z",
      svg: await svg(drawing(width, height, ["red", "blue", "green", "gold"][i])),
    });
  whole = sheet(items, { title: "All", description: "Four lines.", columns: 2 });
});

describe("a sheet", () => {
  const placed = () =>
    Array.from(whole.matchAll(/<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g), (found) =>
      found.slice(1).map(Number),
    );

  test("has every figure as large as it is, in the shorter column, none over another", () => {
    expect(placed().map(([, , width, height]) => [width, height])).toEqual(SIZES.map((size) => [...size]));
    const [tall, right, below, third] = placed();
    expect(right[0]).toBeGreaterThan(tall[0] + tall[2]);
    // The right column is the shorter one until three are in it.
    expect([below[0], third[0]]).toEqual([right[0], right[0]]);
    expect(below[1]).toBeGreaterThan(right[1] + right[3]);
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(whole)?.map(Number) ?? [];
    for (const [x, y, w, h] of placed()) expect(x + w <= width && y + h <= height).toBe(true);
  });

  test("names itself and each figure, and escapes what XML asks for", () => {
    expect(whole).toMatch(
      /^<svg [^>]*role="img" aria-labelledby="sheet-title sheet-description">\n<title id="sheet-title">All</,
    );
    expect(whole.match(/x &lt; y &amp; z/g)).toHaveLength(4);
    for (const number of ["1a", "4a"]) expect(whole).toContain(`>${number}</text>`);
    const ids = Array.from(whole.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has bars along a logarithmic axis, which begin far outside of their figure", async () => {
    const layout = { width: 200, height: 120, xaxis: { type: "log" }, margin: { l: 30, r: 5, t: 5, b: 20 } };
    const data = [{ type: "bar", orientation: "h", x: [300, 3000], y: [0, 1], marker: { color: "#ff0000" } }];
    const own = await svg({ ...drawing(200, 120, "red"), data, layout });
    const item = { number: "1", title: "Bars", svg: own };
    const options = { title: "Sheet", description: "Bars.", columns: 2 };
    const redOf = async (picture: string) => {
      const pixels = pixelsOf(await png(picture, { scale: 1 }));
      let red = 0;
      for (let i = 0; i < pixels.length; i += 4) if (pixels[i] > 200 && pixels[i + 1] < 60) red++;
      return red;
    };
    const alone = await redOf(own);
    expect(alone).toBeGreaterThan(1000);
    expect(Math.abs((await redOf(sheet([item, item], options))) / alone - 2)).toBeLessThan(0.1);
  });

  test("becomes a picture and a page of its size", async () => {
    const [, width, height] = /width="([\d.]+)in" height="([\d.]+)in"/.exec(whole)?.map(Number) ?? [];
    const [pixels, high] = sizeOf(await png(whole, { scale: 2 }));
    expect([pixels / 192, high / 192]).toEqual([expect.closeTo(width, 1), expect.closeTo(height, 1)]);
    const text = Buffer.from(await pdf([whole], { title: "All" })).toString("latin1");
    const [, w, h] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)?.map(Number) ?? [];
    expect([w / 72, h / 72]).toEqual([expect.closeTo(width, 3), expect.closeTo(height, 3)]);
  });
});
