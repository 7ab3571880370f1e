import { expect, test } from "vitest";
import { rendered } from "#cli/_terminal.js";
import type { Result } from "#results/result.js";
import * as column from "#tables/column.js";

const columns = { epoch: column.integer("epoch"), peak: column.number("peak"), curve: column.optionalNumbers("curve") };
const provenance: Result["provenance"] = {
  grokAnalyze: "0",
  run: "run",
  formats: [],
  layout: null,
  task: null,
  split: null,
  backend: "wasm",
  checkpoints: [],
  evidence: [],
  doubts: [],
  skipped: [],
};
const LAYOUT = { columns: undefined, verbose: false };
const rows = [{ epoch: 0, peak: 7, curve: [1.25, 7, 3] }];
const result = {
  analyzer: "own",
  options: {},
  provenance,
  findings: [],
  table: { columns, rows },
} as unknown as Result;

test("a list of numbers is not printed on a terminal; asked for, it says how many there are", () => {
  expect(rendered(result, { series: [], values: ["peak"] }, LAYOUT, false)).not.toMatch(/numbers|1\.25/);
  const asked = rendered(result, { series: ["epoch"], values: ["peak", "curve"] }, LAYOUT, false);
  expect(asked).toMatch(/0\s+7\s+3 numbers/);
  expect(asked).not.toContain("1.25");
});

test("findings come before the table, and a share is in per cent, without a unit", () => {
  const shared = {
    ...result,
    findings: [{ label: "found", value: 3 }],
    table: { columns: { ...columns, part: column.number("part", "share") }, rows: [{ ...rows[0], part: 0.25 }] },
  } as unknown as Result;
  const text = rendered(shared, { series: ["epoch"], values: ["part"] }, LAYOUT, false);
  expect(text).toMatch(/found: 3\n\n epoch +part *\n +0 +25 % *\n/);
});

test("values that have no room beside one another come below one another, keys cut where one alone has none", () => {
  const names = ["one", "two", "three"].map((name) => `${name}_of_a_long_name`);
  const wide = {
    ...result,
    table: {
      columns: {
        series: column.text("series"),
        ...Object.fromEntries(names.map((name) => [name, column.number(name)])),
      },
      rows: [0, 1].map((epoch) => ({
        epoch,
        series: "s".repeat(50),
        ...Object.fromEntries(names.map((name, i) => [name, 10 * i + epoch])),
      })),
    },
  } as unknown as Result;
  const view = { series: ["series"], values: names };
  const lines = (width: number | undefined) =>
    rendered(wide, view, { columns: width, verbose: false }, false).trimEnd().split("\n");
  const headed = (width: number | undefined) => lines(width).filter((line) => line.includes("series "));
  expect(headed(undefined)).toHaveLength(1);
  expect(headed(160)).toHaveLength(2);
  expect(headed(60)).toHaveLength(3);
  for (const width of [160, 120, 100, 80, 60])
    for (const line of lines(width)) expect(line.length).toBeLessThanOrEqual(width);
  for (const value of [1, 11, 21]) expect(lines(60).some((line) => line.trimEnd().endsWith(` ${value}`))).toBe(true);
});
