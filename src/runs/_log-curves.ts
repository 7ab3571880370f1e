import type { Curve, Measure } from "../layouts/_curves.ts";
import { type Logged, loggedAs, momentsAs } from "../layouts/_log-names.ts";
import { type Cell, numberOf } from "./_log-numbers.ts";
import { inOrder } from "./_log-passes.ts";
import { tidied } from "./_log-tidy.ts";

/** Steps are taken if they tell more than so many times the moments apart that epochs do. */
const PREFERRED = 1.9;
/** Share of the spacing by which evenly spaced moments may be off: for rounding. */
const UNEVEN = 1e-6;

/** A log as columns by name, all of one length: a row a moment. */
export type Columns = ReadonlyMap<string, readonly Cell[]>;

/** A curve that a column or a list holds, and how good a name it has. */
interface Named {
  readonly name: string;
  readonly logged: Logged;
  readonly curve: Curve;
}

/** The curves of a log: a column each, at the moments of the one that says them, else without. */
export function curvesOf(columns: Columns, decimalComma = false): readonly Curve[] {
  return tidied(columns).flatMap(({ series, columns: own }) => {
    const numbers = new Map([...own].map(([name, cells]) => [name, cells.map((cell) => numberOf(cell, decimalComma))]));
    const moments = momentsOf(numbers);
    const found = [...numbers].flatMap(([name, values]) => namedCurve(name, series, values, moments) ?? []);
    return chosen(found);
  });
}

/** One list of values as a curve, if its name is of one. */
export function namedCurve(
  name: string,
  series: string,
  values: readonly (number | undefined)[],
  moments: readonly (number | undefined)[] | undefined,
): Named | undefined {
  const logged = loggedAs(name);
  if (!logged) return undefined;
  const points = values.flatMap((value, i) => {
    const at = moments ? moments[i] : i;
    return value === undefined || at === undefined || !Number.isFinite(at) ? [] : [{ at, value }];
  });
  const finite = points.filter(({ value }) => !Number.isNaN(value));
  const { points: ordered, resumedAt } = moments ? inOrder(finite) : { points: finite };
  const shares = asMeasured(
    ordered.map(({ value }) => value),
    logged,
  );
  if (!shares || shares.length === 0) return undefined;
  const words = logged.measure.replace("_", " ");
  const doubts = [
    ...(finite.length < points.length
      ? [`${words}: ${points.length - finite.length} of ${points.length} logged values are NaN, and left out`]
      : []),
    ...(resumedAt === undefined
      ? []
      : [`the log falls back to epoch ${resumedAt}: what it had of later ones before is left out`]),
  ];
  const curve = { series, measure: logged.measure, values: shares, ...(doubts.length > 0 ? { doubts } : {}) };
  return { name, logged, curve: moments ? { ...curve, epochs: ordered.map(({ at }) => at) } : curve };
}

/** Of several curves of one measure the longest, then the one whose name says most: test_loss before val_loss. */
export function chosen(found: readonly Named[]): readonly Curve[] {
  const best = new Map<string, Named>();
  const rank = ({ logged, curve }: Named) => curve.values.length * 4 + Number(logged.stated) * 2 + Number(logged.test);
  for (const one of found) {
    const key = `${one.curve.series} ${one.curve.measure}`;
    const other = best.get(key);
    const [kept, left] = other && rank(one) <= rank(other) ? [other, one] : [one, other];
    best.set(key, left ? preferred(kept, left) : kept);
  }
  const order: readonly Measure[] = ["train_loss", "test_loss", "all_loss", "train_accuracy", "test_accuracy"];
  const curves = [...best.values()].map(({ curve }) => curve);
  return curves.toSorted((a, b) => order.indexOf(a.measure) - order.indexOf(b.measure));
}

/** A curve that says which other it was taken before. */
function preferred(kept: Named, left: Named): Named {
  const doubt = `${kept.curve.measure.replace("_", " ")} is ${kept.name}: ${left.name} is left out`;
  return { ...kept, curve: { ...kept.curve, doubts: [...(kept.curve.doubts ?? []), doubt] } };
}

/** Errors as accuracies, per cent as shares where the name says so; undefined for errors that are no shares. */
function asMeasured(values: readonly number[], { error, percent }: Logged): readonly number[] | undefined {
  const shares = percent ? values.map((value) => value / 100) : values;
  if (!error) return shares;
  const most = shares.reduce((a, b) => Math.max(a, b), 0);
  if (most > 100 || shares.some((value) => value < 0)) return undefined;
  return shares.map((value) => 1 - (most > 1 ? value / 100 : value));
}

/**
 * The column of moments: epochs, unless steps tell twice as many moments apart or the epochs are fractions.
 * Undefined where there is none.
 */
export function momentsOf(
  numbers: ReadonlyMap<string, readonly (number | undefined)[]>,
): readonly (number | undefined)[] | undefined {
  const columns = [...numbers].flatMap(([name, values]) => {
    const kind = momentsAs(name);
    const known = values.filter((value) => value !== undefined && Number.isFinite(value));
    if (!kind || known.length === 0) return [];
    const weight = !known.every(Number.isInteger) ? 0.5 : kind.epochs ? PREFERRED : 1;
    return [{ values, score: weight * new Set(known).size }];
  });
  const [first, ...others] = columns;
  return first && filled(others.reduce((a, b) => (b.score > a.score ? b : a), first).values);
}

/** Moments with those that a row lacks, where all others are evenly spaced over the rows: what else they are is not known. */
function filled(moments: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const known = moments.flatMap((at, row) => (at === undefined || Number.isNaN(at) ? [] : [{ at, row }]));
  if (known.length === moments.length || known.length < 2) return moments;
  const [first, second] = known as [{ at: number; row: number }, { at: number; row: number }];
  const spacing = (second.at - first.at) / (second.row - first.row);
  const expected = (row: number) => first.at + (row - first.row) * spacing;
  const even = known.every(({ at, row }) => Math.abs(at - expected(row)) <= UNEVEN * Math.abs(spacing));
  return even ? moments.map((_, row) => expected(row)) : moments;
}
