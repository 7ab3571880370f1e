import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that lives as long as the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "results-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A copy of a fixture under its own name, elsewhere. */
export function copyOf(fixture: string): string {
  const path = join(folder(), fixture.slice(fixture.lastIndexOf("/") + 1));
  cpSync(`fixtures/${fixture}`, path, { recursive: true });
  return path;
}
