import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { analyzeAll } from "#results/analyze.js";
import { resultJson } from "#results/write.js";
import { openRun } from "#runs/open.js";

// Of an analyzer of another kind of network there is no result of this run.
const asked = await openRun("fixtures/layouts/full-run-data");
const analyzers = Object.values<Analyzer>(units).flatMap((analyzer) =>
  (analyzer.applies?.(asked) ?? true) === true ? [[analyzer.name, analyzer] as const] : [],
);
/** Of those that take minutes, options with which they do not. */
const trials = Object.fromEntries(analyzers.map(([name, { onRequest }]) => [name, onRequest?.trial ?? {}]));

/** Every result as JSON, by its analyzer's name. */
async function jsonOf(path: string): Promise<ReadonlyMap<string, string>> {
  const all = analyzers.map(([, analyzer]) => analyzer);
  const { results } = await analyzeAll(await openRun(path), all, { options: trials });
  return new Map(results.map((result) => [result.analyzer, resultJson(result)]));
}

const elsewhere = join(mkdtempSync(join(tmpdir(), "results-")), "full-run-data");
let here: ReadonlyMap<string, string>;
let there: ReadonlyMap<string, string>;
beforeAll(async () => {
  cpSync("fixtures/layouts/full-run-data", elsewhere, { recursive: true });
  here = await jsonOf("fixtures/layouts/full-run-data");
  there = await jsonOf(elsewhere);
});
afterAll(() => rmSync(dirname(elsewhere), { recursive: true }));

describe.each(analyzers)("the result of %s as JSON", (name, analyzer) => {
  let made: string;
  beforeAll(() => {
    made = here.get(name) ?? expect.unreachable();
  });

  test("has exactly these keys, and the options filled in", () => {
    const json = JSON.parse(made);
    const concluded = analyzer.conclude ? ["conclusion"] : [];
    expect(Object.keys(json)).toEqual(["analyzer", "options", "provenance", "findings", ...concluded, "table"]);
    expect(json.analyzer).toBe(name);
    const defaults = Object.entries(analyzer.options as Record<string, { readonly default: unknown }>);
    const settled = Object.fromEntries(defaults.map(([key, option]) => [key, option.default]));
    expect(json.options).toEqual({ ...settled, ...analyzer.onRequest?.trial });
    expect(Object.keys(json.table)).toEqual(["columns", "rows"]);
    for (const row of json.table.rows) expect(Object.keys(row)).toEqual(Object.keys(json.table.columns));
  });

  test("says where it comes from", () => {
    const { provenance } = JSON.parse(made);
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

  test("has the same bytes whenever it is made and wherever the run lies", () => {
    expect(there.get(name)).toBe(made);
    expect(made).not.toContain(resolve("."));
    expect(made).not.toContain(elsewhere);
    // A date as people write it, or seconds since 1970.
    expect(made).not.toMatch(/20\d\d-\d\d-\d\d/);
    expect(made).not.toContain(String(Date.now()).slice(0, 7));
  });
});
