import { join } from "pathe";
import { isFile, readText } from "../formats/_sources.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import type { LoggedCurve, Run } from "../runs/run.ts";
import { thinnedHistory } from "../runs/thinned-history.ts";
import { jsonText } from "../tables/json-text.ts";
import { version } from "../version.ts";

/** What a folder of results says of the run besides what analyzers say: it is in `analysis.json`. */
export interface Manifest {
  readonly grokAnalyze: string;
  readonly run: string;
  /** Scalars of the run's configuration. */
  readonly settings: Run["settings"];
  /** What the training script logged, as closely as a figure shows it. */
  readonly history: readonly LoggedCurve[];
  /** Analyzers that were asked and do not apply. */
  readonly skipped: readonly { readonly analyzer: string; readonly reason: string }[];
  /** Of which epochs each analyzer was last asked: where its result has fewer, it was interrupted. */
  readonly asked: Readonly<Record<string, readonly number[]>>;
}

/** The manifest's text. Analyzers that were not asked this time keep what was said of them. */
export function manifestText(
  { name, settings, history }: Run,
  asked: Manifest["asked"],
  skipped: Manifest["skipped"],
  stored?: Manifest,
): string {
  const before = stored?.skipped.filter(({ analyzer }) => !(analyzer in asked)) ?? [];
  const all = [...before, ...skipped].toSorted((a, b) => (a.analyzer < b.analyzer ? -1 : 1));
  const manifest: Manifest = {
    grokAnalyze: version,
    run: name,
    settings,
    history: thinnedHistory(history),
    skipped: all,
    asked: { ...stored?.asked, ...asked },
  };
  return `${jsonText(manifest)}\n`;
}

/** The manifest in a folder; undefined where there is none. */
export function storedManifest(folder: string): Manifest | undefined {
  const path = join(folder, MANIFEST);
  if (!isFile(path)) return undefined;
  try {
    const json = JSON.parse(readText(path));
    return Array.isArray(json.skipped) && Array.isArray(json.history) ? json : undefined;
  } catch {
    return undefined;
  }
}
