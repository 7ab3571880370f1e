import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { shareDiffering, sizeOf } from "../figures/_pixels.ts";

const PICTURES = "notebooks/pictures";
/** Of pixels, whose edges another build of the renderer may smooth otherwise. */
const TOLERANCE = 0.002;

test("README shows pictures that are there", () => {
  const shown = Array.from(
    readFileSync("README.md", "utf8").matchAll(/!\[[^\]]{20,}\]\(([^)]+)\)/g),
    ([, path]) => path,
  );
  expect(shown).toEqual([`${PICTURES}/progress-measures.png`]);
  for (const path of shown) expect(sizeOf(readFileSync(path))[0]).toBeGreaterThan(1000);
});

test("the pictures of the documentation are shown, and the gallery has that of every analyzer that has one", () => {
  const gallery = readFileSync("docs/gallery.md", "utf8");
  const drawn = readdirSync("docs/pictures").map((file) => `pictures/${file})`);
  expect(drawn.length).toBeGreaterThan(20);
  for (const path of drawn) {
    expect(gallery, path).toContain(path);
    // A picture that a browser scales up is blurred: pages are 830 px wide, on a screen of two dots a pixel half of that.
    expect(sizeOf(readFileSync(`docs/${path.slice(0, -1)}`))[0]).toBeGreaterThan(830);
  }
});

test("README's figure is what the tool draws: `node notebooks/pictures.js` draws it anew", () => {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => execFileSync("node", ["dist/bundle/main.js", ...args], { encoding: "utf8" });
  run("analyze", "fixtures/mainline", "--only", "phases", "--out", join(folder, "results"));
  run("figures", join(folder, "results"), "--theme", "screen", "--format", "png", "--out", join(folder, "figures"));
  const drawn = readFileSync(join(folder, "figures/phases-progress-measures.png"));
  expect(shareDiffering(drawn, readFileSync(`${PICTURES}/progress-measures.png`), 128)).toBeLessThan(TOLERANCE);
});
