import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { captionOf } from "#figures/_figure.js";
import { drawn } from "#figures/theme.js";
import { svg } from "#render/svg.js";
import { keysOf } from "#report/_facts.js";
import { allFigures } from "#report/all-figures.js";
import { type FiguresSettings, writeFigures } from "#report/write-figures.js";
import { tinyAnalysis } from "./_analyses.ts";

const DRAWING = 600_000;
const folder = mkdtempSync(join(tmpdir(), "grok-analyze-figures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny = tinyAnalysis();
const all = allFigures(tiny);

const SETTINGS: FiguresSettings = { formats: ["svg"], theme: "paper", renderer: "node" };
const write = (name: string, settings: Partial<FiguresSettings> = {}) =>
  writeFigures(tiny, { ...SETTINGS, out: join(folder, name), ...settings });
const text = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

test("every analyzer that was asked has a figure, each under a name of its own, with title and caption", () => {
  expect(all.leftOut).toEqual(tiny.skipped.map(({ analyzer, reason }) => ({ name: analyzer, reason })));
  expect([...new Set(all.figures.map(({ group }) => group))]).toEqual(tiny.results.map(({ analyzer }) => analyzer));
  expect(new Set(all.figures.map(({ name }) => name)).size).toBe(all.figures.length);
  for (const { name, group, figure } of all.figures) {
    expect(name).toBe(`${group}-${figure.name}`);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(figure.title, name).not.toBe("");
    expect(figure.caption, name).toMatch(/\S\.$/);
    expect(`${figure.title} ${figure.caption}`, name).not.toMatch(/undefined|NaN|null|\bobject\b/);
  }
});

test(
  "every figure is drawn, with its title and caption in it and a number at every place",
  async () => {
    for (const { name, figure } of all.figures) {
      const made = await svg(drawn(figure, { theme: "paper", keys: keysOf(tiny) }));
      const said = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      expect(made, name).toContain(`>${said(figure.title)}</title>`);
      expect(made, name).toContain(`>${said(captionOf(figure))}</desc>`);
      expect(made, name).not.toMatch(/ (d|x|y|width|height|transform|points)="[^"]*(NaN|undefined|Infinity)/);
      // An axis and at least one mark.
      expect(made, name).toMatch(/class="(trace|points|point|hm|js-line|im|plot)/);
    }
  },
  DRAWING,
);

test("what is written is what was asked, captions say all of it, and no file is left half written", async () => {
  const { files, leftOut } = await write("few", { formats: ["svg", "json"], only: ["losses", "phases"] });
  const names = all.figures.filter(({ group }) => ["losses", "phases"].includes(group)).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(2);
  const expected = [...names.flatMap((name) => [`${name}.json`, `${name}.svg`]), "captions.md"].sort();
  expect(readdirSync(join(folder, "few")).sort()).toEqual(expected);
  expect(files.map((file) => file.slice(join(folder, "few").length + 1)).sort()).toEqual(expected);
  expect(leftOut).toEqual([]);
  const captions = text("few", "captions.md");
  expect(captions).toMatch(
    /^# Figures of tiny\n\na \+ b mod 29, \d+ checkpoints, epochs 0 to 6000\. Split: .* grok-analyze /,
  );
  for (const { name, figure } of all.figures.filter(({ name }) => names.includes(name)))
    expect(captions).toContain(`## ${name}\n\n${figure.title}. ${captionOf(figure)}\n`);
  for (const name of names) {
    const { data, layout, config } = JSON.parse(text("few", `${name}.json`));
    expect(data.length).toBeGreaterThan(0);
    expect(layout.width).toBeGreaterThan(0);
    expect(config).toMatchObject({ showSendToCloud: false });
  }
});

test("figures in one format need nothing of another: JSON alone draws nothing", async () => {
  const { files } = await write("json", { formats: ["json"], only: ["losses"] });
  expect(files.some((file) => file.endsWith(".svg"))).toBe(false);
  expect(files.length).toBeGreaterThan(1);
});

test.each([
  ["svg", 3.25],
  ["pdf", 3.25],
  ["svg", 8 / 2.54],
  ["pdf", 8 / 2.54],
] as const)("%s has exactly the width of %d inches", async (format, width) => {
  await write("wide", { formats: [format], width, only: ["losses"] });
  const [name] = all.figures.filter(({ group }) => group === "losses").map((one) => one.name);
  if (format === "svg") {
    const [, inches] = /^<svg[^>]* width="([\d.]+)in"/.exec(text("wide", `${name}.svg`)) ?? [];
    expect(Number(inches)).toBeCloseTo(width, 3);
  } else {
    const [, points] =
      /\/MediaBox \[0 0 ([\d.]+) /.exec(readFileSync(join(folder, "wide", `${name}.pdf`), "latin1")) ?? [];
    expect(Number(points) / 72).toBeCloseTo(width, 3);
  }
});

test("the paper's figures stand on one page too, unless there is one", async () => {
  const one = await write("one", { set: "nanda-2023", only: ["6d"] });
  expect(existsSync(join(folder, "one", "all-figures.svg"))).toBe(false);
  expect(one.files).toHaveLength(2);
  await write("two", { set: "nanda-2023", only: ["6b", "6d"] });
  const sheet = text("two", "all-figures.svg");
  for (const words of [">6b</text>", ">6d</text>", ">Restricted loss</text>", ">Sum of squared weights</text>"])
    expect(sheet).toContain(words);
  const ids = [...sheet.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a name that nothing has is asked wrongly, with those that there are", async () => {
  await expect(write("none", { only: ["losses", "loses"] })).rejects.toThrow(/--only: there is no "loses"; .*losses/);
  await expect(write("none", { set: "nanda-2023", only: ["6e"] })).rejects.toThrow(/there is no "6e"; .*6a, 6b/);
  expect(existsSync(join(folder, "none"))).toBe(false);
});
