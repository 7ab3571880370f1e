import { join } from "node:path";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { GrokError, InterruptedError, NoRunError } from "../errors.ts";
import {
  type Analysis,
  analysisFolderOf,
  holdsResults,
  interruptedInWords,
  resultFolders,
  storedAnalysis,
} from "../results/analysis.ts";
import { analysisFolder } from "../results/analysis-folder.ts";
import type { Run } from "../runs/run.ts";
import { analyzedInto } from "./_analyzed-into.ts";
import type { ReadingArguments } from "./_arguments.ts";
import { opened } from "./_opened.ts";
import { atEach, type Place, placeOf } from "./_place.ts";
import { countOf } from "./_terminal.ts";

export interface AnalysisArguments extends ReadingArguments {
  readonly results?: string;
}

/** An analysis, and what to tell of where it comes from. */
export interface FoundAnalysis {
  readonly analysis: Analysis;
  readonly notes: readonly string[];
}

/** … of a run that a folder holds, by its name there; or why it could not be had. */
export type OneOfSeveral =
  | (FoundAnalysis & { readonly name: string | undefined })
  | { readonly name: string | undefined; readonly reason: string };

/**
 * What is known of the runs at a path: one, or all that a folder holds, in results or as they lie. Their results are then in
 * a folder each, in that of the whole. `several` is called where there are several, before any is analysed, and may throw.
 */
export async function analysesFor(
  path: string,
  given: AnalysisArguments,
  several?: () => void,
): Promise<readonly OneOfSeveral[]> {
  const place = placeOf(path, given, given.results ?? analysisFolderOf(path));
  const one = async (at: Place) => {
    const { analysis, notes } = await analysisAt(at, given);
    return { name: at.name, notes, analysis: at === place ? analysis : named(analysis, at.name) };
  };
  try {
    return await atEach<OneOfSeveral>(
      place,
      one,
      ({ name, path: at }, error) => ({ name, reason: error.messageAt(at) }),
      several,
    );
  } catch (error) {
    // No run lies there; what analyze made of several may.
    const stored = error instanceof NoRunError ? resultFolders(place.path) : [];
    if (stored.length === 0) throw error;
    return stored.map((name) => storedAt(join(place.path, name), name));
  }
}

function storedAt(folder: string, name: string): OneOfSeveral {
  try {
    return { name, ...interrupted({ analysis: named(storedAnalysis(folder), name), notes: [] }) };
  } catch (error) {
    if (error instanceof GrokError) return { name, reason: error.messageAt(folder) };
    throw error;
  }
}

/** The analysis with the run called as it is among others. */
function named(analysis: Analysis, run = analysis.run): Analysis {
  return { ...analysis, run };
}

/**
 * What is known of the run at a path. From a folder of results nothing else is read; given a run, its results are taken
 * where they lie by default, or are made. A run that `admit` throws of is not analysed.
 */
export function analysisFor(
  path: string,
  given: AnalysisArguments,
  admit?: (run: Run) => void,
): Promise<FoundAnalysis> {
  return analysisAt(placeOf(path, given, given.results ?? analysisFolderOf(path)), given, admit);
}

async function analysisAt(
  { path, results: folder }: Place,
  { run: _, ...given }: AnalysisArguments,
  admit: (run: Run) => void = () => undefined,
): Promise<FoundAnalysis> {
  if (holdsResults(path)) return interrupted({ analysis: storedAnalysis(path), notes: [] });
  const run = await opened(path, given);
  admit(run);
  if (!holdsResults(folder)) {
    if (given.results !== undefined) throw new GrokError(folder, "holds no results", "make them with analyze --out");
    const { analyses } = await analyzedInto(folder, run, run, Object.values<Analyzer>(analyzers), {
      everything: true,
    });
    if (analyses.stopped)
      throw new InterruptedError(path, "stopped before its analysis was done", "run the same command again to go on");
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
function interrupted({ analysis, notes }: FoundAnalysis): FoundAnalysis {
  const words = interruptedInWords(analysis);
  return { analysis, notes: words === undefined ? notes : [...notes, words] };
}
