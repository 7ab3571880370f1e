import type { Result } from "../results/result.ts";
import { resultJson, writeResult } from "../results/write.ts";
import { csv } from "../tables/csv.ts";
import type { RunArguments } from "./_arguments.ts";
import type { View } from "./_series-table.ts";
import { rendered } from "./_terminal.ts";
import { wrapped } from "./_wrap.ts";

/** Whether what is printed may have colours. */
export function isColoured(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR;
}

/** Writes the files that were asked for, then prints: JSON, CSV, or a table for people. */
export function shown(result: Result, view: View, given: RunArguments & { readonly verbose?: true }): void {
  const { json, csv: asCsv, out, verbose = false } = given;
  const files = out === undefined ? [] : writeResult(result, out);
  if (json) process.stdout.write(resultJson(result));
  else if (asCsv) process.stdout.write(csv(result.table));
  else {
    const { columns } = process.stdout;
    process.stdout.write(wrapped(rendered(result, view, { columns, verbose }, isColoured()), columns));
    for (const file of files) process.stdout.write(`wrote ${file}\n`);
  }
}
