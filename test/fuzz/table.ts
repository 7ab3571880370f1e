import Table from "cli-table3";
import type { Tally } from "./fuzz.ts";

const HEAD = ["class", "cases", "read", "refused", "as the library", "refused there", "findings", "library"];

/** What became of the cases, a class a row, and all of them. */
export function tableOf(tallies: ReadonlyMap<string, Tally>, libraries: Readonly<Record<string, string>>): string {
  const table = new Table({
    head: HEAD,
    style: { head: [], border: [], compact: true },
    colAligns: ["left", ...HEAD.slice(2).map(() => "right" as const), "left"],
  });
  for (const [name, tally] of tallies) table.push([name, ...numbers(tally), libraries[name] ?? ""]);
  const all = [...tallies.values()].map(numbers);
  table.push(["all", ...HEAD.slice(1, -1).map((_, i) => all.reduce((sum, row) => sum + row[i], 0)), ""]);
  return `${table}\n`;
}

function numbers({ cases, results, errors, agreed, refusedThere, findings }: Tally): readonly number[] {
  return [cases, results, errors, agreed, refusedThere, findings];
}
