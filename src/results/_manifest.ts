import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alone } from "../runs/_alone.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import { makeFolder, written } from "../runs/_write.ts";
import type { LoggedCurve, Run } from "../runs/run.ts";
import { thinnedHistory } from "../runs/thinned-history.ts";
import { version } from "../version.ts";
import { attempt } from "./_attempt.ts";

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

/** Writes the manifest, and returns its path. Analyzers that were not asked this time keep what was said of them. */
export function writeManifest(
  folder: string,
  { name, settings, history }: Run,
  asked: Manifest["asked"],
  skipped: Manifest["skipped"],
): string {
  return attempt(folder, () => {
    makeFolder(folder);
    const path = join(folder, MANIFEST);
    return alone(path, () => {
      const stored = storedManifest(folder);
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
      return written(path, `${JSON.stringify(manifest)}\n`);
    });
  });
}

/** The manifest in a folder; undefined where there is none. */
export function storedManifest(folder: string): Manifest | undefined {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return undefined;
  try {
    const json = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(json.skipped) && Array.isArray(json.history) ? json : undefined;
  } catch {
    return undefined;
  }
}
