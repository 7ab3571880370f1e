import { readArray } from "../../formats/_arrays.ts";
import { isRecord } from "../../formats/_json.ts";
import { unfolding } from "../../formats/_unfolding.ts";
import { isArray, isDictionary, isInert, type Value } from "../../formats/_values.ts";
import type { Cell, LogSink } from "../_format.ts";
import { byStep, type Entries, type List, listsOf } from "./lists.ts";
import { axisNamed, isOfLogs } from "./names.ts";

/** Nesting of a log within others: `{"runs": {"one": {"history": …}}}`. */
const MAX_DEPTH = 3;
/** Of the values that it may lie in. */
const MAX_TREE = MAX_DEPTH + 2;
/** Where an object, or a line of a log, has the configuration. */
const CONFIG_KEYS = ["config", "_meta", "meta", "args", "hparams", "cfg"];
/** Entries of a configuration: a bound on a file that has one thing a thousand times in another. */
const MAX_SETTINGS = 10_000;
const MAX_SETTING_DEPTH = 5;

/** A log in a tree of values: a run's rows, which `rows` gives one by one, and the keys that lead to it. */
interface Found {
  readonly keys: readonly string[];
  readonly rows: () => Iterable<readonly (readonly [string, Cell])[]>;
  /** Where the rows are those of one list whose places rise, so that each is a row of its own. */
  readonly list?: List;
}

/**
 * Hands on what a tree of values logs, in whatever form: rows, lists by name, values by step, or any of these within another.
 * Logs side by side are of several runs, which their keys name. Of a tree that was `cut` off a list may be shorter than
 * the list of its epochs. Says whether there was any.
 */
export function readTree(value: unknown, sink: LogSink, { cut = false } = {}): boolean {
  const logs = logsIn(value, sink, cut, 0);
  // Nearly every checkpoint that logs at all: each repeats what the ones before it logged.
  const [first, ...others] = logs;
  if (first?.list && others.length === 0) readList(first.list, sink, first.keys.join(" "));
  else for (const { keys, rows } of logs) for (const row of rows()) sink.row(row, keys.join(" "));
  return logs.length > 0;
}

function readList({ axis, at, columns }: List, sink: Pick<LogSink, "columns">, run: string): void {
  const take = sink.columns([axis, ...columns.map(({ name }) => name)], run);
  for (let i = 0; i < at.length; i++) take([at[i], ...columns.map(({ values }) => values[i])]);
}

function logsIn(value: unknown, sink: LogSink, cut: boolean, depth: number): readonly Found[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return ofRows(value.filter(isRecord), sink);
  if (!isRecord(value)) return [];
  const table = tableRows(value);
  if (table) return ofRows(table, sink);
  // Numbers may name runs as well, as seeds do: a run has lists.
  const areRuns = () =>
    Object.values(value).some((one) => isRecord(one) && listsOf(flat(one), one, sink, cut).length > 0);
  const steps = ofRows(byStep(value)?.flatMap(withStep) ?? [], sink);
  if (steps.length > 0 && !areRuns()) return steps;
  const lists = listsOf(flat(value), value, sink, cut);
  const [list] = lists.length === 1 && rises(lists[0].at) ? lists : [];
  const own: readonly Found[] =
    lists.length > 0 ? [{ keys: [], rows: () => rowsOfLists(lists), ...(list ? { list } : {}) }] : [];
  const inner = Object.entries(value)
    .filter(([key, entry]) => !(isRecord(entry) && isOfLogs(key) && own.length > 0))
    .map(([key, entry]) => ({ key, found: logsIn(entry, sink, cut, depth + 1) }))
    .filter(({ found }) => found.length > 0);
  return [
    ...own,
    ...inner.flatMap(({ key, found }) =>
      inner.length > 1 ? found.map((one) => ({ ...one, keys: [key, ...one.keys] })) : found,
    ),
  ];
}

function rises(at: readonly Cell[]): boolean {
  return at.every((one, i) => typeof one === "number" && (i === 0 || one > (at[i - 1] as number)));
}

function ofRows(records: readonly Entries[], sink: LogSink): readonly Found[] {
  const logs = records.some((record) => flat(record).some(([name, cell]) => isCell(cell) && sink.isMeasure(name)));
  const long = records.some((record) => "value" in record && Object.keys(record).length <= 8);
  return logs || long ? [{ keys: [], rows: () => records.map(cellsOf) }] : [];
}

