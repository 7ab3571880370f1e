import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GrokError } from "../errors.ts";
import { csv } from "../tables/csv.ts";
import { jsonTable } from "../tables/json.ts";
import type { Result } from "./result.ts";

/** A result as one JSON document. A number that is not finite is null there, as JSON has none. */
export function resultJson(result: Result): string {
  const findings = result.findings.map(({ value, ...finding }) => ({
    ...finding,
    value: typeof value === "number" && !Number.isFinite(value) ? null : value,
  }));
  const { analyzer, options, provenance, table } = result;
  return `${JSON.stringify({ analyzer, options, provenance, findings, table: jsonTable(table) })}\n`;
}

/** Writes `<analyzer>.json` and `<analyzer>.csv` into a folder, which is made if need be; returns their paths. */
export function writeResult(result: Result, folder: string): readonly string[] {
  try {
    makeFolder(folder);
    return [
      written(join(folder, `${result.analyzer}.json`), resultJson(result)),
      written(join(folder, `${result.analyzer}.csv`), csv(result.table)),
    ];
  } catch (cause) {
    throw new GrokError(folder, `cannot be written: ${(cause as Error).message}`, "choose another --out", { cause });
  }
}

/** Makes a folder and those above it. Node's own recursion never ends where a virtual file system refuses, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Under a temporary name first: whoever reads the file sees the old one or the new one, never half. */
function written(path: string, text: string): string {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return path;
}
