import { join } from "node:path";
import { alone } from "../runs/_alone.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import { makeFolder, written } from "../runs/_write.ts";
import type { Run } from "../runs/run.ts";
import { attempt } from "./_attempt.ts";
import { type Manifest, manifestText, storedManifest } from "./_manifest.ts";

/** Writes the manifest, and returns its path. Analyzers that were not asked this time keep what was said of them. */
export function writeManifest(
  folder: string,
  run: Run,
  asked: Manifest["asked"],
  skipped: Manifest["skipped"],
): string {
  return attempt(folder, () => {
    makeFolder(folder);
    const path = join(folder, MANIFEST);
    return alone(path, () => written(path, manifestText(run, asked, skipped, storedManifest(folder))));
  });
}
