import { cellOf, numbered } from "./_cells.ts";
import type { LegendPlace } from "./_drawing.ts";
import type { Trace } from "./_figure.ts";
import type { Look } from "./_looks.ts";
import { isDrawn } from "./_ranges.ts";
import { textWidth } from "./_text-width.ts";

/** Beside its text an entry has its line, and room around both. */
const SYMBOL = 42;

/** One row of entries, and where it belongs. */
export interface LegendRow {
  /** Plotly's name of the legend that the row is. */
  readonly id: string;
  /** The plot beneath which it stands, from 0; null beneath all. */
  readonly cell: number | null;
  /** From 0, which of the plot's rows it is. */
  readonly row: number;
}

export interface Legends {
  /** The traces, each in the legend of its row. */
  readonly traces: readonly Trace[];
  readonly rows: readonly LegendRow[];
}

/**
 * The legends of a figure, each broken into rows that are no wider than the plot, a row being a legend to Plotly, which
 * breaks none at the width of a plot. One entry by itself is no legend.
 */
export function legendRows(
  traces: readonly Trace[],
  widthOf: (cell: number | null) => number,
  place: LegendPlace,
  look: Look,
): Legends {
  const legends = new Map<string, number[]>();
  for (const [i, { type, legend = "legend" }] of traces.entries()) {
    if (type !== "heatmap") legends.set(String(legend), [...(legends.get(String(legend)) ?? []), i]);
  }
  const found = traces.map((trace) => ({ ...trace }) as Record<string, unknown>);
  const rows: LegendRow[] = [];
  for (const members of legends.values()) {
    const entries = entriesOf(members, traces);
    if (entries.length < 2 || place === "none") {
      for (const i of members) found[i].showlegend = false;
      continue;
    }
    const plots = [...new Set(members.map((i) => cellOf(traces[i].xaxis)))];
    const cell = plots.length === 1 ? plots[0] : null;
    const idOf = new Map<unknown, string>();
    for (const [row, indices] of broken(entries, traces, widthOf(cell), look).entries()) {
      const id = numbered("legend", rows.length);
      rows.push({ id, cell, row });
      for (const i of indices) idOf.set(groupOf(traces[i], i), id);
    }
    for (const i of members) {
      const id = idOf.get(groupOf(traces[i], i));
      if (id === undefined) found[i].showlegend = false;
      else Object.assign(found[i], { legend: id, showlegend: entries.includes(i) });
    }
  }
  return { traces: found as unknown as readonly Trace[], rows };
}

/** What has an entry of a legend: of each name the first that is drawn, as far as any of it is to have one. */
function entriesOf(members: readonly number[], traces: readonly Trace[]): readonly number[] {
  const named = members.filter((i) => traces[i].showlegend !== false);
  const drawn = named.flatMap((i) => {
    if (isDrawn(traces[i])) return [i];
    const group = groupOf(traces[i], i);
    return members.find((other) => groupOf(traces[other], other) === group && isDrawn(traces[other])) ?? [];
  });
  return [...new Set(drawn)];
}

/** Traces of one group are shown and hidden together. */
function groupOf(trace: Trace, i: number): unknown {
  return trace.legendgroup ?? i;
}

/** The entries in rows of no more than the width. */
function broken(entries: readonly number[], traces: readonly Trace[], width: number, { text }: Look): number[][] {
  const rows: number[][] = [];
  let used = Infinity;
  for (const i of entries) {
    const own = SYMBOL + 1.03 * textWidth(traces[i].name ?? "", text);
    if (used + own > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(i);
    used += own;
  }
  return rows;
}
