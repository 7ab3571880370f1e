import type { Analyzer } from "../analyzers/_analyzer.ts";
import { analysisInto, type WrittenAnalyses } from "../results/analysis-into.ts";
import type { AnalyzeAllSettings } from "../results/analyze.ts";
import type { Run } from "../runs/run.ts";
import { interruptible } from "./_interruptible.ts";
import { progress } from "./_progress.ts";

/** What `analysisInto` does, with a bar on the terminal; Ctrl-C writes what there is. */
export async function analyzedInto(
  path: string,
  run: Run,
  part: Run,
  asked: readonly Analyzer[],
  settings: Pick<AnalyzeAllSettings, "options" | "everything" | "thorough" | "threads">,
): Promise<WrittenAnalyses> {
  const bar = await progress();
  try {
    return await interruptible((signal) =>
      analysisInto(path, run, part, asked, { ...settings, signal, onProgress: bar.update }),
    );
  } finally {
    bar.stop();
  }
}
