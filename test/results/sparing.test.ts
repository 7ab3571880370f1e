import { expect, test } from "vitest";
import { defineAnalyzer } from "#analyzers/_analyzer.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import * as column from "#tables/column.js";

const MOST = 5;
const costly = defineAnalyzer({
  name: "costly",
  title: "Costly",
  question: "What takes long?",
  source: "a test, 2026",
  options: {},
  columns: { one: column.number("1") },
  summary: { series: [], values: ["one"] },
  forward: false,
  sparing: MOST,
  measure: () => [{ one: 1 }],
  figures: () => [],
});

test("a sparing analyzer is asked of some checkpoints, evenly, the first and the last among them, and says so", async () => {
  const run = await openRun("fixtures/tiny");
  const { table, findings } = await analyze(run, costly);
  const epochs = run.checkpoints.map(({ epoch }) => epoch);
  const places = table.rows.map(({ epoch }) => epochs.indexOf(epoch));
  expect(places).toEqual([0, 1, 2, 3, 4].map((i) => Math.round((i * (epochs.length - 1)) / (MOST - 1))));
  expect(findings).toEqual([
    { label: "checkpoints asked", value: `5 of ${epochs.length}, evenly: --thorough asks all` },
  ]);
});

test("thorough, of all; and so where there are few", async () => {
  const run = await openRun("fixtures/tiny");
  const whole = await analyze(run, costly, {}, { thorough: true });
  expect(whole.table.rows).toHaveLength(run.checkpoints.length);
  const few = await analyze({ ...run, checkpoints: run.checkpoints.slice(0, MOST) }, costly);
  expect([few.table.rows.length, few.findings]).toEqual([MOST, []]);
});
