import "../node/start.ts";

import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { reportHtml } from "../report/report-html.ts";
import { type Analysis, holdsResults, storedAnalysis } from "../results/analysis.ts";
import { analyzeAll } from "../results/analyze.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import { resultsFolder } from "./_results-of.ts";
import type { RunPlace } from "./follow-runs.ts";

interface AskedRun extends RunPlace {
  readonly name: string;
  /** How many checkpoints it has. */
  readonly checkpoints: number;
}

/** Which runs a page is to be of. */
export interface ReportAsked {
  readonly runs: readonly AskedRun[];
  readonly reading: OpenOptions;
}

/** The page of one run, or that compares several, as HTML. Of results where there are some, else of the curves alone. */
export default async function report({ runs, reading }: ReportAsked): Promise<string> {
  const analyses: Analysis[] = [];
  for (const run of runs) analyses.push({ ...(await analysisOf(run, reading)), run: run.name });
  return reportHtml(analyses);
}

/** Of a run with checkpoints it is not that there are no weights. */
const NOT_YET = "its checkpoints have not been analysed yet";

function needsWeights(name: string): boolean {
  return Object.values<Analyzer>(analyzers).some((analyzer) => analyzer.name === name && !analyzer.curves);
}

async function analysisOf(place: AskedRun, reading: OpenOptions): Promise<Analysis> {
  const folder = resultsFolder(place);
  // Results of a log of many runs are of all of them: one of them is asked by itself.
  if (place.series === "" && holdsResults(folder)) return storedAnalysis(folder);
  const run = await openRun(place.path, { ...reading, weights: "left out" });
  const own = run.history.filter(({ series }) => place.series === "" || series === place.series);
  const history = place.series === "" ? own : own.map((curve) => ({ ...curve, series: "" }));
  const { results, skipped } = await analyzeAll({ ...run, history });
  const [{ provenance }] = results;
  return {
    run: run.name,
    provenance,
    results,
    skipped:
      place.checkpoints === 0
        ? skipped
        : skipped.map(({ analyzer, reason }) => ({ analyzer, reason: needsWeights(analyzer) ? NOT_YET : reason })),
    history,
    settings: run.settings,
    missing: [],
  };
}
