import type { Analyzer } from "../analyzers/_analyzer.ts";
import { AnalyzerError } from "../errors.ts";
import type { Run } from "../runs/run.ts";
import { writeManifest } from "./_write-manifest.ts";
import { analysisFolder } from "./analysis-folder.ts";
import { type Analyses, type AnalyzeAllSettings, analyzeAll } from "./analyze.ts";

/** What was found, and the paths of the files that say so. */
export interface WrittenAnalyses {
  readonly analyses: Analyses;
  readonly files: readonly string[];
}

/**
 * Asks analyzers of `part`, some checkpoints of `run`, and writes the results into a folder, which keeps the rows of each
 * checkpoint; where the signal ends it, what there is. Throws an AnalyzerError where none applies.
 */
export async function analysisInto(
  path: string,
  run: Run,
  part: Run,
  asked: readonly Analyzer[],
  settings: Omit<AnalyzeAllSettings, "cache" | "onResults">,
): Promise<WrittenAnalyses> {
  const names = asked.map(({ name }) => name);
  // Against the whole run: results of other checkpoints of it may be there.
  const folder = analysisFolder(path, run, names);
  const epochs = part.checkpoints.map(({ epoch }) => epoch);
  const what = Object.fromEntries(names.map((name) => [name, epochs]));
  let begun = false;
  // Before the first results: a process that is killed leaves what it was asked beside what it has done.
  const begin = (skipped: Analyses["skipped"]) => {
    if (!begun) writeManifest(path, run, what, skipped);
    begun = true;
  };
  const analyses = await analyzeAll(part, asked, {
    ...settings,
    cache: folder.cache,
    onResults: (soFar, skipped) => {
      begin(skipped);
      folder.refresh(soFar);
    },
  });
  const { results, skipped, stopped } = analyses;
  if (results.length === 0) {
    const reasons = skipped.map(({ analyzer, reason }) => `${analyzer}, as ${reason}`);
    throw new AnalyzerError(run.path, `no analyzer asked applies: ${reasons.join("; ")}`);
  }
  const files = stopped ? folder.writePart(results) : folder.write(results);
  return { analyses, files: files.length > 0 ? [...files, writeManifest(path, run, what, skipped)] : [] };
}
