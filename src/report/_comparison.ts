import { UsageError } from "../errors.ts";
import type { ComparisonData } from "../page/comparison/data.ts";
import { differingSettings, families, TASK } from "../page/comparison/families.ts";
import type { Analysis } from "../results/analysis.ts";
import { type ComparedRun, comparedRuns } from "./_compared.ts";
import { comparisonData } from "./_comparison-data.ts";
import { comparedInWords, type Unread } from "./_comparison-words.ts";
import type { PageContents } from "./_panel.ts";
import { type RunsTable, runsTable } from "./_runs-table.ts";

/** All that a page shows of many runs. */
export interface Comparison extends Pick<PageContents, "title" | "subtitle" | "verdict" | "skipped" | "provenance"> {
  /** Those of one family stand together. */
  readonly runs: readonly ComparedRun[];
  /** What the runs count in. */
  readonly axis: string;
  readonly table: RunsTable;
  readonly data: ComparisonData;
  readonly doubts: readonly string[];
}

export interface ComparisonSettings {
  /** Runs that could not be read. */
  readonly unread?: readonly Unread[];
  /** Where the page of its own lies that a run has, as an address from this page; undefined where it has none. */
  readonly addressOf?: (name: string) => string | undefined;
}

/** The report that sets several runs side by side. Throws a UsageError where none has been asked for its phases. */
export function comparison(analyses: readonly Analysis[], settings: ComparisonSettings = {}): Comparison {
  const runs = comparedRuns(analyses);
  if (runs.length === 0)
    throw new UsageError("report", "no run has results of phases, which are compared", "analyze them with phases");
  const compared = new Set(runs.map(({ source }) => source));
  const without = analyses.filter((analysis) => comparedRuns([analysis]).length === 0);
  const file = analyses.length === 1 ? ` of ${analyses[0].run}` : "";
  const made = comparisonOf(runs, `${runs.length} runs${file} compared`, settings);
  return {
    ...made,
    skipped: [...made.skipped, ...without.map(({ run }) => ({ what: run, reason: "its results have no phases" }))],
    doubts: [...compared].flatMap(({ name, doubts }) => doubts.map((doubt) => `${name}: ${doubt}`)),
  };
}

/** The page of runs, whatever they come from. */
export function comparisonOf(
  given: readonly ComparedRun[],
  title: string,
  { unread = [], addressOf = () => undefined }: ComparisonSettings = {},
): Comparison {
  const told = withTasks(given);
  const grouped = families(told);
  const runs = grouped.flatMap(({ members }) => members);
  const table = runsTable(runs);
  const axes = new Set(runs.map(({ phases }) => phases.axis));
  const addresses = runs.map(({ name }, i) => addressOf(name) ?? `#${anchorOf(i)}`);
  return {
    title,
    subtitle: subtitleOf(runs, grouped.length),
    verdict: comparedInWords(grouped, runs, unread),
    runs,
    axis: axes.size === 1 ? [...axes][0] : "epoch",
    table,
    data: comparisonData(runs, table.columns, addresses),
    skipped: unread.map(({ run, reason }) => ({ what: run, reason })),
    doubts: [],
    provenance: provenanceOf(runs),
  };
}

/** Where the page itself says what became of the nth run. */
export function anchorOf(i: number): string {
  return `run-${i + 1}`;
}

/** The runs with their task among their settings, where they have not one in common. */
function withTasks(runs: readonly ComparedRun[]): readonly ComparedRun[] {
  const tasks = new Set(runs.map(({ task }) => task));
  if (tasks.size < 2 || runs.some(({ settings }) => TASK in settings)) return runs;
  return runs.map((run) => (run.task === "" ? run : { ...run, settings: { [TASK]: run.task, ...run.settings } }));
}

function subtitleOf(runs: readonly ComparedRun[], families: number): string {
  const tasks = [...new Set(runs.map(({ task }) => task))].filter((task) => task !== "");
  const [task, ...others] = tasks;
  return [
    ...(task === undefined ? [] : [others.length === 0 ? task : `${tasks.length} tasks`]),
    ...(families < runs.length ? [`${families === 1 ? "one family" : `${families} families`} of runs`] : []),
  ].join(" · ");
}

function provenanceOf(runs: readonly ComparedRun[]): Comparison["provenance"] {
  const named = new Map<string, Set<string>>();
  for (const { source } of runs) {
    if (source.origin === "") continue;
    named.set(source.origin, (named.get(source.origin) ?? new Set()).add(source.name));
  }
  const origins = Array.from(named, ([value, names]) => ({
    label: names.size > MAX_NAMED ? `${names.size} runs` : [...names].join(", "),
    value,
  }));
  return [...origins, ...inCommon(runs)];
}

/** Of more runs that come from alike they are counted. */
const MAX_NAMED = 3;

/** The settings that all runs of known configuration state alike. */
function inCommon(runs: readonly ComparedRun[]): Comparison["provenance"] {
  const differing = differingSettings(runs);
  const known = runs.filter(({ settings }) => Object.keys(settings).length > 0);
  const alike = Object.entries(known[0]?.settings ?? {}).filter(
    ([name, value]) => !differing.includes(name) && known.every(({ settings }) => settings[name] === value),
  );
  if (alike.length === 0) return [];
  return [{ label: "in common", value: alike.map(([name, value]) => `${name} ${value}`).join(", ") }];
}
