import { join } from "node:path";
import { makeFolder, written } from "../runs/_write.ts";
import { csvLines } from "../tables/csv.ts";
import { jsonColumns, jsonRow } from "../tables/json.ts";
import { attempt } from "./_attempt.ts";
import type { Result } from "./result.ts";

/** A result as one JSON document. A number that is not finite is null there, as JSON has none. */
export function resultJson(result: Result): string {
  return [...resultTexts(result)].join("");
}

/** `resultJson` piece by piece: as a whole, the document of a long run takes more memory than the analysis of it. */
function* resultTexts({
  analyzer,
  options,
  provenance,
  findings,
  conclusion,
  table: { columns, rows },
}: Result): Generator<string> {
  const said = findings.map(({ value, ...finding }) => ({
    ...finding,
    value: typeof value === "number" && !Number.isFinite(value) ? null : value,
  }));
  const head = JSON.stringify({ analyzer, options, provenance, findings: said, conclusion });
  yield `${head.slice(0, -1)},"table":{"columns":${JSON.stringify(jsonColumns(columns))},"rows":[`;
  for (const [i, row] of rows.entries()) yield `${i > 0 ? "," : ""}${JSON.stringify(jsonRow(row, columns))}`;
  yield "]}}\n";
}

/** Writes `<analyzer>.json` and `<analyzer>.csv` into a folder, which is made if need be; returns their paths. */
export function writeResult(result: Result, folder: string): readonly string[] {
  return attempt(folder, () => {
    makeFolder(folder);
    return [
      written(join(folder, `${result.analyzer}.json`), resultTexts(result)),
      written(join(folder, `${result.analyzer}.csv`), csvLines(result.table)),
    ];
  });
}
