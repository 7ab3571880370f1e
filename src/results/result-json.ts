import { jsonColumns, jsonRow } from "../tables/json.ts";
import { jsonText } from "../tables/json-text.ts";
import type { Result } from "./result.ts";

/** A result as one JSON document. A number that is not finite is null there, as JSON has none. */
export function resultJson(result: Result): string {
  return [...resultTexts(result)].join("");
}

/** `resultJson` piece by piece: as a whole, the document of a long run takes more memory than the analysis of it. */
export function* resultTexts({
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
  const head = jsonText({ analyzer, options, provenance, findings: said, conclusion });
  yield `${head.slice(0, -1)},"table":{"columns":${jsonText(jsonColumns(columns))},"rows":[`;
  for (const [i, row] of rows.entries()) yield `${i > 0 ? "," : ""}${jsonText(jsonRow(row, columns))}`;
  yield "]}}\n";
}
