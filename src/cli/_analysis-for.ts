import { join } from "node:path";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { GrokError, SeveralRunsError } from "../errors.ts";
import {
  type Analysis,
  analysisFolderOf,
  holdsResults,
  interruptedInWords,
  storedAnalysis,
} from "../results/analysis.ts";
import { analysisFolder } from "../results/analysis-folder.ts";
import { ofEachRun } from "../runs/each-run.ts";
import { analyzedInto } from "./_analyzed-into.ts";
import type { ReadingArguments } from "./_arguments.ts";
import { opened } from "./_opened.ts";
import { countOf } from "./_terminal.ts";

export interface AnalysisArguments extends ReadingArguments {
  readonly results?: string;
}

/** An analysis, and what to tell of where it comes from. */
export interface FoundAnalysis {
  /** Undefined where it could not be had. */
  readonly analysis: Analysis | undefined;
  readonly notes: readonly string[];
}

/**
 * What is known of the runs at a path: one, or all that a folder holds, with why one of these could not be had. Their results
 * lie then in a folder each, in that of the whole.
 */
export async function analysesFor(path: string, given: AnalysisArguments): Promise<readonly FoundAnalysis[]> {
  try {
    return [await analysisFor(path, given)];
  } catch (error) {
    if (!(error instanceof SeveralRunsError)) throw error;
    if (given.results !== undefined) throw error;
    return ofEachRun<FoundAnalysis>(
      error.runs,
      (run) => analysisFor(join(path, run), given, join(analysisFolderOf(path), run)),
      (_, { message }) => ({ analysis: undefined, notes: [`left out: ${message}`] }),
    );
  }
}

/**
 * What is known of the run at a path. From a folder of results nothing else is read; given a run, its results are taken
 * where they lie by default, or are made.
 */
export async function analysisFor(
  path: string,
  given: AnalysisArguments,
  folder: string = given.results ?? analysisFolderOf(path),
): Promise<FoundAnalysis & { readonly analysis: Analysis }> {
  if (holdsResults(path)) return interrupted({ analysis: storedAnalysis(path), notes: [] });
  const run = await opened(path, given);
  if (!holdsResults(folder)) {
    if (given.results !== undefined) throw new GrokError(folder, "holds no results", "make them with analyze --out");
    const { analyses } = await analyzedInto(folder, run, run, Object.values<Analyzer>(analyzers), {});
    if (analyses.stopped) throw new GrokError(path, "stopped before its analysis was done", "the same command goes on");
    return { analysis: storedAnalysis(folder), notes: [`wrote the results to ${folder}`] };
  }
  // Throws where they are of another run.
  analysisFolder(folder, run, [], "name the folder of its own with --results, or make it with analyze --out");
  const analysis = storedAnalysis(folder);
  const known = new Set(analysis.provenance.checkpoints.map(({ epoch }) => epoch));
  const newer = run.checkpoints.filter(({ epoch }) => !known.has(epoch)).length;
  return interrupted({
    analysis,
    notes: [
      `from the results in ${folder}`,
      ...(newer > 0 ? [`${countOf(newer)} of the run not among them: analyze adds them`] : []),
    ],
  });
}

/** With the note that it was interrupted, where it was. */
function interrupted<F extends FoundAnalysis & { readonly analysis: Analysis }>({ analysis, notes }: F) {
  const words = interruptedInWords(analysis);
  return { analysis, notes: words === undefined ? notes : [...notes, words] };
}
