import { GrokError } from "../errors.ts";
import type { Asked, Shown, Told } from "../page/site/messages.ts";
import { reportHtml } from "../report/report-html.ts";
import { analysesOf } from "../results/analyses.ts";
import { type Analysis, storedAnalysis } from "../results/analysis.ts";
import { openRun } from "../runs/open.ts";
import { cardOfAnalysis, foundRuns } from "./_found-runs.ts";
import { type Analysed, analysed } from "./analysed.ts";
import { startInBrowser } from "./browser-host.ts";
import { scope } from "./scope.ts";

// Whoever starts it asks one thing: to end what is in hand, the worker is ended.
scope.onmessage = ({ data: asked }: { readonly data: Asked }) => {
  startInBrowser(asked.files);
  answered(asked).then(
    () => tell({ told: "done" }),
    (error: unknown) => tell({ told: "failed", reason: reasonOf(error) }),
  );
};

function tell(message: Told): void {
  scope.postMessage(message);
}

function reasonOf(error: unknown): string {
  if (error instanceof GrokError) return error.message;
  return `a fault of grok-analyze's own: ${error instanceof Error ? error.message : String(error)}`;
}

async function answered(asked: Asked): Promise<void> {
  switch (asked.ask) {
    case "look":
      for await (const run of foundRuns(asked.root)) tell({ told: "run", ...run });
      return;
    case "analyse": {
      const given = ({ analysis, files }: Analysed) =>
        tell({ told: "analysed", files, card: cardOfAnalysis(asked.path, analysis) });
      given(
        await analysed(asked.path, {
          ...(asked.only ? { only: asked.only } : {}),
          onProgress: (done, total) => tell({ told: "progress", done, total }),
          onQuick: given,
        }),
      );
      return;
    }
    case "page": {
      const analyses: Analysis[] = [];
      for (const run of asked.runs) analyses.push({ ...(await analysisOf(run)), ...nameOf(run, asked.runs.length) });
      tell({ told: "page", html: await reportHtml(analyses) });
    }
  }
}

/** Of several runs each is called as it is in the list; one alone as its results say, as `report` has it. */
function nameOf({ name }: Shown, count: number): Partial<Analysis> {
  return count > 1 ? { run: name } : {};
}

/** The stored results, else what the curves say by themselves. */
async function analysisOf({ path, results: folder }: Shown): Promise<Analysis> {
  if (folder !== undefined) return storedAnalysis(folder);
  const run = await openRun(path, { weights: "left out" });
  const { results, skipped } = await analysesOf(run);
  const [{ provenance }] = results;
  const { history, settings } = run;
  return { run: run.name, provenance, results, skipped, history, settings, missing: [] };
}
