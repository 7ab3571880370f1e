import { isOfLogs, loggedAs, momentsAs } from "../layouts/_log-names.ts";
import type { Cell } from "./_log-numbers.ts";

type Columns = ReadonlyMap<string, readonly Cell[]>;
/** The columns of one run. */
export interface RunColumns {
  /** Its name where the log has several; else "". */
  readonly series: string;
  readonly columns: Columns;
}

const METRIC = /^(metric|metrics|name|key|tag|measure|variable|quantity)$/i;
const VALUE = /^(value|values|scalar)$/i;
const PART = /^(split|phase|set|part|dataset|mode|stage|partition|type|kind)$/i;
const RUN = /^(run|run_id|run_name|runid|series|experiment|seed|trial)$/i;
/** A W&B export: `run - metric`, beside each its smallest and largest. */
const EXPORTED = /^(.+) - ([^-]+?)(__(?:MIN|MAX))?$/;

/** A log with a row a moment and a column a measure, and one of these for each run: other forms are brought into it. */
export function tidied(columns: Columns): readonly RunColumns[] {
  const named = (pattern: RegExp) =>
    [...columns.keys()].find((name) => pattern.test(name) && isText(columns.get(name)));
  const runs = [...columns.keys()].find((name) => RUN.test(name));
  const distinct = new Set(runs === undefined ? [] : columns.get(runs)?.filter((run) => run !== undefined));
  if (runs !== undefined && distinct.size > 1) {
    const names = columns.get(runs) ?? [];
    return [...distinct].flatMap((run) =>
      tidied(rowsWhere(columns, (i) => names[i] === run, runs)).map((one) => ({ ...one, series: String(run) })),
    );
  }
  const [metric, part] = [named(METRIC), named(PART)];
  const value = [...columns.keys()].find((name) => VALUE.test(name));
  if (metric !== undefined && value !== undefined)
    return [{ series: "", columns: widened(columns, metric, [value], () => "") }];
  if (part !== undefined && (columns.get(part) ?? []).some((cell) => typeof cell === "string" && isOfLogs(cell))) {
    const measures = [...columns.keys()].filter((name) => loggedAs(name) && !loggedAs(name)?.stated);
    if (measures.length > 0) return [{ series: "", columns: widened(columns, part, measures, (name) => `_${name}`) }];
  }
  return exported(columns);
}

function isText(cells: readonly Cell[] | undefined): boolean {
  return cells?.some((cell) => typeof cell === "string" && /[a-z]/i.test(cell)) ?? false;
}

function rowsWhere(columns: Columns, keep: (row: number) => boolean, without: string): Columns {
  return new Map(
    [...columns].flatMap(([name, cells]) => (name === without ? [] : [[name, cells.filter((_, i) => keep(i))]])),
  );
}

/** The values of some columns as columns of their own, by the word that `by` has in each row. */
function widened(columns: Columns, by: string, values: readonly string[], suffix: (name: string) => string): Columns {
  const wide = new Map<string, Cell[]>();
  for (const [name, cells] of columns) if (momentsAs(name)) wide.set(name, [...cells]);
  const words = columns.get(by) ?? [];
  for (const value of values) {
    for (const [i, cell] of (columns.get(value) ?? []).entries()) {
      if (words[i] === undefined) continue;
      const name = `${words[i]}${suffix(value)}`;
      const column = wide.get(name) ?? new Array<Cell>(words.length).fill(undefined);
      column[i] = cell;
      wide.set(name, column);
    }
  }
  return wide;
}

function exported(columns: Columns): readonly RunColumns[] {
  const runs = new Map<string, Map<string, readonly Cell[]>>();
  const common = new Map<string, readonly Cell[]>();
  for (const [name, cells] of columns) {
    const [, run, measure, bound] = EXPORTED.exec(name) ?? [];
    if (bound !== undefined) continue;
    if (run === undefined || measure === undefined) common.set(name, cells);
    else if (momentsAs(measure)) continue;
    else runs.set(run, (runs.get(run) ?? new Map()).set(measure, cells));
  }
  if (runs.size === 0) return [{ series: "", columns }];
  return [...runs].map(([run, own]) => ({
    series: runs.size > 1 ? run : "",
    columns: new Map([...common, ...own]),
  }));
}
