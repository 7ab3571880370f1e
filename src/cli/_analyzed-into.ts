import type { Analyzer } from "../analyzers/_analyzer.ts";
import { AnalyzerError } from "../errors.ts";
import { writeManifest } from "../results/_manifest.ts";
import { analysisFolder } from "../results/analysis-folder.ts";
import { type Analyses, type AnalyzeAllSettings, analyzeAll } from "../results/analyze.ts";
import type { Run } from "../runs/run.ts";
import { interruptible } from "./_interruptible.ts";
import { progress } from "./_progress.ts";

/**
 * Asks analyzers of `part`, some checkpoints of `run`, with a bar on the terminal, and writes the results into a folder;
 * Ctrl-C writes what there is. Returns them with the files' paths. Throws an AnalyzerError where none applies.
 */
export async function analyzedInto(
  path: string,
  run: Run,
  part: Run,
  asked: readonly Analyzer[],
  settings: Pick<AnalyzeAllSettings, "options" | "thorough" | "threads">,
): Promise<{ readonly analyses: Analyses; readonly files: readonly string[] }> {
  const names = asked.map(({ name }) => name);
  // Against the whole run: results of other checkpoints of it may be there.
  const folder = analysisFolder(path, run, names);
  const bar = await progress();
  const epochs = part.checkpoints.map(({ epoch }) => epoch);
  const what = Object.fromEntries(names.map((name) => [name, epochs]));
  let begun = false;
  // Before the first results: a process that is killed leaves what it was asked beside what it has done.
  const begin = (skipped: Analyses["skipped"]) => {
    if (!begun) writeManifest(path, run, what, skipped);
    begun = true;
  };
  try {
    const analyses = await interruptible((signal) =>
      analyzeAll(part, asked, {
        ...settings,
        cache: folder.cache,
        signal,
        onProgress: bar.update,
        onResults: (soFar, skipped) => {
          begin(skipped);
          folder.refresh(soFar);
        },
      }),
    );
    const { results, skipped, stopped } = analyses;
    if (results.length === 0) {
      const reasons = skipped.map(({ analyzer, reason }) => `${analyzer}, as ${reason}`);
      throw new AnalyzerError(run.path, `no analyzer asked applies: ${reasons.join("; ")}`);
    }
    const files = stopped ? folder.writePart(results) : folder.write(results);
    return { analyses, files: files.length > 0 ? [...files, writeManifest(path, run, what, skipped)] : [] };
  } finally {
    bar.stop();
  }
}
