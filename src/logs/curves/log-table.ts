import type { Cell, LogSink } from "../_format.ts";
import { type BoundedRows, boundedRows } from "./bounded-rows.ts";
import type { LoggedAxis } from "./curve.ts";
import { type Meaning, meaningOf, type StatedColumns } from "./meaning.ts";
import { isOfLogs, type Logged, loggedAs } from "./names.ts";
import { numberOf } from "./numbers.ts";
import type { Rows } from "./rows.ts";

/** The columns of one run's log, as they were written. */
export interface RunRows {
  /** "" where the log names no run. */
  readonly run: string;
  readonly rows: Rows;
  /** How many were written; of so many neighbours the lowest and the highest are kept, 1 where all are. */
  readonly written: number;
  readonly neighbours: number;
  /** By name. */
  readonly axes: ReadonlyMap<string, LoggedAxis>;
  readonly measures: ReadonlyMap<string, Logged>;
}

/** What a reader has handed on of a log. */
export interface LogTable extends LogSink {
  readonly runs: () => readonly RunRows[];
  readonly settings: ReadonlyMap<string, string | number | boolean>;
  readonly doubts: readonly string[];
  readonly unread: readonly string[];
}

/** The row at the end of Hugging Face's log, whose train_loss is the mean of all. */
const SUMMARY = "train_runtime";
/** Columns whose cells decide row by row what the others are. */
const BY_ROW: ReadonlySet<Meaning["is"]> = new Set(["run", "metric", "value", "part"]);
/** So many names of columns that were not understood are kept. */
const MAX_UNREAD = 100;
/** So many columns of one run: a log has a few, and each takes a pass over all rows. */
const MAX_COLUMNS = 256;

interface Growing {
  readonly run: string;
  readonly rows: BoundedRows;
  readonly axes: Map<string, LoggedAxis>;
  readonly measures: Map<string, Logged>;
}
type Number = { readonly name: string; readonly value: number };

/**
 * Takes a log row by row, in whichever form, and keeps the numbers of the columns that are understood, a row a moment and a
 * column a measure: rows that are long (a metric's name and its value), that say their part of the data or their run, or
 * columns of several runs are brought into it.
 */
