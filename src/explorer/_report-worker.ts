import "../node/start.ts";

import { reportHtml } from "../report/report-html.ts";
import { type Analysis, holdsResults, storedAnalysis } from "../results/analysis.ts";
import { analyzeAll } from "../results/analyze.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import { resultsFolder } from "./_results-of.ts";
import type { RunPlace } from "./follow-runs.ts";

/** Which runs a page is to be of. */
export interface ReportAsked {
  readonly runs: readonly (RunPlace & { readonly name: string })[];
  readonly reading: OpenOptions;
}

/** The page of one run, or that compares several, as HTML. Of results where there are some, else of the curves alone. */
export default async function report({ runs, reading }: ReportAsked): Promise<string> {
  const analyses: Analysis[] = [];
  for (const run of runs) analyses.push({ ...(await analysisOf(run, reading)), run: run.name });
  return reportHtml(analyses);
}

async function analysisOf(place: RunPlace, reading: OpenOptions): Promise<Analysis> {
  const folder = resultsFolder(place);
  // Results of a log of many runs are of all of them: one of them is asked by itself.
  if (place.series === "" && holdsResults(folder)) return storedAnalysis(folder);
  const run = await openRun(place.path, { ...reading, weights: "left out" });
  const own = run.history.filter(({ series }) => place.series === "" || series === place.series);
  const history = place.series === "" ? own : own.map((curve) => ({ ...curve, series: "" }));
  const { results, skipped } = await analyzeAll({ ...run, history });
  const [{ provenance }] = results;
  return { run: run.name, provenance, results, skipped, history, settings: run.settings, missing: [] };
}
