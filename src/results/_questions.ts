import type { Analyzer } from "../analyzers/_analyzer.ts";
import { UsageError } from "../errors.ts";
import type { Run } from "../runs/run.ts";
import type { Question } from "./_measure.ts";
import { settledOptions } from "./_options.ts";
import { question } from "./_question.ts";

/** Options of analyzers by their names. */
export type GivenOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** Analyzers that do not apply, with the reason. */
export type Skipped = readonly { readonly analyzer: string; readonly reason: string }[];

export interface QuestionsSettings {
  /** Options of analyzers by their names, e.g. `{ fourier: { rules: "every" } }`. */
  readonly options?: GivenOptions;
  /** Whether these analyzers are simply all: those that are asked on request alone are skipped then, with the reason. */
  readonly everything?: boolean;
}

/** What analyzers ask of a run, and which do not apply. Throws a UsageError where an option has a value that it cannot have. */
export async function questionsOf(
  run: Run,
  asked: readonly Analyzer[],
  { options = {}, everything = false }: QuestionsSettings = {},
): Promise<{ readonly questions: readonly Question[]; readonly skipped: Skipped }> {
  const names = asked.map(({ name }) => name);
  const stray = Object.keys(options).find((name) => !names.includes(name));
  if (stray !== undefined) throw new UsageError("options", `"${stray}" is not asked`, `asked are ${names.join(", ")}`);
  const settled = asked.map((analyzer) => settledOptions(analyzer, options[analyzer.name] ?? {}));
  const questions: Question[] = [];
  const skipped: Skipped[number][] = [];
  for (const [i, analyzer] of asked.entries()) {
    if (everything && analyzer.onRequest) {
      const { reason } = analyzer.onRequest;
      skipped.push({ analyzer: analyzer.name, reason: `${reason}; --only ${analyzer.name} asks it` });
      continue;
    }
    const outcome = await question(run, analyzer, settled[i]);
    if (typeof outcome === "string") skipped.push({ analyzer: analyzer.name, reason: outcome });
    else questions.push(outcome);
  }
  return { questions, skipped };
}
