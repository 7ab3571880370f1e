import { expect, test } from "vitest";
import { GrokError } from "#errors.js";
import { chromium, installed } from "#render/chromium.js";
import { png } from "#render/png.js";
import { svg } from "#render/svg.js";
import { bars, circle, grid, heatMap, losses, surface, svgOf, uneven } from "./_pictures.ts";
import { pixelsOf, shareDiffering, sizeOf } from "./_pixels.ts";

/** Letters and lines have other soft edges in each renderer: what differs by more than half is something elsewhere. */
const ELSEWHERE = 128;
/** Of all pixels: measured up to 0.0011; a label half a line off makes several times as much. */
const TOLERANCE = 0.002;
const SCALE = 2;
const NONE = "no Chromium is installed";

const browser = (() => {
  try {
    return installed();
  } catch {
    return undefined;
  }
})();

test("without a browser, Chromium draws the same pictures", async ({ skip }) => {
  skip(browser === undefined, NONE);
  const pictures = { losses, heatMap, bars, grid, circle, uneven };
  const theirs = await chromium(Object.values(pictures), "png", browser, SCALE);
  for (const [i, [name, drawing]] of Object.entries(pictures).entries()) {
    const ours = await png(await svgOf(drawing), { scale: SCALE });
    expect(shareDiffering(ours, theirs[i], ELSEWHERE), name).toBeLessThan(TOLERANCE);
  }
  // The measure tells two pictures from each other.
  expect(
    shareDiffering(theirs[0], await png(await svg({ ...losses, data: [] }), { scale: SCALE }), ELSEWHERE),
  ).toBeGreaterThan(2 * TOLERANCE);
});

test("Chromium draws what needs WebGL", async ({ skip }) => {
  skip(browser === undefined, NONE);
  const [picture] = await chromium([surface], "png", browser, 1);
  expect(sizeOf(picture)).toEqual([312, 288]);
  const pixels = pixelsOf(picture);
  const coloured = pixels.filter((_, i) => i % 4 === 0 && Math.abs(pixels[i] - pixels[i + 2]) > 30).length;
  expect(coloured / (pixels.length / 4)).toBeGreaterThan(0.1);
});

test("Chromium writes SVG as svg does, and PDF pages of the drawing's size", async ({ skip }) => {
  skip(browser === undefined, NONE);
  const [text] = await chromium([bars], "svg", browser);
  const theirs = new TextDecoder().decode(text);
  const rootOf = (svg: string) => /^<svg[^>]*>/.exec(svg)?.[0].replace(/aria-labelledby="[^"]*"/, "");
  expect(rootOf(theirs)).toBe(rootOf(await svgOf(bars)));
  const [page] = await chromium([bars], "pdf", browser);
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(Buffer.from(page).toString("latin1")) ?? [];
  // Chromium's pages are whole px, 3/4 of a point each.
  expect(Math.abs(Number(width) - 5.5 * 72)).toBeLessThan(1);
  expect(Math.abs(Number(height) - 2.4 * 72)).toBeLessThan(1);
});

test("where there is no browser, the error says what to do", async () => {
  expect(() => installed({ PATH: "" })).toThrow(GrokError);
  expect(() => installed({ PATH: "" })).toThrow(/CHROME_PATH/);
  expect(installed({ CHROME_PATH: "mine", PATH: "" })).toBe("mine");
  await expect(chromium([bars], "svg", "not/there")).rejects.toThrow(/not\/there: is not a program; .*CHROME_PATH/);
});

test("a program that is no browser is named, with what it said", async () => {
  const refusal = await chromium([bars], "svg", process.execPath).catch((error) => error);
  expect(refusal).toBeInstanceOf(GrokError);
  expect(refusal.message).toMatch(/^.*node.*: it ended with \d+: .*bad option/);
});
