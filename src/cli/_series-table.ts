import Table from "cli-table3";
import { findingInWords, fiveDigits } from "../results/finding-in-words.ts";
import type { Columns, Row } from "../tables/column.ts";
import type { Table as Rows } from "../tables/table.ts";
import type { Paint } from "./_finding-line.ts";
import { sparkline } from "./_sparkline.ts";
import { widthOf } from "./_wrap.ts";

/** Which columns a terminal shows, and how. */
export interface View {
  readonly series: readonly string[];
  readonly values: readonly string[];
  readonly indices?: readonly string[];
  readonly top?: number;
}

/** Keys wider than this are cut: the table stays readable in 100 columns. */
const MAX_CELL = 60;
/** … and on a narrower terminal than that. */
const CELLS: readonly number[] = [MAX_CELL, 40, 30, 20, 10];

/** Columns apart by spaces alone. */
export const BORDERLESS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((place) => [place, ""]),
  ),
  middle: " ",
};

/** How a table is laid out. */
export interface Layout {
  /** Of the terminal; undefined where there is none, and lines may be of any length. */
  readonly columns: number | undefined;
  readonly verbose: boolean;
}

/** A line a series with a sparkline a value; values that have no room beside one another come in tables below one another. */
export function seriesTable(
  { rows, columns }: Rows<Columns>,
  { series: given, values, indices = [], top }: View,
  layout: Layout,
  paint: Paint,
): string {
  const series = given.filter((name) => !indices.includes(name) || rows.some((row) => Number(row[name]) > 0));
  const groups = new Map<string, Row<Columns>[]>();
  for (const row of rows) {
    const key = JSON.stringify(series.map((name) => row[name]));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const shown = strongest([...groups.values()], series, values[0], layout.verbose ? undefined : top);
  const several = shown.some((group) => group.length > 1);
  const keys = series.filter((name) => rows.some((row) => row[name] !== ""));
  const used = values.filter((name) => rows.some((row) => row[name] !== null && row[name] !== undefined));
  // Without series to tell apart, each value is a line of its own; else each series is, and values stand side by side.
  const single = keys.length === 0;
  const headed = (name: string) => titled(name, columns[name]?.unit);
  const over = (name: string) => (several ? [`${headed(name)} over epochs`, "last"] : [headed(name)]);
  const lineOf = (group: readonly Row<Columns>[], name: string): string[] => {
    const line = group.map((row) => row[name]).filter((value) => typeof value === "number") as number[];
    return [...(several ? [paint.cyan(sparkline(line))] : []), cell(group.at(-1)?.[name], columns[name])];
  };
  const drawn = (names: readonly string[], most: number, tight: boolean): string => {
    const table = new Table({
      head: single ? ["", ...(several ? ["over epochs"] : []), "last"] : [...keys, ...names.flatMap(over)],
      style: { head: [], border: [], compact: true, ...(tight ? { "padding-right": 0 } : {}) },
      chars: BORDERLESS,
      colAligns: single
        ? ["left", ...(several ? (["left"] as const) : []), "right"]
        : [
            ...keys.map((name) => aligned(columns[name])),
            ...names.flatMap(() => (several ? (["left", "right"] as const) : (["right"] as const))),
          ],
    });
    for (const group of shown) {
      if (single) for (const name of names) table.push([headed(name), ...lineOf(group, name)]);
      else
        table.push([
          ...keys.map((name) => cell(group[0][name], columns[name], most)),
          ...names.flatMap((name) => lineOf(group, name)),
        ]);
    }
    return table.toString();
  };
  const hidden = groups.size - shown.length;
  const note = hidden > 0 ? paint.dim(`\n… and ${hidden} weaker: --verbose, --csv or --json has all`) : "";
  return `${(single ? [drawn(used, MAX_CELL, false)] : beside(used, drawn, layout.columns)).join("\n\n")}${note}`;
}

/** Tables of as many values each as have room, closer together where that helps; where one has not, its keys are cut shorter. */
function beside(
  names: readonly string[],
  drawn: (names: readonly string[], most: number, tight: boolean) => string,
  columns: number | undefined,
): readonly string[] {
  const fits = (text: string) => !columns || text.split("\n").every((line) => widthOf(line) <= columns);
  const whole = drawn(names, MAX_CELL, false);
  if (names.length === 0 || fits(whole)) return [whole];
  const tables: string[] = [];
  for (let from = 0; from < names.length; ) {
    let count = names.length - from;
    while (count > 1 && !fits(drawn(names.slice(from, from + count), MAX_CELL, true))) count--;
    const part = names.slice(from, from + count);
    const most = CELLS.find((width) => fits(drawn(part, width, true))) ?? CELLS[CELLS.length - 1];
    tables.push(drawn(part, most, true));
    from += count;
  }
  return tables;
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

/** The name of a column; shares need no unit, as they are in per cent. */
function titled(name: string, unit: string | undefined): string {
  return unit === undefined || unit === "share" ? name : `${name} (${unit})`;
}

function cell(value: unknown, column: Columns[string] | undefined, most = MAX_CELL): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number")
    return column?.unit === "share" ? findingInWords({ value, unit: "share" }) : fiveDigits(value);
  // A curve or a map would be cut after a few of its numbers: the files have all.
  if (Array.isArray(value)) return column?.kind === "integers" ? value.join(", ") : `${value.length} numbers`;
  const text = String(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
