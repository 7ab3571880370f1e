import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Figure } from "../figures/_figure.ts";
import type { Result } from "./result.ts";

/**
 * The figures of a result, unthemed; of an analyzer of the user's own, which must be given. Throws a UsageError where no
 * analyzer has made the result.
 */
export function figuresOf(result: Result, analyzer?: Analyzer): readonly Figure[] {
  checkArguments("figuresOf", { result });
  const own = analyzer ?? Object.values<Analyzer>(analyzers).find(({ name }) => name === result.analyzer);
  if (!own) throw new UsageError(result.analyzer, "is no analyzer of this package", "give the analyzer too");
  return own.figures(result.table, result.options, { conclusion: result.conclusion });
}
