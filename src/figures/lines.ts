import { checkArguments } from "../arguments.ts";
import type { Columns, Row } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import { type AxisTitles, axisTitle, type Labels, labelled, type Naming, ownWords } from "./_axes.ts";
import type { Figure, Trace, TraceMeta } from "./_figure.ts";
import { literal } from "./_text-width.ts";
import { drawnPoints } from "./_thinned-line.ts";
import { ROLES, type Role, roleOfColumn } from "./palettes.ts";

/** Lines of fewer points than this have their points marked. */
const FEW = 4;

export interface LinesOptions<C extends Columns> extends Naming {
  readonly x: keyof C & string;
  /** One line for each of these columns … */
  readonly y: readonly (keyof C & string)[];
  /** … and for each distinct value of this one. */
  readonly series?: keyof C & string;
  readonly log?: "x" | "y" | "xy";
  /** Names of the columns `y` and of the values of `series`. */
  readonly labels?: Labels;
  /** The column that says which frequency a line is of, where it is of one. */
  readonly frequency?: keyof C & string;
  /** The column that says which role a line has, where it is not in the name of the column of `y`. */
  readonly role?: keyof C & string;
  /** Lines all of whose rows answer true are drawn grey beneath the others, as one entry of the legend. */
  readonly background?: (row: Row<C>) => boolean;
  /** That entry's name. */
  readonly backgroundName?: string;
  readonly axes?: AxisTitles;
  /** A null is no gap: the column has no value there, as of curves that were logged at different epochs. */
  readonly connected?: boolean;
}

/**
 * y against x, one line a column and series. A null or a value that is not finite is a gap; so is, on a logarithmic axis,
 * one that is not above 0, which the caption then says. A line of gaps alone is left out, unless all are.
 */
export function lines<C extends Columns>(table: Table<C>, options: LinesOptions<C>): Figure {
  checkArguments("lines", { table, options: options ?? null });
  const { name, title, caption, x, y, log, backgroundName = "others" } = options;
  const [logX, logY] = [log?.includes("x") ?? false, log?.includes("y") ?? false];
  const all = [...grouped(table, options)].map((line) => {
    const rows = options.connected ? line.rows.filter((row) => row[line.column] !== null) : line.rows;
    const [allX, allY] = [rows.map((row) => shown(row[x], logX)), rows.map((row) => shown(row[line.column], logY))];
    const drawn = drawnPoints(allX, allY, logX);
    return { ...line, x: drawn.map((i) => allX[i]), y: drawn.map((i) => allY[i]) };
  });
  const known = all.filter((line) => line.y.some((value, i) => value !== null && line.x[i] !== null));
  const drawn = known.length > 0 ? known : all;
  const behind = drawn.filter((line) => line.behind);
  const before = drawn.filter((line) => !line.behind).toSorted((a, b) => rank(a) - rank(b));
  const data = [...behind, ...before].map(
    (line, i): Trace => ({
      type: "scatter",
      mode: needsMarkers(line.x, line.y) ? "lines+markers" : "lines",
      name: line.behind ? backgroundName : line.name,
      x: line.x,
      y: line.y,
      line: { simplify: false },
      ...(line.behind
        ? { legendgroup: "background", showlegend: i === 0, hovertemplate: `%{x}, %{y}<extra>${line.name}</extra>` }
        : {}),
      ...metaOf(line),
    }),
  );
  const left = all.some((line) =>
    line.rows.some((row) => (logX && dropped(row[x])) || (logY && dropped(row[line.column]))),
  );
  return {
    name,
    title,
    caption: left ? `${caption} Values of 0 or less are left out of the logarithmic axis.` : caption,
    x,
    data,
    layout: {
      xaxis: { title: { text: options.axes?.x ?? axisTitle(table.columns, [x]) }, type: logX ? "log" : "linear" },
      yaxis: { title: { text: options.axes?.y ?? axisTitle(table.columns, y) }, type: logY ? "log" : "linear" },
    },
  };
}

interface Line<C extends Columns> {
  readonly column: keyof C & string;
  readonly name: string;
  readonly rows: Row<C>[];
  readonly frequency: unknown;
  readonly role: Role | undefined;
  behind: boolean;
}

/** Frequencies come in order, and before what is of none; other lines in the order of the rows. */
function rank({ frequency }: { readonly frequency: unknown }): number {
  return typeof frequency === "number" ? frequency : Number.MAX_VALUE;
}

/** The lines in the order in which the rows name them. */
function grouped<C extends Columns>(table: Table<C>, options: LinesOptions<C>): Iterable<Line<C>> {
  const { y, series, frequency, role, background } = options;
  const groups = new Map<string, Line<C>>();
  for (const row of table.rows) {
    for (const column of y) {
      const key = JSON.stringify([column, series === undefined ? null : row[series]]);
      const group = groups.get(key) ?? {
        column,
        name: nameOf(row, column, options),
        rows: [],
        frequency: frequency === undefined ? null : row[frequency],
        role: role === undefined ? roleOfColumn(column) : ROLES.find((one) => one === row[role]),
        behind: true,
      };
      groups.set(key, group);
      group.rows.push(row);
      group.behind &&= background?.(row) ?? false;
    }
  }
  return groups.values();
}

function nameOf<C extends Columns>(row: Row<C>, column: string, { y, series, frequency, labels }: LinesOptions<C>) {
  const ofColumn = y.length > 1 || series === undefined ? [labelled(labels, column, ownWords(column, y))] : [];
  if (series === undefined) return ofColumn.join("");
  const value = String(row[series]);
  const ofSeries = labelled(labels, value, series === frequency ? `k = ${value}` : literal(value));
  const parts = [...ofColumn, ofSeries].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" ") : labelled(labels, column, ownWords(column, y));
}

function metaOf<C extends Columns>({ frequency, role, behind }: Line<C>): { readonly meta?: TraceMeta } {
  const of = typeof frequency === "number" && Number.isFinite(frequency);
  const meta = {
    ...(of ? { frequency } : {}),
    ...(of || behind || role === undefined ? {} : { role }),
    ...(behind ? { background: true as const } : {}),
  };
  return Object.keys(meta).length > 0 ? { meta } : {};
}

function shown(value: unknown, log: boolean): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== "number") return value;
  return Number.isFinite(value) && (!log || value > 0) ? value : null;
}

/** Whether a logarithmic axis has no place for it. */
function dropped(value: unknown): boolean {
  return typeof value === "number" && value <= 0;
}

/** Whether a line of these points is none, or would not show one that has gaps on both its sides. */
function needsMarkers(x: readonly unknown[], y: readonly unknown[]): boolean {
  const known = y.map((value, i) => value !== null && x[i] !== null);
  if (known.filter(Boolean).length < FEW) return true;
  return known.some((here, i) => here && !known[i - 1] && !known[i + 1]);
}
