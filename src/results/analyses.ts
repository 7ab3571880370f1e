import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { startBackend } from "../engine/backend.ts";
import type { Run } from "../runs/run.ts";
import { type AnswerSettings, type Answers, answers } from "./_answers.ts";
import { provenance } from "./_provenance.ts";
import { concluded } from "./_question.ts";
import { type QuestionsSettings, questionsOf, type Skipped } from "./_questions.ts";
import type { Result } from "./result.ts";

export interface AnalysesSettings extends Omit<AnswerSettings, "onResults">, QuestionsSettings {
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
export async function analysesOf(
  run: Run,
  asked?: readonly Analyzer[],
  settings: AnalysesSettings = {},
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
