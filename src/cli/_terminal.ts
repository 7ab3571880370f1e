import picocolors from "picocolors";
import type { Provenance, Result } from "../results/result.ts";
import type { Paint } from "./_finding-line.ts";
import { findingsInLines } from "./_findings.ts";
import { type Layout, seriesTable, type View } from "./_series-table.ts";

/** A result for people: what the run is, the findings, a line a series, what to doubt. */
export function rendered(result: Result, view: View, layout: Layout, color: boolean): string {
  const paint = picocolors.createColors(color);
  const { analyzer, provenance, table } = result;
  const said = findingsInLines(result, layout, paint);
  const body = table.rows.length > 0 ? [seriesTable(table, view, layout, paint)] : [];
  const parts = [head(analyzer, provenance, paint), said, body, doubts(provenance, paint)];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

/** The command and the run: its task, checkpoints and split. */
export function head(command: string, provenance: Provenance, paint: Paint): string[] {
  const { run, formats, task, layout, split, checkpoints, contradictions = [] } = provenance;
  const epochs =
    checkpoints.length > 1
      ? `epochs ${checkpoints[0].epoch} to ${checkpoints.at(-1)?.epoch}`
      : `epoch ${checkpoints[0]?.epoch}`;
  return [
    ...contradictions.map((words) => paint.red(`doubt: ${words}`)),
    paint.bold(`${command}  ${run}`),
    ...(task ? [`${task.formula}, ${layout} layout, ${countOf(checkpoints.length)}, ${epochs}`] : []),
    // Of a list of runs there are no formats.
    ...(task || formats.length === 0 ? [] : ["curves only"]),
    ...(split ? [`${split.train} train and ${split.test} test pairs: ${split.origin}`] : []),
  ];
}

/** How many checkpoints, e.g. "1 checkpoint". */
export function countOf(checkpoints: number): string {
  return `${checkpoints} checkpoint${checkpoints === 1 ? "" : "s"}`;
}

/** What a reader should know before trusting a number, and the files that were not read. */
export function doubts({ doubts, contradictions = [], skipped }: Provenance, paint: Paint): string[] {
  const files = skipped.map(({ file, reason }) => `${file} (${reason})`).join(", ");
  // What speaks against the reading stands above.
  const above = new Set(contradictions);
  return [
    ...doubts.filter((doubt) => !above.has(doubt)).map((doubt) => paint.yellow(`! ${doubt}`)),
    ...(files === "" ? [] : [paint.dim(`skipped: ${files}`)]),
  ];
}
