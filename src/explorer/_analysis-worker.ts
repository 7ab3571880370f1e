import "../node/start.ts";

import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { GrokError } from "../errors.ts";
import { analysisInto } from "../results/analysis-into.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import { resultsFolder } from "./_results-of.ts";
import type { RunPlace } from "./follow-runs.ts";

/** What the process is asked for, once. */
export interface AnalysisAsked {
  readonly place: RunPlace;
  readonly reading: OpenOptions;
}

/** What the process says: how far it is, or why it failed. It ends when it is done. */
export type AnalysisMessage = { readonly done: number; readonly total: number } | { readonly error: string };

const abort = new AbortController();
/** Ctrl-C, a terminal that is closed, and whoever started it: what is done is written. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => abort.abort());
process.on("disconnect", () => abort.abort());
process.once("message", (asked: AnalysisAsked) => {
  analysed(asked)
    .catch((error: unknown) => {
      if (!(error instanceof GrokError)) throw error;
      tell({ error: error.message });
    })
    .finally(() => process.connected && process.disconnect());
});

/** Where whoever started it is gone there is nobody to tell, and what is done is written none the less. */
function tell(message: AnalysisMessage): void {
  if (process.connected) process.send?.(message);
}

async function analysed({ place, reading }: AnalysisAsked): Promise<void> {
  const run = await openRun(place.path, reading);
  await analysisInto(resultsFolder(place), run, run, Object.values<Analyzer>(analyzers), {
    everything: true,
    signal: abort.signal,
    onProgress: (done, total) => tell({ done, total }),
  });
}
