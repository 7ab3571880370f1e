import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { checkArguments } from "../arguments.ts";
import { AnalyzerError, UsageError } from "../errors.ts";
import { manifestText } from "../results/_manifest.ts";
import { type Analyses, analysesOf } from "../results/analyses.ts";
import type { Analysis } from "../results/analysis.ts";
import { resultJson } from "../results/result-json.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import type { Run } from "../runs/run.ts";
import { csv } from "../tables/csv.ts";

export interface AnalysedSettings {
  /** Only these analyzers, by their names; else all that are not on request. */
  readonly only?: readonly string[];
  /** What the user states of the files. */
  readonly open?: OpenOptions;
  /** Called with how far reading the run is, in words, and after each checkpoint of each round. */
  readonly onProgress?: (done: number, total: number, words: string) => void;
  /** Called with what the quick analyzers say, where others are asked besides. */
  readonly onQuick?: (quick: Analysed) => void;
}

/** An analysis, and the files that `analyze` writes of it, by name. */
export interface Analysed {
  readonly analysis: Analysis;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Opens the run at a path and asks analyzers of each of its checkpoints, as `analyze` of the command line does: its files have
 * the same bytes. Those that take seconds a checkpoint come last, so that a page has something to show before them. Throws a
 * GrokError that says what does not fit.
 */
export async function analysed(path: string, given: AnalysedSettings = {}): Promise<Analysed> {
  checkArguments("analysed", { path, settings: given });
  const { only, open = {}, onProgress = () => {}, onQuick = () => {} } = given;
  const all = Object.values<Analyzer>(analyzers);
  const stray = only?.find((name) => !all.some((one) => one.name === name));
  if (stray !== undefined) throw new UsageError("only", `"${stray}" is no analyzer`, "name one of the list");
  const asked = only ? all.filter(({ name }) => only.includes(name)) : all;
  const run = await openRun(path, { ...open, onSearch: (words) => onProgress(0, 0, words) });
  const quick = asked.filter(({ sparing }) => sparing === undefined);
  const rounds = quick.length === asked.length ? 1 : 2;
  const settings = (round: number) => ({
    everything: only === undefined,
    onProgress: (done: number, total: number, epoch: number) =>
      onProgress(round * total + done, rounds * total, `epoch ${epoch}`),
  });
  const first = await analysesOf(run, quick, settings(0));
  if (rounds === 1) return analysedOf(run, asked, [first]);
  if (first.results.length > 0) onQuick(analysedOf(run, quick, [first]));
  const slow = asked.filter((one) => !quick.includes(one));
  return analysedOf(run, asked, [first, await analysesOf(run, slow, settings(1))]);
}

/** What `asked` said in one round or two, in their order. */
function analysedOf(run: Run, asked: readonly Analyzer[], rounds: readonly Analyses[]): Analysed {
  const place = ({ analyzer }: { readonly analyzer: string }) => asked.findIndex(({ name }) => name === analyzer);
  const results = rounds.flatMap((round) => round.results).sort((a, b) => place(a) - place(b));
  const skipped = rounds.flatMap((round) => round.skipped).sort((a, b) => place(a) - place(b));
  const [first] = results;
  if (!first) {
    const reasons = skipped.map(({ analyzer, reason }) => `${analyzer}, as ${reason}`);
    throw new AnalyzerError(run.name, `no analyzer asked applies: ${reasons.join("; ")}`);
  }
  const epochs = run.checkpoints.map(({ epoch }) => epoch);
  const what = Object.fromEntries(asked.map(({ name }) => [name, epochs]));
  const { history, settings, name } = run;
  return {
    analysis: { run: name, provenance: first.provenance, results, skipped, history, settings, missing: [] },
    files: new Map([
      ...results.flatMap((result) => [
        [`${result.analyzer}.json`, resultJson(result)] as const,
        [`${result.analyzer}.csv`, csv(result.table)] as const,
      ]),
      [MANIFEST, manifestText(run, what, skipped)],
    ]),
  };
}
