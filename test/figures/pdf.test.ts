import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { pdf } from "#render/pdf.js";
import { svg } from "#render/svg.js";
import { bars, grid, heatMap, losses, picture, svgOf } from "./_pictures.ts";

const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const pagesOf = (bytes: Uint8Array) =>
  Array.from(plain(bytes).matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g), ([, w, h]) => [Number(w), Number(h)]);
const hasTool = spawnSync("pdftotext", ["-v"]).error === undefined;

test("every SVG has a page of its size, 72 points an inch", async () => {
  const bytes = await pdf([await svgOf(heatMap), await svgOf(grid)], { title: "Two figures" });
  expect(pagesOf(bytes)).toEqual([
    [3.25 * 72, expect.closeTo(2.9 * 72, 6)],
    [6.75 * 72, 4 * 72],
  ]);
});

test("Arimo is embedded, as much of it as is used, and no other font", async () => {
  const text = plain(await pdf([await svgOf(bars)], { title: "Bars" }));
  const fonts = new Set(Array.from(text.matchAll(/\/BaseFont \/(\S+)/g), ([, name]) => name));
  expect([...fonts].map((name) => name.replace(/^[A-Z]{6}\+/, "")).sort()).toEqual([
    "Arimo-Bold",
    "Arimo-Italic",
    "Arimo-Regular",
  ]);
  for (const name of fonts) expect(name).toMatch(/^[A-Z]{6}\+/);
  expect(text.match(/\/FontFile2 /g)).toHaveLength(3);
  // A whole face is over 300 kB.
  expect(text.length).toBeLessThan(150_000);
});

test("the same figures are the same bytes, and no clock is in them", async () => {
  const [one, two] = [await svgOf(losses), await svgOf(heatMap)];
  const first = await pdf([one, two], { title: "Twice" });
  expect(Buffer.compare(first, await pdf([one, two], { title: "Twice" }))).toBe(0);
  expect(plain(first).includes("(D:19700101000000Z)"), "the date is fixed").toBe(true);
});

test("a caption makes its page higher, and a longer one higher still", async () => {
  const figure = await svgOf(heatMap);
  const long = "What is drawn, with its units and over which pairs. ".repeat(5);
  const pages = pagesOf(await pdf([figure, figure, figure], { title: "Captions", captions: ["", "Short.", long] }));
  const heights = pages.map(([, height]) => height);
  expect(heights[0]).toBeCloseTo(2.9 * 72, 6);
  expect(heights[1]).toBeGreaterThan(heights[0] + 8);
  expect(heights[2]).toBeGreaterThan(heights[1] + 3 * 8);
  expect(new Set(pages.map(([width]) => width))).toEqual(new Set([3.25 * 72]));
});

test("a dash of no length is drawn", async () => {
  const dashed = { type: "scatter", x: [0, 1], y: [0, 1], line: { dash: "0px 4px" } };
  const bytes = await pdf([await svg(picture("Dashes", [2, 2], [dashed], {}))], { title: "Dashes" });
  expect(pagesOf(bytes)).toEqual([[144, 144]]);
});

test("text is text, the caption's too", async ({ skip }) => {
  skip(!hasTool, "pdftotext is not installed");
  const bytes = await pdf([await svgOf(bars)], { title: "Bars", captions: ["Norms over frequency, in σ."] });
  const { stdout } = spawnSync("pdftotext", ["-layout", "-", "-"], { input: bytes, encoding: "utf8" });
  for (const words of ["key frequencies", "= 2πk/29", "frequency k", "‖W", "Norms over frequency, in σ."]) {
    expect(stdout).toContain(words);
  }
});
