import { shown } from "../../formats/_shown.ts";
import { once } from "../../numerics/memo.ts";
import { AXES, type Curve, type LoggedAxis, MEASURES } from "./curve.ts";
import type { LogTable, RunRows } from "./log-table.ts";
import { bySet, type Logged } from "./names.ts";
import { inOrder } from "./passes.ts";

/** Steps are taken if they tell more than so many times the rows apart that epochs do. */
const PREFERRED = 1.9;
/** Share of the spacing by which evenly spaced rows may be off: for rounding. */
const UNEVEN = 1e-6;
/** Of so many columns that give way to another one it is said by name. */
const NAMED = 8;
/** A curve whose name says of which pairs it is comes before one that does not, unless it has fewer values than these. */
const FEW = 5;

/** A column as a curve, and how good a name it has. */
interface Named {
  readonly name: string;
  readonly logged: Logged;
  readonly curve: Curve;
}

/** The curves of a log and what of it is not in them: a column each, along that which tells most rows apart. */
export function curvesOf(table: LogTable): { readonly curves: readonly Curve[]; readonly doubts: readonly string[] } {
  const doubts = new Set<string>(table.doubts);
  const measured = table.runs().filter(({ rows, measures }) => rows.count > 0 && measures.size > 0);
  const curves = measured.flatMap((own) => {
    const { axis, at } = axisOf(own);
    const along: Along = { axis, at, whole: once(() => listOf(at)), rising: isRising(at) };
    const series = measured.length > 1 ? own.run : "";
    if (own.neighbours > 1)
      doubts.add(
        `the log has ${own.written} rows: of ${own.neighbours} neighbours the lowest and the highest are kept`,
      );
    const found = [...own.measures].flatMap(([name, logged]) => column(own, name, logged, series, along, doubts));
    return chosen(found, doubts);
  });
  return { curves, doubts: [...doubts] };
}

/** Where the rows of a run lie. */
interface Along {
  readonly axis: LoggedAxis;
  readonly at: Float64Array;
  /** All of them, in one list for every curve that has all. */
  readonly whole: () => readonly number[];
  readonly rising: boolean;
}

/** Whether each is known and above the one before. */
function isRising(places: Float64Array | readonly number[]): boolean {
  for (let i = 0; i < places.length; i++) {
    if (!(i === 0 ? !Number.isNaN(places[0]) : (places[i] as number) > (places[i - 1] as number))) return false;
  }
  return true;
}

/** The numbers of a column at the rows whose place is known. */
function placed(rows: RunRows["rows"], name: string, values: Float64Array, at: Float64Array) {
  const places: number[] = [];
  const numbers: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (!rows.has(name, row) || Number.isNaN(at[row])) continue;
    places.push(at[row] as number);
    numbers.push(values[row] as number);
  }
  return { places, numbers };
}

function listOf(numbers: Float64Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < numbers.length; i++) list.push(numbers[i] as number);
  return list;
}

/** One column as a curve; nothing where no number of it has a place, or it is no share. */
function column(
  { rows }: RunRows,
  name: string,
  logged: Logged,
  series: string,
  { axis, at, whole, rising }: Along,
  doubts: Set<string>,
): readonly Named[] {
  const values = rows.column(name);
  if (!values) return [];
  const everywhere = rising && rows.filled(name) === rows.count;
  const { places, numbers } = everywhere
    ? { places: whole(), numbers: listOf(values) }
    : placed(rows, name, values, at);
  const nans = numbers.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  const logs = rows.filled(name);
  const words = logged.measure.replace("_", " ");
  if (nans > 0) doubts.add(`${words}: ${nans} of ${logs} logged values are NaN`);
  if (numbers.length < logs)
    doubts.add(`${words}: ${logs - numbers.length} of ${logs} values have no ${axis}, and are left out`);
  const { points, resumedAt } =
    everywhere || isRising(places)
      ? { points: undefined, resumedAt: undefined }
      : inOrder(places.map((place, i) => ({ at: place, value: numbers[i] as number })));
  if (points && resumedAt === undefined && points.length < numbers.length)
    doubts.add(`${words}: of several values of one ${axis} the last is kept, ${points.length} of ${numbers.length}`);
  if (resumedAt !== undefined)
    doubts.add(`the log falls back to ${axis} ${resumedAt}: what it had of later ones before is left out`);
  const shares = asMeasured(points ? points.map(({ value }) => value) : numbers, logged);
  if (shares === undefined || shares.every(Number.isNaN)) return [];
  const { measure, set } = logged;
  const share = logged.error || logged.percent || logged.share ? ({ share: true } as const) : {};
  if (logged.error) doubts.add(`${name} is taken as 1 − accuracy`);
  return [
    {
      name,
      logged,
      curve: {
        series,
        measure,
        set,
        axis,
        ...share,
        at: points ? points.map((one) => one.at) : places,
        values: shares,
      },
    },
  ];
}

