import type { Analyzer } from "../analyzers/_analyzer.ts";
import { flagOf } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { UsageError } from "../errors.ts";
import type { GivenOptions } from "../results/_questions.ts";
import { ownOptions, type ReadingArguments, type SelectionArguments } from "./_arguments.ts";
import type { GivenShard } from "./_given-shard.ts";

/** What `analyze` takes. */
export interface AnalyzeArguments extends ReadingArguments, SelectionArguments {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly out?: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly shard?: GivenShard;
  readonly missing?: true;
  readonly fromOne?: true;
}

export const ALL: readonly Analyzer[] = Object.values<Analyzer>(analyzers);

/** The analyzers that `--only` and `--skip` leave. */
export function chosen({ only, skip = [] }: AnalyzeArguments): readonly Analyzer[] {
  const known = ALL.map(({ name }) => name);
  for (const [flag, names] of Object.entries({ only: only ?? [], skip })) {
    const stray = names.find((name) => !known.includes(name));
    if (stray !== undefined)
      throw new UsageError(`--${flag}`, `there is no analyzer "${stray}"`, `choose among ${known.join(", ")}`);
  }
  const left = ALL.filter(({ name }) => (only ?? known).includes(name) && !skip.includes(name));
  if (left.length === 0) throw new UsageError("--skip", "leaves no analyzer", `the analyzers are ${known.join(", ")}`);
  return left;
}

/** The options given, for each analyzer that has them. */
export function optionsOf(asked: readonly Analyzer[], given: object): GivenOptions {
  const options = asked.map((analyzer) => [analyzer.name, ownOptions(given, analyzer)] as const);
  for (const analyzer of ALL) {
    const stray = Object.keys(ownOptions(given, analyzer)).find((name) => !options.some(([, own]) => name in own));
    if (stray !== undefined)
      throw new UsageError(flagOf(stray), "no analyzer asked has this option", `${analyzer.name} has it`);
  }
  return Object.fromEntries(options);
}
