import Table from "cli-table3";
import picocolors from "picocolors";
import type { Finding } from "../analyzers/_analyzer.ts";
import { findingInWords, fiveDigits } from "../results/finding-in-words.ts";
import type { Provenance, Result } from "../results/result.ts";
import type { Column, Columns, Row } from "../tables/column.ts";
import { sparkline } from "./_sparkline.ts";

/** Which columns a terminal shows, and how. */
export interface View {
  readonly series: readonly string[];
  readonly values: readonly string[];
  readonly top?: number;
}

/** Keys wider than this are cut: the table stays readable in 100 columns. */
const MAX_CELL = 60;

/** Columns apart by spaces alone. */
const BORDERLESS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((place) => [place, ""]),
  ),
  middle: " ",
};

export type Paint = ReturnType<typeof picocolors.createColors>;

/** A result for people: what the run is, a line a series, the findings, what to doubt. */
export function rendered(result: Result, view: View, color: boolean): string {
  const paint = picocolors.createColors(color);
  const { analyzer, provenance, findings, table } = result;
  const body = table.rows.length > 0 ? [summary(table.rows, table.columns, view, paint)] : [];
  const said = findings.map((finding) => inWords(finding, paint));
  return `${[...head(analyzer, provenance, paint), "", ...body, ...said, ...doubts(provenance, paint)].join("\n")}\n`;
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

/** Label and value of a finding on one line. */
export function inWords(finding: Finding, paint: Paint): string {
  return `${finding.label}: ${paint.bold(findingInWords(finding))}`;
}

function summary(rows: readonly Row<Columns>[], columns: Columns, { series, values, top }: View, paint: Paint): string {
  const groups = new Map<string, Row<Columns>[]>();
  for (const row of rows) {
    const key = JSON.stringify(series.map((name) => row[name]));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const shown = strongest([...groups.values()], series, values[0], top);
  const several = shown.some((group) => group.length > 1);
  const keys = series.filter((name) => rows.some((row) => row[name] !== ""));
  const used = values.filter((name) => rows.some((row) => row[name] !== null && row[name] !== undefined));
  // Without series to tell apart, each value is a line of its own; else each series is, and values stand side by side.
  const single = keys.length === 0;
  const headed = (name: string) => titled(name, columns[name]?.unit);
  const over = (name: string) => (several ? [`${headed(name)} over epochs`, "last"] : [headed(name)]);
  const table = new Table({
    head: single ? ["", ...(several ? ["over epochs"] : []), "last"] : [...keys, ...used.flatMap(over)],
    style: { head: [], border: [], compact: true },
    chars: BORDERLESS,
    colAligns: single
      ? ["left", ...(several ? (["left"] as const) : []), "right"]
      : [
          ...keys.map((name) => aligned(columns[name])),
          ...used.flatMap(() => (several ? (["left", "right"] as const) : (["right"] as const))),
        ],
  });
  const cells = (group: readonly Row<Columns>[], name: string): string[] => {
    const line = group.map((row) => row[name]).filter((value) => typeof value === "number") as number[];
    return [...(several ? [paint.cyan(sparkline(line))] : []), cell(group.at(-1)?.[name], columns[name]?.kind)];
  };
  for (const group of shown) {
    if (single) for (const name of used) table.push([headed(name), ...cells(group, name)]);
    else
      table.push([
        ...keys.map((name) => cell(group[0][name], columns[name]?.kind)),
        ...used.flatMap((name) => cells(group, name)),
      ]);
  }
  const hidden = groups.size - shown.length;
  const note = hidden > 0 ? paint.dim(`\n… and ${hidden} weaker: --csv or --json has all`) : "";
  return `${table.toString()}${note}\n`;
}

/** The groups with the largest last value, `top` for each value of the first key; all, in order, without `top`. */
function strongest(
  groups: readonly Row<Columns>[][],
  series: readonly string[],
  value: string,
  top: number | undefined,
): readonly Row<Columns>[][] {
  if (top === undefined) return groups;
  // With one key every group is a kind of its own: then there is one kind.
  const kindOf = (group: Row<Columns>[]) => (series.length > 1 ? group[0][series[0]] : "");
  const kinds = [...new Set(groups.map(kindOf))];
  const last = (group: Row<Columns>[]) => Number(group.at(-1)?.[value]);
  return kinds.flatMap((kind) =>
    groups
      .filter((group) => kindOf(group) === kind)
      .toSorted((a, b) => last(b) - last(a))
      .slice(0, top),
  );
}

function aligned(column: Columns[string] | undefined): "left" | "right" {
  return column?.kind === "integer" || column?.kind === "number" ? "right" : "left";
}

function titled(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

function cell(value: unknown, kind?: Column["kind"]): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return fiveDigits(value);
  // A curve or a map would be cut after a few of its numbers: the files have all.
  if (Array.isArray(value)) return kind === "integers" ? value.join(", ") : `${value.length} numbers`;
  const text = String(value);
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}
