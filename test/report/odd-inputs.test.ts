import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figure } from "#figures/_figure.js";
import { hasValues } from "#figures/_ranges.js";
import { drawn } from "#figures/theme.js";
import { svg } from "#render/svg.js";
import { contents } from "#report/_contents.js";
import { keysOf } from "#report/_facts.js";
import { page } from "#report/_page.js";
import type { PageContents } from "#report/_panel.js";
import { verdict } from "#report/_verdict.js";
import { allFigures } from "#report/all-figures.js";
import { paperFigures } from "#report/paper-figures.js";
import nanda from "#report/papers/nanda-2023.js";
import type { Analysis } from "#results/analysis.js";
import { ODD } from "./_odd-inputs.ts";

/** What a reader shall not meet. */
const NO_WORD = /\b(NaN|undefined|null|Infinity)\b/;
/** A picture takes a fifth of a second: of each kind of figure one is drawn, and of those with gaps one of every input. */
const drawings = new Set<string>();
/** The figures of the paper, by number. */
const PAPER = 16;

const root = mkdtempSync(join(tmpdir(), "odd-inputs-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const made = new Map<string, Promise<Analysis>>();
/** The analysis of an odd input, made once. */
function analysisOf(name: string): Promise<Analysis> {
  const found = made.get(name) ?? ODD[name](mkdtempSync(join(root, "run-")));
  made.set(name, found);
  return found;
}

describe.each(Object.keys(ODD))("%s", (name) => {
  let analysis: Analysis;
  let shown: PageContents;
  beforeAll(async () => {
    analysis = await analysisOf(name);
    shown = contents(analysis);
  });

  test("every figure is drawn, says what it shows, and shows something", async () => {
    const { figures } = allFigures(analysis);
    const paper = paperFigures(analysis, nanda).figures;
    for (const { name: of, figure } of [...figures, ...paper]) sound(figure, `${name}: ${of}`);
    for (const { figure } of [...figures, ...paper]) {
      const gaps = JSON.stringify(figure.data).includes("null");
      const kind = `${kindOf(figure)}${gaps ? ` with gaps, of ${name}` : ""}`;
      if (drawings.has(kind)) continue;
      drawings.add(kind);
      const picture = await svg(drawn(figure, { theme: "paper", keys: keysOf(analysis) }));
      expect(picture, `${name}: ${figure.name}`).not.toMatch(/\b(NaN|undefined|Infinity)\b/);
    }
  });

  test("what is left out has its reason", () => {
    const { figures, leftOut } = allFigures(analysis);
    const paper = paperFigures(analysis, nanda);
    const present = new Set([...figures.map(({ group }) => group), ...leftOut.map(({ name: of }) => of)]);
    for (const { analyzer } of [...analysis.results, ...analysis.skipped]) expect(present).toContain(analyzer);
    expect(paper.figures.length + paper.leftOut.length).toBe(PAPER);
    for (const { name: of, reason } of [...leftOut, ...paper.leftOut]) {
      expect(reason, of).toMatch(/^.{10,}[^.]$/);
      expect(reason, of).not.toMatch(NO_WORD);
    }
  });

  test("the verdict is three sentences", () => {
    const sentences = verdict(analysis);
    expect(sentences).toHaveLength(3);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
      expect(sentence).not.toMatch(NO_WORD);
      expect(sentence).not.toContain("none: ");
    }
  });

  test("no finding, caption or heading of the page has a number that is none", () => {
    const said = [
      shown.subtitle,
      ...shown.panels.flatMap(({ title, caption }) => [title, caption]),
      ...shown.sections.flatMap(({ findings }) => findings.map(({ label, value }) => `${label}: ${value}`)),
    ];
    for (const words of said) expect(words).not.toMatch(NO_WORD);
    for (const { figure, id } of [...shown.panels, ...shown.sections.flatMap(({ panels }) => panels)])
      expect(hasValues(figure), id).toBe(true);
  });

  test("a line follows the slider where there is one", () => {
    const panels = [...shown.panels, ...shown.sections.flatMap((section) => section.panels)];
    for (const { cursor, figure } of panels)
      expect(cursor ?? false).toBe(shown.epochs.length > 1 && figure.x === "epoch");
  });

  test("there is a page", async () => {
    const html = await page(shown);
    expect(html).toContain("<h1>");
    expect(html).not.toContain("<run>");
  });
});

/** The marks and axes of a figure: those that have the same are drawn by the same parts of Plotly. */
function kindOf({ data, layout }: Figure): string {
  const marks = data.map(({ type, mode, fill, orientation }) => JSON.stringify({ type, mode, fill, orientation }));
  const axes = Object.entries(layout).flatMap(([name, axis]) =>
    /^[xy]axis/.test(name) ? [`${name[0]} ${(axis as { readonly type?: string }).type}`] : [],
  );
  return [...new Set([...marks, ...axes])].sort().join("; ");
}

function sound(figure: Figure, of: string): void {
  expect(figure.title, of).toMatch(/^\S.{3,}[^.]$/);
  expect(figure.caption, of).toMatch(/^\S.{20,}\.$/s);
  expect(`${figure.title} ${figure.caption}`, of).not.toMatch(NO_WORD);
  expect(hasValues(figure), of).toBe(true);
}

describe("what an odd input is told", () => {
  test("several runs are counted by what they did, and are no curve of figure 2", async () => {
    const analysis = await analysisOf("loss curves of several runs alone");
    expect(verdict(analysis)[0]).toMatch(/^There are 2 runs in it: .*\(fraction 0\.9\).*\(fraction 0\.3\)\.$/);
    const { leftOut } = paperFigures(analysis, nanda);
    expect(leftOut.find(({ name }) => name === "2")?.reason).toContain("2 runs");
  });

  test("what was not asked is not called absent", async () => {
    const analysis = await analysisOf("results of the losses alone");
    expect(keysOf(analysis)).toEqual([]);
    const [grokked, frequencies, circuit] = verdict(analysis);
    for (const sentence of [grokked, frequencies, circuit]) expect(sentence).toContain("not asked");
    for (const { name, reason } of paperFigures(analysis, nanda).leftOut)
      if (name.startsWith("6a")) expect(reason).toContain("not asked");
  });

  test("weights that are not finite are the reason for what they leave empty", async () => {
    const { leftOut } = allFigures(await analysisOf("weights that are not finite"));
    expect(leftOut.filter(({ reason }) => reason.includes("not finite")).length).toBeGreaterThan(2);
  });
});