/** A record as a row; its configuration, where it has one and none was there before. Says whether one is still wanted. */
export function readRecord(record: Entries, sink: LogSink, wanted: boolean): boolean {
  const config = wanted ? CONFIG_KEYS.map((key) => record[key]).find(isRecord) : undefined;
  if (config) readSettings(config, sink);
  sink.row(cellsOf(record));
  return wanted && !config;
}

/** Hands on every scalar of an object, those of its parts under names joined by a dot. */
export function readSettings(entries: Entries, sink: Pick<LogSink, "setting">): void {
  let left = MAX_SETTINGS;
  const visit = (own: Entries, prefix: string, depth: number): void => {
    for (const [key, entry] of Object.entries(own)) {
      if (left-- <= 0) return;
      const name = `${prefix}${key}`;
      if (typeof entry === "string" || typeof entry === "number" || typeof entry === "boolean")
        sink.setting(name, entry);
      else if (isRecord(entry) && depth < MAX_SETTING_DEPTH) visit(entry, `${name}.`, depth + 1);
    }
  };
  visit(entries, "", 0);
}

function cellsOf(record: Entries): readonly (readonly [string, Cell])[] {
  return flat(record).flatMap(([name, cell]) => (isCell(cell) ? [[name, cell] as const] : []));
}

export function isCell(cell: unknown): cell is string | number {
  return typeof cell === "number" || typeof cell === "string";
}

/** The entries of an object, those of its parts, as `{"train": {"loss": 1}}`, named after both. */
function flat(entries: Entries, prefix = ""): readonly (readonly [string, unknown])[] {
  return Object.entries(entries).flatMap(([key, entry]) => {
    const name = `${prefix}${key}`;
    if (!isRecord(entry) || byStep(entry) || prefix.length > 0) return [[name, entry] as const];
    return isOfLogs(key) ? flat(entry, `${name}_`) : [];
  });
}

/** `{"columns": […], "data": [[…], …]}`, as pandas and tables of W&B write it. */
function tableRows({ columns, data }: Entries): readonly Entries[] | undefined {
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined;
  return (
    data
      .filter((row) => Array.isArray(row))
      // As many as the row has: names alone, times rows without a cell, would be a bomb.
      .map((row: readonly unknown[]) =>
        Object.fromEntries(row.slice(0, columns.length).map((cell, i) => [String(columns[i]), cell])),
      )
  );
}

function withStep({ step, entry }: { readonly step: number; readonly entry: unknown }): readonly Entries[] {
  if (!isRecord(entry)) return [];
  return [Object.keys(entry).some((name) => axisNamed(name)) ? entry : { step, ...entry }];
}

function* rowsOfLists(lists: readonly List[]) {
  for (const list of lists) yield* rowsOfList(list);
}

function* rowsOfList({ axis, at, columns }: List): Generator<readonly (readonly [string, Cell])[]> {
  for (const [i, place] of at.entries())
    yield [[axis, place], ...columns.map(({ name, values }) => [name, values[i]] as const)];
}

/**
 * What a file of values holds as plain objects and lists. Of its arrays those of one axis whose key `wanted` accepts: others
 * are weights, and are not read. Throws a FormatError where that is far more than the file has.
 */
export function treeOf(value: Value, wanted: (name: string) => boolean, file: string): unknown {
  const taken = unfolding(file);
  const visit = (one: Value, name: string, depth: number): unknown => {
    if (depth > MAX_TREE) return undefined;
    if (isArray(one)) {
      const single = one.shape.every((n) => n === 1);
      if (!wanted(name) || !(single || one.shape.length === 1)) return undefined;
      taken(one);
      return single ? readArray(one)[0] : Array.from(readArray(one));
    }
    taken(one);
    if (Array.isArray(one)) {
      const inner = (part: Value) => visit(part, name, depth + 1);
      // Most lists are of numbers.
      return depth < MAX_TREE
        ? one.map((part: Value) => (typeof part === "number" ? part : inner(part)))
        : one.map(inner);
    }
    const entries = isInert(one) ? one.state : one;
    if (!isDictionary(entries)) return entries;
    if (entries !== one) taken(entries);
    return Object.fromEntries([...entries].map(([key, entry]) => [String(key), visit(entry, String(key), depth + 1)]));
  };
  return visit(value, "", 0);
}