export function logTable({
  prefix = "",
  stated = new Map(),
  byteLength = 0,
}: {
  readonly prefix?: string;
  readonly stated?: StatedColumns;
  /** Of what is read. */
  readonly byteLength?: number;
}): LogTable {
  const runs = new Map<string, Growing>();
  const meanings = new Map<string, Meaning>();
  const settings = new Map<string, string | number | boolean>();
  const doubts = new Set<string>();
  const unread = new Set<string>();

  const meaning = (name: string): Meaning => {
    const known = meanings.get(name) ?? meaningOf(name.trim(), prefix, stated);
    meanings.set(name, known);
    return known;
  };
  const runNamed = (run: string): Growing => {
    const known = runs.get(run) ?? { run, rows: boundedRows(byteLength), axes: new Map(), measures: new Map() };
    runs.set(run, known);
    return known;
  };

  /** Notes what a column is of, and says whether it is kept: not where there are too many. */
  const noted = <T>(of: Map<string, T>, name: string, is: T): boolean => {
    if (of.has(name)) return true;
    if (of.size < MAX_COLUMNS) of.set(name, is);
    else doubts.add(`more than ${MAX_COLUMNS} columns of losses, accuracies or epochs: the others are left out`);
    return of.has(name);
  };

  const row = (cells: Iterable<readonly [string, Cell]>, given = ""): void => {
    const axes: (Number & { readonly axis: LoggedAxis })[] = [];
    const measures: (Number & { readonly logged: Logged; readonly run: string })[] = [];
    let [metric, part, run]: (string | undefined)[] = [];
    let value: Cell;
    const measured = (name: string, cell: Cell, means: Extract<Meaning, { is: "measure" }>) => {
      const number = numberOf(cell);
      if (number === undefined) return;
      const logged = isPercent(cell) ? { ...means.logged, share: true as const } : means.logged;
      measures.push({ name, value: number, logged, run: means.run });
    };
    for (const [name, cell] of cells) {
      if (cell === undefined || cell === "") continue;
      if (name === SUMMARY) return;
      const means = meaning(name);
      switch (means.is) {
        case "axis": {
          const at = numberOf(cell);
          if (at !== undefined && Number.isFinite(at)) axes.push({ name, value: at, axis: means.axis });
          break;
        }
        case "measure":
          measured(name, cell, means);
          break;
        case "metric":
          metric ??= isWord(cell) ? cell : undefined;
          break;
        case "value":
          value ??= cell;
          break;
        case "part":
          part ??= isWord(cell) && isOfLogs(cell) ? cell : undefined;
          break;
        case "run":
          run ??= String(cell);
          break;
        case "unknown":
          if (unread.size < MAX_UNREAD && !unread.has(name) && numberOf(cell) !== undefined) unread.add(name);
          break;
        case "aside":
          break;
      }
    }
    if (metric !== undefined && value !== undefined) {
      const means = meaning(metric);
      if (means.is === "measure") measured(metric, value, means);
      else if (unread.size < MAX_UNREAD) unread.add(metric);
    }
    const of = (run !== undefined ? run : given) as string;
    const own = part === undefined ? measures : measures.map((one) => ofPart(part as string, one));
    const others = new Set(own.map((one) => one.run));
    if (others.size <= 1) {
      write(runNamed(own[0]?.run || of), axes, own);
      return;
    }
    for (const other of others) {
      write(
        runNamed(other || of),
        axes,
        own.filter((one) => one.run === other),
      );
    }
  };

  /** A measure whose name leaves open of which pairs it is, where the row says that. */
  const ofPart = <M extends Number & { readonly logged: Logged }>(part: string, one: M): M => {
    if (one.logged.stated) return one;
    const name = `${part}_${one.name}`;
    const means = meaning(name);
    return means.is === "measure" ? { ...one, name, logged: means.logged } : one;
  };

  const write = (
    to: Growing,
    axes: readonly (Number & { readonly axis: LoggedAxis })[],
    measures: readonly (Number & { readonly logged: Logged })[],
  ): void => {
    to.rows.latest().add(
      axes.filter(({ name, axis }) => noted(to.axes, name, axis)),
      measures.filter(({ name, logged }) => noted(to.measures, name, logged)),
    );
    to.rows.settle(() => namesOf(to));
  };

  const columns = (names: readonly string[], given = ""): ((cells: readonly Cell[]) => void) => {
    if (names.includes(SUMMARY)) return () => {};
    const means = names.map(meaning);
    const plain = means.every((one) => !("run" in one && one.run !== "") && !BY_ROW.has(one.is));
    if (!plain || new Set(names).size < names.length) return (cells) => row(named(names, cells), given);
    const to = runNamed(given);
    for (const [i, one] of means.entries()) {
      if (one.is === "axis") noted(to.axes, names[i] as string, one.axis);
      if (one.is === "measure") noted(to.measures, names[i] as string, one.logged);
    }
    const used = names.flatMap((name, i) => (to.axes.has(name) || to.measures.has(name) ? [i] : []));
    const all = () => namesOf(to);
    const usedNames = used.map((i) => names[i] as string);
    const numbers: (number | undefined)[] = [];
    /** Whether a column that is not understood has not shown what it holds yet; one of numbers is listed. */
    const isUnlooked = (name: string, cell: Cell) => {
      const number = numberOf(cell);
      if (number !== undefined) unread.add(name);
      return number === undefined && cell === "";
    };
    let unlooked = means.flatMap((one, i) => (one.is === "unknown" ? [i] : []));
    let first = true;
    return (cells) => {
      for (const i of first ? used : []) {
        const logged = to.measures.get(names[i] as string);
        if (logged && isPercent(cells[i])) to.measures.set(names[i] as string, { ...logged, share: true });
      }
      first = false;
      if (unlooked.length > 0) unlooked = unlooked.filter((i) => isUnlooked(names[i] as string, cells[i]));
      for (let k = 0; k < used.length; k++) numbers[k] = numberOf(cells[used[k] as number]);
      to.rows.latest().addNumbers(usedNames, numbers);
      to.rows.settle(all);
    };
  };

  return {
    row,
    columns,
    isMeasure: (name) => meaning(name).is === "measure",
    // Of several runs in one log the first one's are kept: what differs between them is no fact of all.
    setting: (name, entry) => {
      if (!settings.has(name)) settings.set(name, entry);
    },
    doubt: (words) => doubts.add(words),
    runs: () =>
      [...runs.values()].map((one) => ({
        ...one,
        ...one.rows.all(namesOf(one)),
        measures: ofFile(one.measures, prefix),
      })),
    settings,
    get doubts() {
      return [...doubts];
    },
    get unread() {
      return [...unread];
    },
  };
}

/** Where no name says of which pairs a measure is, the name of the file does, or of its folder. */
function ofFile(measures: ReadonlyMap<string, Logged>, prefix: string): ReadonlyMap<string, Logged> {
  if (prefix === "" || [...measures.values()].some(({ stated }) => stated)) return measures;
  return new Map([...measures].map(([name, logged]) => [name, loggedAs(`${prefix} ${name}`) ?? logged]));
}

function namesOf({ axes, measures }: Pick<Growing, "axes" | "measures">) {
  return { axes: [...axes.keys()], measures: [...measures.keys()] };
}

/** The cells of a row by name: of two columns of one name the second fills the gaps of the first. */
function* named(names: readonly string[], cells: readonly Cell[]): Generator<readonly [string, Cell]> {
  const seen = new Set<string>();
  for (const [i, name] of names.entries()) {
    const cell = cells[i];
    if (seen.has(name) || cell === undefined || (typeof cell === "string" && cell.trim() === "")) continue;
    seen.add(name);
    yield [name, cell];
  }
}

function isPercent(cell: Cell): boolean {
  return typeof cell === "string" && cell.trimEnd().endsWith("%");
}

function isWord(cell: Cell): cell is string {
  return typeof cell === "string" && /[a-z]/i.test(cell);
}