/** Of several curves of one measure and set the one whose name says most, then the longest. */
function chosen(found: readonly Named[], doubts: Set<string>): readonly Curve[] {
  const best = new Map<string, Named>();
  const outdone: { readonly kept: Named; readonly left: Named }[] = [];
  const rank = ({ logged, curve: { values } }: Named) =>
    values.length + (logged.stated && values.length >= FEW ? Number.MAX_SAFE_INTEGER / 2 : 0);
  for (const one of found) {
    const key = `${one.curve.measure} ${one.curve.set}`;
    const other = best.get(key);
    const [kept, left] = other && rank(one) <= rank(other) ? [other, one] : [one, other];
    best.set(key, kept);
    if (left) outdone.push({ kept, left });
  }
  for (const { kept, left } of outdone.slice(0, NAMED))
    doubts.add(`${kept.curve.measure.replace("_", " ")} is ${shown(kept.name)}: ${shown(left.name)} is left out`);
  if (outdone.length > NAMED) doubts.add(`${outdone.length - NAMED} more columns of the same measures are left out`);
  return [...best.values()]
    .map(({ curve }) => curve)
    .toSorted((a, b) => MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure) || bySet(a.set, b.set));
}

/** Errors as accuracies, per cent as shares where the name says so; undefined for errors that are no shares. */
function asMeasured(values: readonly number[], { error, percent }: Logged): readonly number[] | undefined {
  const shares = percent ? values.map((value) => value / 100) : values;
  if (!error) return shares;
  const most = shares.reduce((a, b) => (b > a ? b : a), 0);
  if (most > 100 || shares.some((value) => value < 0)) return undefined;
  return shares.map((value) => 1 - (most > 1 ? value / 100 : value));
}

/**
 * What the rows are told apart by, and where each lies on it, NaN where that is not known: epochs, unless steps tell twice as
 * many rows apart or the epochs are fractions; the rows' own numbers where there is nothing.
 */
function axisOf(own: RunRows): { readonly axis: LoggedAxis; readonly at: Float64Array } {
  const axes = AXES.flatMap((axis) => {
    const columns = [...own.axes].flatMap(([name, of]) => {
      const column =
        of === axis ? own.rows.column(name)?.map((at) => (Number.isFinite(at) ? at : Number.NaN)) : undefined;
      // One number for all rows places none of them.
      return column && (differentIn(column) > 1 || own.rows.count === 1) ? [column] : [];
    });
    if (columns.length === 0) return [];
    const counted = columns.map((at) => ({ at, different: differentIn(at) }));
    const [first, ...others] = counted.toSorted((a, b) => b.different - a.different);
    const at = others.reduce((to, { at: from }) => to.map((one, i) => (Number.isNaN(one) ? from[i] : one)), first.at);
    const whole = at.every((one) => Number.isNaN(one) || Number.isInteger(one));
    const weight = !whole ? 1 / 2 : axis === "epoch" ? PREFERRED : 1;
    return [{ axis, at, drops: dropsIn(at), score: weight * (others.length > 0 ? differentIn(at) : first.different) }];
  });
  if (axes.length === 0) return { axis: "row", at: Float64Array.from({ length: own.rows.count }, (_, i) => i) };
  // A step that falls back more often than the epochs is counted within each of them.
  const fewest = axes.find(({ axis }) => axis === "epoch")?.drops ?? Number.POSITIVE_INFINITY;
  const { axis, at } = axes.filter(({ drops }) => drops <= fewest).reduce((a, b) => (b.score > a.score ? b : a));
  return { axis, at: filled(at) };
}

function dropsIn(at: Float64Array): number {
  let drops = 0;
  for (let i = 1; i < at.length; i++) if ((at[i] as number) < (at[i - 1] as number)) drops++;
  return drops;
}

function differentIn(at: Float64Array): number {
  // Nearly every log: then nothing need be kept of it.
  if (at.every((one, i) => i === 0 || one > (at[i - 1] as number))) return at.length;
  return new Set(at.filter((one) => !Number.isNaN(one))).size;
}

/** Places with those that rows between others lack, where all are evenly spaced over the rows: what else they are is not known. */
function filled(at: Float64Array): Float64Array {
  const isKnown = (one: number) => !Number.isNaN(one);
  const first = at.findIndex(isKnown);
  const last = at.findLastIndex(isKnown);
  if (at.subarray(first, last + 1).every(isKnown)) return at;
  const second = at.findIndex((one, row) => row > first && isKnown(one));
  const spacing = ((at[second] as number) - (at[first] as number)) / (second - first);
  const expected = (row: number) => (at[first] as number) + (row - first) * spacing;
  const even = at.every((one, row) => !isKnown(one) || Math.abs(one - expected(row)) <= UNEVEN * Math.abs(spacing));
  return even ? at.map((one, row) => (row < first || row > last ? one : expected(row))) : at;
}
