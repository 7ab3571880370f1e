import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { checkArguments } from "../arguments.ts";
import { AnalyzerError, UsageError } from "../errors.ts";
import { manifestText } from "../results/_manifest.ts";
import { analysesOf } from "../results/analyses.ts";
import type { Analysis } from "../results/analysis.ts";
import { resultJson } from "../results/result-json.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import { csv } from "../tables/csv.ts";

export interface AnalysedSettings {
  /** Only these analyzers, by their names; else all that are not on request. */
  readonly only?: readonly string[];
  /** What the user states of the files. */
  readonly open?: OpenOptions;
  /** Called with how far reading the run is, in words, and after each checkpoint. */
  readonly onProgress?: (done: number, total: number, words: string) => void;
}

/** An analysis, and the files that `analyze` writes of it, by name. */
export interface Analysed {
  readonly analysis: Analysis;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Opens the run at a path and asks analyzers of each of its checkpoints, as `analyze` of the command line does: its files have
 * the same bytes. Throws a GrokError that says what does not fit.
 */
export async function analysed(path: string, given: AnalysedSettings = {}): Promise<Analysed> {
  checkArguments("analysed", { path, settings: given });
  const { only, open = {}, onProgress = () => {} } = given;
  const all = Object.values<Analyzer>(analyzers);
  const stray = only?.find((name) => !all.some((one) => one.name === name));
  if (stray !== undefined) throw new UsageError("only", `"${stray}" is no analyzer`, "name one of the list");
  const asked = only ? all.filter(({ name }) => only.includes(name)) : all;
  const run = await openRun(path, { ...open, onSearch: (words) => onProgress(0, 0, words) });
  const { results, skipped } = await analysesOf(run, asked, {
    everything: only === undefined,
    onProgress: (done, total, epoch) => onProgress(done, total, `epoch ${epoch}`),
  });
  const [first] = results;
  if (!first) {
    const reasons = skipped.map(({ analyzer, reason }) => `${analyzer}, as ${reason}`);
    throw new AnalyzerError(path, `no analyzer asked applies: ${reasons.join("; ")}`);
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
