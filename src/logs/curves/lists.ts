import { isRecord } from "../../formats/_json.ts";
import { once } from "../../numerics/memo.ts";
import type { Cell, LogSink } from "../_format.ts";
import { axisNamed } from "./names.ts";
import { numberOf } from "./numbers.ts";

export type Entries = Readonly<Record<string, unknown>>;

/** Lists of one length, along one axis. */
export interface List {
  /** What `at` counts, by the name of the list that says it; "row" where nothing does. */
  readonly axis: string;
  readonly at: readonly Cell[];
  readonly columns: readonly { readonly name: string; readonly values: readonly Cell[] }[];
}

/** So many lists of places are held against each list of a measure. */
const MAX_AXES = 64;

/** Lists under the names of measures, each at the places that a list of the same length says, or its own pairs do. */
export function listsOf(
  entries: readonly (readonly [string, unknown])[],
  object: Entries,
  sink: Pick<LogSink, "isMeasure">,
  cut: boolean,
): readonly List[] {
  const lists = entries.flatMap(([name, entry]) => {
    const list = listOf(entry);
    return list ? [{ name, ...list }] : [];
  });
  const axes = lists.filter(({ name }) => axisNamed(name)).slice(0, MAX_AXES);
  const spacing = once(() => spacingIn(object));
  const found = lists
    .filter(({ name }) => sink.isMeasure(name))
    .map(({ name, values, at }): List => {
      const columns = [{ name, values }];
      if (at) return { axis: "step", at, columns };
      // What ends early has the beginning of its epochs.
      const fits = axes.filter((axis) =>
        cut ? axis.values.length >= values.length : axis.values.length === values.length,
      );
      const near = fits.filter((axis) => partOf(axis.name) === partOf(name));
      const [axis] = (near.length > 0 ? near : fits).toSorted((a, b) => preference(b.name) - preference(a.name));
      if (axis) return { axis: axis.name, at: axis.values.slice(0, values.length), columns };
      const places = spaced(spacing(), values.length);
      return places ? { axis: "step", at: places, columns } : { axis: "row", at: values.map((_, i) => i), columns };
    });
  const together: Group[] = [];
  const byEnds = new Map<string, Group[]>();
  for (const list of found) {
    const { axis, at, columns } = list;
    // Lists of one axis are compared where their ends are alike.
    const ends = `${axis} ${at.length} ${at[0]} ${at.at(-1)}`;
    const alike = byEnds.get(ends) ?? [];
    byEnds.set(ends, alike);
    const group = alike.find((other) => equal(at, other.at));
    if (group) {
      group.columns.push(...columns);
      continue;
    }
    const first = { ...list, columns: [...columns] };
    alike.push(first);
    together.push(first);
  }
  return together;
}

type Group = List & { readonly columns: List["columns"][number][] };

function equal(a: readonly Cell[], b: readonly Cell[]): boolean {
  return a.length === b.length && a.every((one, i) => Object.is(one, b[i]));
}

/** Epochs before steps. */
function preference(name: string): number {
  return axisNamed(name) === "epoch" ? 1 : 0;
}

function partOf(name: string): string | undefined {
  return /^(train|test|val|eval)/i.exec(name)?.[1]?.toLowerCase();
}

/** An object whose keys are numbers, in its order. */
export function byStep(entries: Entries): readonly { readonly step: number; readonly entry: unknown }[] | undefined {
  const all = Object.entries(entries);
  if (all.length < 2 || !all.every(([key]) => /^\d+$/.test(key))) return undefined;
  return all.map(([key, entry]) => ({ step: Number(key), entry }));
}

/** Numbers in a list, as pairs of place and number, or by step; undefined for anything else and for a list of none. */
function listOf(entry: unknown): { readonly values: readonly Cell[]; readonly at?: readonly number[] } | undefined {
  const steps = isRecord(entry) ? byStep(entry) : undefined;
  const list = steps ? steps.map((one) => one.entry) : entry;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  if (list.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === "number"))) {
    return { values: list.map(([, value]) => value), at: list.map(([place]) => place) };
  }
  if (!list.every((one) => one === null || one === undefined || typeof one === "number" || typeof one === "string"))
    return undefined;
  const values = list.map((one) => numberOf(one ?? undefined));
  if (values.every((value) => value === undefined)) return undefined;
  // Counted from 0 they are the rows of a table.
  const counted = steps?.every(({ step }, i) => step === i) ?? true;
  return counted || !steps ? { values } : { values, at: steps.map(({ step }) => step) };
}

const SPACING = ["log_every", "log_interval", "log_freq", "eval_every", "test_every"];
const LENGTHS = ["epochs", "num_epochs", "n_epochs", "steps", "num_steps", "n_steps", "max_steps", "total_steps"];

/** What an object, or one of its entries, says of how far apart places are, and of how long training was. */
function spacingIn(entries: Entries): { readonly spacings: readonly number[]; readonly length: number | undefined } {
  const all = [entries, ...Object.values(entries).filter(isRecord)];
  const stated = (names: readonly string[]) =>
    all.flatMap((one) => names.map((name) => one[name])).filter((value) => typeof value === "number");
  return { spacings: [...new Set(stated(SPACING))].slice(0, MAX_AXES), length: stated(LENGTHS)[0] };
}

/** Places of that spacing, where they end where training did. */
function spaced({ spacings, length }: ReturnType<typeof spacingIn>, count: number): readonly number[] | undefined {
  const spacing = spacings.find((every) => Math.abs((count - 1) * every - (length ?? Number.NaN)) <= every);
  return spacing === undefined ? undefined : Array.from({ length: count }, (_, i) => i * spacing);
}
