import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Options, Values } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { startBackend } from "../engine/backend.ts";
import { AnalyzerError } from "../errors.ts";
import type { Run } from "../runs/run.ts";
import type { Columns } from "../tables/column.ts";
import { type AnswerSettings, type Answers, answers } from "./_answers.ts";
import { provenance } from "./_provenance.ts";
import { concluded } from "./_question.ts";
import { type QuestionsSettings, questionsOf, type Skipped } from "./_questions.ts";
import type { Result } from "./result.ts";

export type AnalyzeSettings = Pick<AnswerSettings, "threads" | "onProgress" | "thorough">;

export interface AnalyzeAllSettings extends Omit<AnswerSettings, "onResults">, QuestionsSettings {
  /** Called after each checkpoint with which analyzers do not apply; `soFar` makes the results of those that are done. */
  readonly onResults?: (soFar: () => readonly Result[], skipped: Analyses["skipped"]) => void;
}

/** What several analyzers say of a run. */
export interface Analyses extends Answers {
  /** Analyzers that do not apply, with the reason. */
  readonly skipped: Skipped;
}

/**
 * Asks several analyzers, all but those on request unless given, of every checkpoint of `run`, each of which is read and sent
 * forward once. Throws a UsageError where an option has a value that it cannot have.
 */
export async function analyzeAll(
  run: Run,
  asked?: readonly Analyzer[],
  settings: AnalyzeAllSettings = {},
): Promise<Analyses> {
  const { questions, skipped } = await questionsOf(run, asked ?? Object.values<Analyzer>(analyzers), {
    everything: asked === undefined,
    ...settings,
  });
  if (run.network) {
    const { onResults, ...others } = settings;
    const told = onResults ? { onResults: (soFar: () => readonly Result[]) => onResults(soFar, skipped) } : {};
    const backend = await startBackend();
    return { skipped, ...(await answers(run, run.network, questions, backend, { ...others, ...told })) };
  }
  const from = provenance(run, null);
  const results = questions.map((one) =>
    concluded(one, one.analyzer.curves?.(run.history, one.options as never) ?? [], run.history, from),
  );
  return { skipped, results, fromCache: 0, stopped: false };
}

/**
 * Asks `analyzer` of every checkpoint of `run`. Throws an AnalyzerError with the reason where it does not apply, a
 * UsageError where an option has a value that it cannot have.
 */
export async function analyze<O extends Options, C extends Columns, P, D>(
  run: Run,
  analyzer: Analyzer<O, C, P, D>,
  options: Partial<Values<O>> = {},
  { threads, onProgress, thorough }: AnalyzeSettings = {},
): Promise<Result<O, C, D>> {
  const settings = { options: { [analyzer.name]: options }, threads, onProgress, thorough };
  const { results, skipped } = await analyzeAll(run, [analyzer], settings);
  if (skipped.length > 0) throw new AnalyzerError(run.path, `${analyzer.name} does not apply: ${skipped[0].reason}`);
  return results[0] as unknown as Result<O, C, D>;
}
