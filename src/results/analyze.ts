import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Options, Values } from "../analyzers/_options.ts";
import { checkArguments } from "../arguments.ts";
import { AnalyzerError } from "../errors.ts";
import type { Run } from "../runs/run.ts";
import type { Columns } from "../tables/column.ts";
import { rowCache } from "./_row-cache.ts";
import { type Analyses, type AnalysesSettings, analysesOf } from "./analyses.ts";
import type { Result } from "./result.ts";

export type { Analyses } from "./analyses.ts";

export type AnalyzeSettings = Pick<AnalysesSettings, "threads" | "onProgress" | "thorough">;

export interface AnalyzeAllSettings extends Omit<AnalysesSettings, "cache"> {
  /**
   * A folder that keeps the rows of each checkpoint: they are computed once for the same weights, options and version.
   * Not those of analyzers of the user's own, whose changes no version tells.
   */
  readonly cache?: string;
}

/**
 * Asks several analyzers, all but those on request unless given, of every checkpoint of `run`, each of which is read and sent
 * forward once. Throws a UsageError where an option has a value that it cannot have.
 */
export function analyzeAll(
  run: Run,
  asked?: readonly Analyzer[],
  settings: AnalyzeAllSettings = {},
): Promise<Analyses> {
  checkArguments("analyzeAll", { run, analyzers: asked, settings });
  const { cache, ...others } = settings;
  return analysesOf(run, asked, { ...others, ...(cache === undefined ? {} : { cache: rowCache(cache) }) });
}

/**
 * Asks `analyzer` of every checkpoint of `run`. Throws an AnalyzerError with the reason where it does not apply, a
 * UsageError where an option has a value that it cannot have.
 */
export async function analyze<O extends Options, C extends Columns, P, D>(
  run: Run,
  analyzer: Analyzer<O, C, P, D>,
  options: Partial<Values<O>> = {},
  settings: AnalyzeSettings = {},
): Promise<Result<O, C, D>> {
  checkArguments("analyze", { run, analyzer, options, settings });
  const { threads, onProgress, thorough } = settings;
  const asked = { options: { [analyzer.name]: options }, threads, onProgress, thorough };
  const { results, skipped } = await analyzeAll(run, [analyzer], asked);
  if (skipped.length > 0) throw new AnalyzerError(run.path, `${analyzer.name} does not apply: ${skipped[0].reason}`);
  return results[0] as unknown as Result<O, C, D>;
}
