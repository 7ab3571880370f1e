import type { Analyzer } from "../analyzers/_analyzer.ts";
import { analysisInto, type WrittenAnalyses } from "../results/analysis-into.ts";
import type { AnalyzeAllSettings } from "../results/analyze.ts";
import type { Run } from "../runs/run.ts";
import { progress } from "./_progress.ts";

/** What `analysisInto` does, with a bar on the terminal; Ctrl-C writes what there is. */
export async function analyzedInto(
  path: string,
  run: Run,
  part: Run,
  asked: readonly Analyzer[],
  settings: Pick<AnalyzeAllSettings, "options" | "thorough" | "threads">,
): Promise<WrittenAnalyses> {
  const abort = new AbortController();
  // Once: the second Ctrl-C does what it does by default, and ends the process.
  const interrupted = () => abort.abort();
  process.once("SIGINT", interrupted);
  const bar = await progress();
  try {
    return await analysisInto(path, run, part, asked, { ...settings, signal: abort.signal, onProgress: bar.update });
  } finally {
    bar.stop();
    process.off("SIGINT", interrupted);
  }
}
