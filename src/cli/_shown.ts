import { plainly } from "../plain.ts";
import type { Result } from "../results/result.ts";
import { resultJson, writeResult } from "../results/write.ts";
import { csv } from "../tables/csv.ts";
import type { RunArguments } from "./_arguments.ts";
import { hand, isColoured, say, show } from "./_out.ts";
import type { View } from "./_series-table.ts";
import { rendered } from "./_terminal.ts";
import { wrapped } from "./_wrap.ts";

/** Writes the files that were asked for, then prints: JSON, CSV, or a table for people. */
export function shown(result: Result, view: View, given: RunArguments & { readonly verbose?: true }): void {
  const { json, csv: asCsv, out, verbose = false } = given;
  const files = out === undefined ? [] : writeResult(result, out);
  if (json) hand(resultJson(result));
  else if (asCsv) hand(csv(result.table));
  else {
    const { columns } = process.stdout;
    show(wrapped(rendered(plainly(result), view, { columns, verbose }, isColoured()), columns));
    for (const file of files) say(`wrote ${file}`);
  }
}
