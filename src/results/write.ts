import { join } from "node:path";
import { makeFolder, written } from "../runs/_write.ts";
import { csv } from "../tables/csv.ts";
import { jsonTable } from "../tables/json.ts";
import { attempt } from "./_attempt.ts";
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
  return attempt(folder, () => {
    makeFolder(folder);
    return [
      written(join(folder, `${result.analyzer}.json`), resultJson(result)),
      written(join(folder, `${result.analyzer}.csv`), csv(result.table)),
    ];
  });
}
