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

/** What analyzers ask of a run, and which do not apply. Throws a UsageError where an option has a value that it cannot have. */
export async function questionsOf(
  run: Run,
  asked: readonly Analyzer[],
  options: GivenOptions = {},
): Promise<{ readonly questions: readonly Question[]; readonly skipped: Skipped }> {
  const names = asked.map(({ name }) => name);
  const stray = Object.keys(options).find((name) => !names.includes(name));
  if (stray !== undefined) throw new UsageError("options", `"${stray}" is not asked`, `asked are ${names.join(", ")}`);
  const settled = asked.map((analyzer) => settledOptions(analyzer, options[analyzer.name] ?? {}));
  const questions: Question[] = [];
  const skipped: Skipped[number][] = [];
  for (const [i, analyzer] of asked.entries()) {
    const outcome = await question(run, analyzer, settled[i]);
    if (typeof outcome === "string") skipped.push({ analyzer: analyzer.name, reason: outcome });
    else questions.push(outcome);
  }
  return { questions, skipped };
}
