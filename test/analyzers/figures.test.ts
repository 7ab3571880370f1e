import { beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { THEMES } from "#figures/_drawing.js";
import type { Figure } from "#figures/_figure.js";
import { drawn } from "#figures/theme.js";
import { analyze, analyzeAll } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { selected } from "#runs/select.js";
import { runOf, wholeRuns } from "./_whole-runs.ts";

const analyzers = Object.values<Analyzer>(units);

/** The key frequencies of the small run. */
const KEYS = [3, 11, 13];

let results: readonly Result[];
beforeAll(async () => {
  const runs = (await wholeRuns()).map((run) => selected(run, { every: 10 }));
  const asked = runs.map((run) => analyzers.filter((analyzer) => !analyzer.onRequest && runOf(runs, analyzer) === run));
  const analyses = await Promise.all(runs.map((run, i) => analyzeAll(run, asked[i])));
  const slow = analyzers.filter(({ onRequest }) => onRequest);
  results = [
    ...analyses.flatMap((analysis) => analysis.results),
    ...(await Promise.all(slow.map((analyzer) => analyze(runOf(runs, analyzer), analyzer, few(analyzer))))),
  ];
});

/** Few draws of what takes minutes; its choices as they are by default, so that it has all its figures. */
function few({ onRequest, options }: Analyzer): object {
  const trial = Object.entries(onRequest?.trial ?? {});
  return Object.fromEntries(trial.filter(([name]) => options[name].kind !== "choice"));
}

describe.each(analyzers.map((analyzer) => [analyzer.name, analyzer] as const))("%s", (name, analyzer) => {
  const resultOf = () => results.find((one) => one.analyzer === name) as Result;
  const figuresOf = (change: (rows: readonly object[]) => readonly object[] = (rows) => rows) => {
    const { table, options } = resultOf();
    return analyzer.figures({ ...table, rows: change(table.rows) } as never, options as never, {
      conclusion: undefined,
    });
  };

  test("has titles, captions and axes that say what they show", () => {
    for (const { title, caption, name: id, layout } of figuresOf()) {
      expect(title, id).toMatch(/^[A-ZΣ].*[^.]$/);
      expect(title.length, id).toBeLessThan(60);
      // A sentence, which a symbol may begin.
      expect(caption, id).toMatch(/^([A-ZΣ0-9‖αλ]|nβ|exp|cos\().{20,}\.$/);
      // No name of a column: φ_a is a symbol.
      expect(`${title} ${caption}`, id).not.toMatch(/undefined|null|NaN|[a-z]_(loss|share|a)\b/);
      const axes = Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key));
      for (const [key, axis] of axes) expect((axis as { title?: object }).title, `${id} ${key}`).toBeDefined();
    }
  });

  test("names every line once in a plot's legend", () => {
    for (const { data, name: id } of figuresOf()) {
      const shown = data.filter(({ type, showlegend }) => type !== "heatmap" && showlegend !== false);
      const entries = shown.map(({ name: entry, xaxis, legend }) => JSON.stringify([entry, xaxis, legend]));
      expect(new Set(entries).size, id).toBe(entries.length);
    }
  });

  test("draws frequencies that are no key ones in the background, where it has lines of every frequency", () => {
    for (const { data, name: id } of figuresOf()) {
      if (!data.some(({ meta }) => meta?.background)) continue;
      const front = data.flatMap(({ meta }) =>
        meta?.frequency === undefined || meta.background ? [] : [meta.frequency],
      );
      for (const k of front) expect(KEYS, id).toContain(k);
    }
  });

  test.each([
    ["no rows", () => []],
    ["the first checkpoint", (rows) => rows.filter((row) => epochOf(row) === epochOf(rows[0]))],
    ["the last checkpoint", (rows) => rows.filter((row) => epochOf(row) === epochOf(rows.at(-1)))],
    ["no optional value", (rows) => rows.map((row) => withoutOptional(row, resultOf()))],
  ] as [string, (rows: readonly object[]) => readonly object[]][])("draws %s", (_, change) => {
    const figures = figuresOf(change);
    for (const figure of figures) {
      expect(JSON.parse(JSON.stringify(figure)), figure.name).toStrictEqual(figure);
      for (const theme of THEMES) drawable(figure, theme);
    }
  });

  test("can be drawn in every theme at the width of a column and of a page", () => {
    for (const figure of figuresOf()) {
      for (const theme of THEMES) for (const width of [3.25, 6.75]) drawable(figure, theme, width);
    }
  });
});

/** A drawing is plain JSON with all of the figure's traces, of a size that fits a page. */
function drawable(figure: Figure, theme: (typeof THEMES)[number], width = 3.25): void {
  const drawing = drawn(figure, { theme, width, keys: KEYS });
  expect(JSON.parse(JSON.stringify(drawing)), figure.name).toStrictEqual(drawing);
  expect(drawing.layout.width).toBe(96 * width);
  expect(drawing.layout.height, figure.name).toBeLessThan(96 * 22);
  expect(drawing.data.slice(0, figure.data.length).map(({ x, y, z }) => [x, y, z])).toEqual(
    figure.data.map(({ x, y, z }) => [x, y, z]),
  );
}

function epochOf(row: object | undefined): unknown {
  return (row as { readonly epoch: number } | undefined)?.epoch;
}

/** What a run without a split, without keys or without what else not every run has would give. */
function withoutOptional(row: object, { table }: Result): object {
  const cells = Object.entries(row).map(([name, value]) => [name, table.columns[name]?.nullable ? null : value]);
  return Object.fromEntries(cells);
}
