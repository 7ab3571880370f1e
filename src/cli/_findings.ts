import * as analyzers from "../analyzers/index.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import type { Result } from "../results/result.ts";
import { inWords, type Paint } from "./_finding-line.ts";
import { phasesInShort } from "./_phases-short.ts";
import type { Layout } from "./_series-table.ts";

/** What an analyzer finds, line by line: the long findings of `phases` in short, unless all is wanted. */
export function findingsInLines(result: Result, { columns, verbose }: Layout, paint: Paint): readonly string[] {
  const phases = verbose ? undefined : conclusionOf({ results: [result] }, analyzers.phases);
  if (phases) return phasesInShort(phases, columns, paint);
  return result.findings.map((finding) => inWords(finding, paint));
}
