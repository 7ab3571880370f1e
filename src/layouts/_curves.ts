import { readArray } from "../formats/_arrays.ts";
import { type Dictionary, isArray, isDictionary, type Value } from "../formats/_values.ts";
import { epochsFor } from "./_epoch-lists.ts";
import { loggedAs } from "./_log-names.ts";

/** What scripts log. */
export type Measure = "train_loss" | "test_loss" | "all_loss" | "train_accuracy" | "test_accuracy";
export type StoredLosses = { readonly [M in Measure]?: number };

/** One logged quantity over training. */
export interface Curve {
  /** Which run it belongs to, where one file holds the curves of many; else "". */
  readonly series: string;
  readonly measure: Measure;
  readonly values: readonly number[];
  /** The epoch of each value, where the file says; else they are spread evenly over the run. */
  readonly epochs?: readonly number[];
  /** What of the log is not in it, and why. */
  readonly doubts?: readonly string[];
}

/** The measure that a script's key names, of which pairs being said; undefined if it names none. */
export function measureNamed(key: string): Measure | undefined {
  const logged = loggedAs(key);
  return logged?.stated && !logged.error && !logged.percent ? logged.measure : undefined;
}

/** The losses and accuracies of one moment stored beside its weights. */
export function lossesOf(dictionary: Dictionary): StoredLosses {
  const entries = [...dictionary].flatMap(([key, value]) => {
    const measure = measureNamed(String(key));
    const number = scalar(value);
    return measure && number !== undefined ? [[measure, number] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** The logged curves of a file: lists under the usual names, or a sweep `[fractions, [train, test, train, test, …]]`. */
export function curves(value: Value): readonly Curve[] {
  if (Array.isArray(value)) return sweep(value);
  if (!isDictionary(value)) return [];
  const own = curvesOf(value);
  if (own.length > 0) return own;
  // A script may keep all that it logged under one key: lists by name, or a row for each moment.
  return [...value].flatMap(([key, entry]) => (HISTORY.test(String(key)) ? curvesOf(columnsOf(entry)) : []));
}

/** Keys under which scripts keep their whole log. */
const HISTORY = /^(train(ing)?_?)?(history|histories|logs?|metrics|curves|stats|results|losses|records?)$/i;

function curvesOf(value: Dictionary | undefined): readonly Curve[] {
  return [...(value ?? [])].flatMap(([key, entry]) => {
    const measure = measureNamed(String(key));
    const values = numbers(entry);
    if (!measure || !values) return [];
    const epochs = epochsFor(value as Dictionary, String(key), values.length);
    return [{ series: "", measure, values, ...(epochs ? { epochs } : {}) }];
  });
}

/** Lists by name as they are; of a list of rows the columns that every row has. */
function columnsOf(value: Value): Dictionary | undefined {
  if (isDictionary(value)) return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every((row) => isDictionary(row))) return undefined;
  const rows = value as readonly Dictionary[];
  const names = [...rows[0].keys()].filter((name) => rows.every((row) => row.has(name)));
  return new Map(names.map((name) => [name, rows.map((row) => row.get(name) as Value)]));
}

/** The published sweep over fractions of training data: for each, a train and a test curve. */
function sweep(value: readonly Value[]): readonly Curve[] {
  const [settings, lists] = value.length === 2 ? value : [];
  const labels = numbers(settings);
  if (!labels || !Array.isArray(lists) || lists.length !== 2 * labels.length) return [];
  const found = lists.map(numbers);
  return found.flatMap((values, i): Curve[] =>
    values ? [{ series: `fraction ${labels[i >> 1]}`, measure: i % 2 === 0 ? "train_loss" : "test_loss", values }] : [],
  );
}

/** A number, or the one number of a tensor of size 1. */
export function scalar(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return isArray(value) && value.shape.every((n) => n === 1) ? readArray(value)[0] : undefined;
}

/** A list of numbers, of 0-d tensors, or a 1-d tensor; undefined for anything else and for an empty one. */
function numbers(value: Value | undefined): readonly number[] | undefined {
  if (isArray(value)) return value.shape.length === 1 && value.shape[0] > 1 ? Array.from(readArray(value)) : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list = value.map((entry: Value) => scalar(entry));
  return list.every((entry) => entry !== undefined) ? list : undefined;
}
