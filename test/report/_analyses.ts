import type { Analyzer } from "#analyzers/_analyzer.js";
import { type Analysis, storedAnalysis } from "#results/analysis.js";
import { analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { type Selection, selected } from "#runs/select.js";
import { csv } from "#tables/csv.js";
import { tinyResults } from "../_tiny-results.ts";

/** The analysis of fixtures/tiny, or what some analyzers say of it: all tests have the one that is made once. */
export function tinyAnalysis(asked?: readonly Analyzer[]): Analysis {
  const whole = storedAnalysis(tinyResults());
  const results = asked?.flatMap(({ name }) => whole.results.filter(({ analyzer }) => analyzer === name));
  return { ...whole, results: results ?? whole.results };
}

/** The analysis of a run, with no folder between. */
export async function analysisOf(
  path: string,
  asked?: readonly Analyzer[],
  selection: Selection = {},
): Promise<Analysis> {
  const run = await openRun(path);
  const { results, skipped } = await analyzeAll(selected(run, selection), asked);
  const { provenance } = results[0];
  return { run: run.name, provenance, results, skipped, history: run.history, settings: run.settings, missing: [] };
}

/** The tables of the results as CSV, by name: whole, and as a page has those with very long lists. */
export function tablesOf({ results }: Analysis): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap(({ analyzer, table: { columns, rows } }) => {
      const lists = Object.keys(columns).filter((name) => columns[name]?.kind === "numbers");
      const others = Object.fromEntries(Object.entries(columns).filter(([name]) => !lists.includes(name)));
      return [
        [`${analyzer}.csv`, csv({ columns, rows })],
        [`${analyzer}-without-${lists.join("-")}.csv`, csv({ columns: others, rows })],
      ] as const;
    }),
  );
}
