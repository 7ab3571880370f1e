import { isRecord } from "../formats/_json.ts";
import type { Curve } from "../layouts/_curves.ts";
import { isOfLogs, momentsAs } from "../layouts/_log-names.ts";
import { chosen, curvesOf, momentsOf, namedCurve } from "./_log-curves.ts";
import { type Cell, numberOf } from "./_log-numbers.ts";

type Entries = Readonly<Record<string, unknown>>;

/** Nesting of a log within others: `{"runs": {"one": {"history": …}}}`. */
const MAX_DEPTH = 3;
/** Rows of an evaluation at the end of Hugging Face's log, whose train_loss is the mean of all. */
const SUMMARY = "train_runtime";

/** The curves of a JSON value, in whatever form: rows, lists by name, values by step, or any of these within another. */
export function jsonCurves(value: unknown, depth = 0): readonly Curve[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.length > 0 && value.every(isRecord) ? rowCurves(value) : [];
  if (!isRecord(value)) return [];
  const steps = byStep(value);
  if (steps) return steps.every(({ entry }) => isRecord(entry)) ? rowCurves(steps.map(withStep)) : [];
  const lists = listCurves(value);
  const inner = Object.entries(value)
    .filter(([key, entry]) => !(isRecord(entry) && isOfLogs(key) && lists.length > 0))
    .map(([key, entry]) => ({ key, curves: jsonCurves(entry, depth + 1) }))
    .filter(({ curves }) => curves.length > 0);
  // Logs side by side are of several runs, which the keys name.
  return inner.length > 1
    ? [
        ...lists,
        ...inner.flatMap(({ key, curves }) => curves.map((curve) => ({ ...curve, series: seriesOf(key, curve) }))),
      ]
    : [...lists, ...inner.flatMap(({ curves }) => curves)];
}

function seriesOf(key: string, { series }: Curve): string {
  return series === "" ? key : `${key} ${series}`;
}

/** A list of objects: a row each, parts of it (`{"train": {"loss": 1}}`) under names of both. */
export function rowCurves(rows: readonly Entries[]): readonly Curve[] {
  const columns = new Map<string, Cell[]>();
  for (const [i, row] of rows.filter((one) => !(SUMMARY in one)).entries()) {
    for (const [name, cell] of flat(row)) {
      if (typeof cell !== "number" && typeof cell !== "string") continue;
      const column = columns.get(name) ?? new Array<Cell>(rows.length).fill(undefined);
      column[i] = cell;
      columns.set(name, column);
    }
  }
  return curvesOf(columns);
}

/** The entries of an object, those of its parts named after both. */
function flat(entries: Entries, prefix = ""): readonly (readonly [string, unknown])[] {
  return Object.entries(entries).flatMap(([key, entry]) => {
    const name = `${prefix}${key}`;
    if (!isRecord(entry) || byStep(entry) || prefix.length > 0) return [[name, entry] as const];
    return isOfLogs(key) ? flat(entry, `${name}_`) : [];
  });
}

/** Lists under the names of measures, each at the moments that a list of the same length says, or its own pairs do. */
function listCurves(entries: Entries): readonly Curve[] {
  const lists = flat(entries).flatMap(([name, entry]) => {
    const list = listOf(entry);
    return list ? [{ name, ...list }] : [];
  });
  const found = lists.flatMap(({ name, values, at }) => {
    const sameLength = lists.filter((other) => other.values.length === values.length && momentsAs(other.name));
    const near = sameLength.filter((other) => partOf(other.name) === partOf(name));
    const moments = new Map((near.length > 0 ? near : sameLength).map((other) => [other.name, other.values]));
    return namedCurve(name, "", values, at ?? momentsOf(moments) ?? spaced(entries, values.length)) ?? [];
  });
  return chosen(found);
}

function partOf(name: string): string | undefined {
  return /^(train|test|val|eval)/i.exec(name)?.[1]?.toLowerCase();
}

interface List {
  readonly values: readonly (number | undefined)[];
  /** Where the list itself says its moments. */
  readonly at?: readonly number[];
}

/** Numbers in a list, as pairs of moment and number, or by step; undefined for anything else and for a list of none. */
function listOf(entry: unknown): List | undefined {
  const steps = isRecord(entry) ? byStep(entry) : undefined;
  const list = steps ? steps.map((one) => one.entry) : entry;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  if (list.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "number"))) {
    return { values: list.map(([, value]) => value), at: list.map(([moment]) => moment) };
  }
  if (!list.every((one) => one === null || typeof one === "number" || typeof one === "string")) return undefined;
  const values = list.map((one) => numberOf(one ?? undefined));
  if (values.every((value) => value === undefined)) return undefined;
  // Counted from 0 they are the rows of a table.
  const counted = steps?.every(({ step }, i) => step === i) ?? true;
  return counted || !steps ? { values } : { values, at: steps.map(({ step }) => step) };
}

/** An object whose keys are numbers, in its order. */
function byStep(entries: Entries): readonly { readonly step: number; readonly entry: unknown }[] | undefined {
  const all = Object.entries(entries);
  if (all.length < 2 || !all.every(([key]) => /^\d+$/.test(key))) return undefined;
  return all.map(([key, entry]) => ({ step: Number(key), entry }));
}

function withStep({ step, entry }: { readonly step: number; readonly entry: unknown }): Entries {
  const row = entry as Entries;
  return Object.keys(row).some((name) => momentsAs(name)) ? row : { step, ...row };
}

const SPACING = ["log_every", "log_interval", "log_freq", "eval_every", "test_every"];
const LENGTHS = ["epochs", "num_epochs", "n_epochs", "steps", "num_steps", "n_steps", "max_steps", "total_steps"];

/** Moments from the spacing that the object states, where they end where it says that training did. */
function spaced(entries: Entries, count: number): readonly number[] | undefined {
  const all = [entries, ...Object.values(entries).filter(isRecord)];
  const stated = (names: readonly string[]) =>
    all.flatMap((one) => names.map((name) => one[name])).filter((value) => typeof value === "number");
  const [length] = stated(LENGTHS);
  const spacing = stated(SPACING).find((every) => Math.abs((count - 1) * every - (length ?? Number.NaN)) <= every);
  return spacing === undefined ? undefined : Array.from({ length: count }, (_, i) => i * spacing);
}
