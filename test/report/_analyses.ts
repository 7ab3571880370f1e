import type { Analyzer } from "#analyzers/_analyzer.js";
import type { Analysis } from "#results/analysis.js";
import { analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { type Selection, selected } from "#runs/select.js";

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
