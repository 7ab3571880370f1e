import type { Columns, Row } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import { type AxisTitles, axisTitle, type Labels, labelled, type Naming, ownWords } from "./_axes.ts";
import type { Figure, Trace } from "./_figure.ts";
import { literal } from "./_text-width.ts";
import { roleOfColumn } from "./palettes.ts";

/** The share of the room of one value of x that its bars fill. */
const FILLED = 0.84;

export interface BarsOptions<C extends Columns> extends Naming {
  /** Where the bars stand: a number's place, or one place for each text in the order of the rows. */
  readonly x: keyof C & string;
  /** One bar for each of these columns … */
  readonly y: readonly (keyof C & string)[];
  /** … and for each distinct value of this one. */
  readonly series?: keyof C & string;
  readonly labels?: Labels;
  /** Whether lengths are drawn on a logarithmic axis; a value that is not above 0 has no bar, which the caption says. */
  readonly log?: boolean;
  /** Bars from left to right, the first on top: for long names. */
  readonly horizontal?: boolean;
  /** Bars of other rows are grey. */
  readonly highlight?: (row: Row<C>) => boolean;
  /** The column that says which frequency a highlighted bar is of. */
  readonly frequency?: keyof C & string;
  /** For a column of `y`, the columns of the least and the largest of what it is the mean of. */
  readonly spread?: Readonly<Record<string, readonly [keyof C & string, keyof C & string]>>;
  /** The name of the grey bars. */
  readonly backgroundName?: string;
  readonly axes?: AxisTitles;
}

/** Bars of y over x, side by side for several columns and series. */
export function bars<C extends Columns>(table: Table<C>, options: BarsOptions<C>): Figure {
  const { name, title, caption, x, y, series, log = false, horizontal = false } = options;
  const { columns, rows } = table;
  const values = series === undefined ? [undefined] : [...new Set(rows.map((row) => row[series]))];
  const groups = values.flatMap((value) => y.map((column) => ({ column, value })));
  const all = groups.flatMap(({ column, value }, place) => {
    const own = rows.filter((row) => series === undefined || row[series] === value);
    return traces(own, column, nameOf(column, value, options), place, groups.length, options);
  });
  const data = [...all.filter(({ meta }) => meta?.background), ...all.filter(({ meta }) => !meta?.background)];
  const left = log && rows.some((row) => y.some((column) => typeof row[column] === "number" && row[column] <= 0));
  const along = { title: { text: options.axes?.x ?? axisTitle(columns, [x]) } };
  const lengths = {
    title: { text: options.axes?.y ?? axisTitle(columns, y) },
    ...(log ? { type: "log" } : { type: "linear", rangemode: "tozero" }),
  };
  const texts = columns[x].kind === "text";
  return {
    name,
    title,
    caption: left ? `${caption} Values of 0 or less have no bar on the logarithmic axis.` : caption,
    ...(horizontal ? {} : { x }),
    data,
    layout: {
      barmode: texts ? "group" : "overlay",
      [horizontal ? "yaxis" : "xaxis"]: {
        ...along,
        type: texts ? "category" : "linear",
        ...(horizontal ? { autorange: "reversed" } : {}),
      },
      [horizontal ? "xaxis" : "yaxis"]: lengths,
    },
  };
}

/** The bars of one column and series: the grey ones, and those that stand out, each frequency by itself. */
function traces<C extends Columns>(
  rows: readonly Row<C>[],
  column: keyof C & string,
  name: string,
  place: number,
  places: number,
  options: BarsOptions<C>,
): readonly Trace[] {
  const { frequency, highlight = () => true, backgroundName = "others" } = options;
  const [shown, grey] = [rows.filter(highlight), rows.filter((row) => !highlight(row))];
  const trace = (some: readonly Row<C>[], attributes: object): Trace => ({
    type: "bar",
    name,
    ...bar(some, column, place, places, options),
    ...attributes,
  });
  const role = roleOfColumn(column);
  const meta = role === undefined ? {} : { meta: { role } };
  const behind =
    grey.length === 0
      ? []
      : [
          trace(grey, {
            name: [backgroundName, ...(places > 1 ? [name] : [])].join(", "),
            meta: { background: true as const },
          }),
        ];
  if (frequency === undefined) return shown.length === 0 ? behind : [...behind, trace(shown, meta)];
  const each = [...new Set(shown.map((row) => row[frequency]))];
  return [
    ...behind,
    ...each.map((k) =>
      trace(
        shown.filter((row) => row[frequency] === k),
        {
          ...(typeof k === "number" ? { name: `k = ${k}`, meta: { frequency: k }, showlegend: place === 0 } : {}),
          legendgroup: `k = ${k}`,
        },
      ),
    ),
  ];
}

function bar<C extends Columns>(
  rows: readonly Row<C>[],
  column: keyof C & string,
  place: number,
  places: number,
  { x, log = false, horizontal = false, spread, ...options }: BarsOptions<C>,
): object {
  const at = rows.map((row) =>
    typeof row[x] === "string" ? labelled(options.labels, row[x], literal(row[x])) : row[x],
  );
  const lengths = rows.map((row) => known(row[column], log));
  const [least, most] = spread?.[column] ?? [];
  const away = (end: keyof C & string) =>
    rows.map((row, i) => Math.abs(Number(known(row[end], false) ?? lengths[i]) - Number(lengths[i])));
  const width = FILLED / places;
  return {
    ...(horizontal ? { x: lengths, y: at, orientation: "h" } : { x: at, y: lengths }),
    ...(rows.some((row) => typeof row[x] === "string")
      ? { offsetgroup: String(place) }
      : { width, offset: place * width - FILLED / 2 }),
    ...(least === undefined || most === undefined
      ? {}
      : {
          [horizontal ? "error_x" : "error_y"]: {
            type: "data",
            symmetric: false,
            array: away(most),
            arrayminus: away(least),
          },
        }),
  };
}

function nameOf<C extends Columns>(column: string, value: unknown, { y, series, labels }: BarsOptions<C>): string {
  const ofColumn = y.length > 1 || series === undefined ? [labelled(labels, column, ownWords(column, y))] : [];
  return [...ofColumn, ...(series === undefined ? [] : [labelled(labels, String(value), literal(String(value)))])].join(
    " ",
  );
}

function known(value: unknown, log: boolean): number | null {
  return typeof value === "number" && Number.isFinite(value) && (!log || value > 0) ? value : null;
}
