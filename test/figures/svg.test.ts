import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { GrokError } from "#errors.js";
import { svg } from "#render/svg.js";
import { bars, grid, heatMap, losses, picture, surface, svgOf, uneven } from "./_pictures.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const idsOf = (text: string) => Array.from(text.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
/** What is read of an SVG's text: its letters without tags. */
const lettersOf = (text: string) =>
  Array.from(text.matchAll(/<text [^>]*>(.*?)<\/text>/g), ([, inside]) => inside.replace(/<[^>]*>/g, ""));

describe("an SVG", () => {
  test.each([
    ["3.25in", "2.9in", "0 0 312 278.4", heatMap],
    ["6.75in", "4in", "0 0 648 384", grid],
  ])("is %s by %s, and its coordinates are px", async (width, height, box, drawing) => {
    const root = /^<svg[^>]*>/.exec(await svgOf(drawing))?.[0] ?? "";
    expect(root.match(/ (width|height|viewBox)="[^"]*"/g)?.sort()).toEqual([
      ` height="${height}"`,
      ` viewBox="${box}"`,
      ` width="${width}"`,
    ]);
  });

  test("says to whoever cannot see it what it shows", async () => {
    const text = await svg({ ...heatMap, title: "a < b & c", description: "Cells <1>." });
    const [, title, description] = /role="img" aria-labelledby="(\S+) (\S+)"/.exec(text) ?? [];
    expect(text).toContain(`<title id="${title}">a &lt; b &amp; c</title>`);
    expect(text).toContain(`<desc id="${description}">Cells &lt;1&gt;.</desc>`);
  });

  test("needs nothing else: no address, no quoted reference, every reference found", async () => {
    for (const drawing of [losses, heatMap, uneven]) {
      const text = await svgOf(drawing);
      const addresses = Array.from(text.matchAll(/"(\w+:\/\/[^"]*)"/g), ([, address]) => address);
      expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]));
      expect(text).not.toMatch(/url\(["'&]/);
      const used = Array.from(text.matchAll(/url\(#([^)]*)\)/g), ([, id]) => id);
      expect(used.length).toBeGreaterThan(0);
      expect(used.filter((id) => !idsOf(text).includes(id))).toEqual([]);
    }
  });

  test("has all of its text, without marks that are no letters", async () => {
    const letters = lettersOf(await svgOf(bars));
    expect(letters).toContain("Norm of WE, key frequencies ωk = 2πk/29");
    expect(letters).toContain("‖W Fk‖² × 10−3");
    expect(lettersOf(await svgOf(grid))).toContain("a  k = 3");
    expect(lettersOf(await svgOf(losses))).toEqual(expect.arrayContaining(["10−7", "10", "train", "clean-up"]));
  });

  test("does not blur a heat-map of few cells: each is a square of many pixels", async () => {
    const pictures = (await svgOf(uneven)).match(/(?<=data:image\/png;base64,)[^"]*/g) ?? [];
    expect(pictures).toHaveLength(1);
    const coarse = /(?<=data:image\/png;base64,)[^"]*/.exec(await svgOf(heatMap))?.[0] ?? "";
    const header = Buffer.from(coarse, "base64");
    // 29 cells, enlarged by the least whole number that makes 450.
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([29 * 16, 29 * 16]);
  });

  test("has no dash of no length", async () => {
    const dashed = { type: "scatter", x: [0, 1], y: [0, 1], line: { dash: "0px 4px" } };
    const text = await svg(picture("Dashes", [2, 2], [dashed], {}));
    expect(text).toContain("stroke-dasharray: 0.001px, 4px");
  });
});

describe("the same drawing is the same bytes", () => {
  test("whatever was drawn before, or is asked for at once", async () => {
    const others = await Promise.all([grid, bars, losses, heatMap].map((drawing) => svg(drawing)));
    expect(others).toEqual(await Promise.all([grid, bars, losses, heatMap].map(svgOf)));
  });

  test("in another process", async () => {
    const module = JSON.stringify(pathToFileURL("dist/render/svg.js").href);
    const script = `const { svg } = await import(${module}); process.stdout.write(await svg(${JSON.stringify(uneven)}))`;
    const other = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(digest(other)).toBe(digest(await svgOf(uneven)));
  });

  test("and no two drawings share an id, so that a page can hold both", async () => {
    const [some, others] = [idsOf(await svgOf(losses)), idsOf(await svg({ ...bars, data: losses.data }))];
    expect(some.length).toBeGreaterThan(3);
    expect(some.filter((id) => others.includes(id))).toEqual([]);
  });

  test("and is left as it was", async () => {
    const before = JSON.stringify(bars);
    await svg(bars);
    expect(JSON.stringify(bars)).toBe(before);
  });
});

describe("what only a browser draws is refused", () => {
  test.each(["surface", "scatter3d", "scattergl", "heatmapgl", "scattermap", "choropleth"])("%s", async (type) => {
    const refusal = await svg({ ...surface, data: [losses.data[0], { type }] }).catch((error) => error);
    expect(refusal).toBeInstanceOf(GrokError);
    expect(refusal.message).toContain(`"${type}"`);
    expect(refusal.message).toContain("--renderer chromium");
  });

  test("and what comes after is drawn", async () => {
    const refused = svg(surface);
    const drawn = svg(bars);
    await expect(refused).rejects.toThrow(GrokError);
    expect(await drawn).toMatch(/^<svg/);
  });

  test("as is what Plotly stumbles over, in one line", async () => {
    const refusal = await svg({ ...bars, layout: { ...bars.layout, xaxis: 1 } }).catch((error) => error);
    expect(refusal).toBeInstanceOf(GrokError);
    expect(refusal.message).toMatch(/^figure "Bars": Plotly could not draw it: .*; try --renderer chromium$/);
    expect(await svg(bars)).toMatch(/^<svg/);
  });
});
