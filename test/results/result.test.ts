import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { analyze } from "#results/analyze.js";
import { resultJson } from "#results/write.js";
import { openRun } from "#runs/open.js";
import { copyOf } from "./_runs.ts";

// Of an analyzer of another kind of network there is no result of this run.
const asked = await openRun("fixtures/layouts/full-run-data");
const analyzers = Object.values<Analyzer>(units).flatMap((analyzer) =>
  (analyzer.applies?.(asked) ?? true) === true ? [[analyzer.name, analyzer] as const] : [],
);
const jsonOf = async (path: string, analyzer: Analyzer) => resultJson(await analyze(await openRun(path), analyzer));

describe.each(analyzers)("the result of %s as JSON", (name, analyzer) => {
  test("has exactly these keys, and the options filled in", async () => {
    const json = JSON.parse(await jsonOf("fixtures/layouts/full-run-data", analyzer));
    const concluded = analyzer.conclude ? ["conclusion"] : [];
    expect(Object.keys(json)).toEqual(["analyzer", "options", "provenance", "findings", ...concluded, "table"]);
    expect(json.analyzer).toBe(name);
    const defaults = Object.entries(analyzer.options as Record<string, { readonly default: unknown }>);
    expect(json.options).toEqual(Object.fromEntries(defaults.map(([key, option]) => [key, option.default])));
    expect(Object.keys(json.table)).toEqual(["columns", "rows"]);
    for (const row of json.table.rows) expect(Object.keys(row)).toEqual(Object.keys(json.table.columns));
  });

  test("says where it comes from", async () => {
    const { provenance } = JSON.parse(await jsonOf("fixtures/layouts/full-run-data", analyzer));
    expect(provenance).toMatchObject({
      run: "full-run-data",
      layout: "mainline",
      task: { name: "addition", p: 13, formula: "a + b mod 13" },
      split: { train: 67, test: 102 },
    });
    expect(provenance.grokAnalyze).toMatch(/^\d+\.\d+\.\d+/);
    expect(provenance.checkpoints.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 100, 200]);
    const digests = provenance.checkpoints.map(({ digest }: { digest: string }) => digest);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(3);
  });

  test("has the same bytes whenever it is made and wherever the run lies", async () => {
    const first = await jsonOf("fixtures/layouts/full-run-data", analyzer);
    const elsewhere = copyOf("layouts/full-run-data");
    expect(await jsonOf(elsewhere, analyzer)).toBe(first);
    expect(await jsonOf(resolve("fixtures/layouts/full-run-data"), analyzer)).toBe(first);
    expect(first).not.toContain(resolve("."));
    expect(first).not.toContain(elsewhere);
    // A date as people write it, or seconds since 1970.
    expect(first).not.toMatch(/20\d\d-\d\d-\d\d/);
    expect(first).not.toContain(String(Date.now()).slice(0, 7));
  });
});
