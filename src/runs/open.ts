import { basename, join, relative, resolve } from "pathe";
import { checkArguments } from "../arguments.ts";
import { type BackendName, startBackend } from "../engine/backend.ts";
import { GrokError, LayoutError, RunError, SeveralRunsError, UsageError } from "../errors.ts";
import { parsedJsonText } from "../formats/_json.ts";
import { readText } from "../formats/_sources.ts";
import type { Facts } from "../layouts/_facts.ts";
import { readingsOf } from "../layouts/_read.ts";
import type { ReadMemory } from "../logs/_memory.ts";
import type { ReadOptions } from "../logs/_read.ts";
import { statedColumns } from "../logs/curves/meaning.ts";
import { type Files, filesAt } from "./_files.ts";
import type { Gathered } from "./_gathered.ts";
import { history } from "./_history.ts";
import { inferredFromCheckpoints } from "./_inferred-split.ts";
import { ownMoments } from "./_own-moments.ts";
import { type Reread, resolution } from "./_resolve.ts";
import { gathered } from "./_snapshots.ts";
import { taskCandidates } from "./_tasks.ts";
import type { Checkpoint, LoggedCurve, Run } from "./run.ts";

/** What a user may state where the files do not; each undefined one is inferred, and said in the run's evidence. */
export interface OpenOptions {
  /** An operation's name, or the path of a JSON file with a composition table. */
  readonly task?: string;
  readonly p?: number;
  readonly layout?: string;
  /** Path of a JSON file that gives tensors their roles. */
  readonly map?: string;
  readonly backend?: BackendName;
  /** Of a path that holds several runs the one of this path within it, as a SeveralRunsError names it. */
  readonly run?: string;
  /** What the columns of its logs are, as `test_accuracy=val/top1,epoch=1`, where their names do not say it. */
  readonly columns?: string;
  /** A regular expression with named groups: what a line of printed text logs, e.g. `(?<step>\\d+): (?<test_loss>\\S+)`. */
  readonly pattern?: string;
  /** Throws where the weights are of no network that is known, though a log would say something too; or leaves them out. */
  readonly weights?: "required" | "left out";
  /** Throws a RunError where something speaks against how the files were read, such as a stored loss that is missed. */
  readonly strict?: boolean;
  /** Called while readings of the tensors, or seeds of the split, are tried, with how far that is. */
  readonly onSearch?: (words: string) => void;
  /** What earlier readings of the path kept, so that only what has changed is read. */
  readonly memory?: ReadMemory;
}

/**
 * The run at a path: a folder of checkpoints, one file with one or many, or a file of loss curves. Reads structure, not
 * weights, but for the last checkpoint's, which decide what the files leave open. Throws a GrokError that says what does
 * not fit.
 */
export async function openRun(from: string, options: OpenOptions = {}): Promise<Run> {
  checkArguments("openRun", { path: from, options });
  const logOptions = readOptions(options);
  const files = filesAt(options.run === undefined ? from : join(from, options.run), logOptions);
  const path = files.at;
  const found = attempt(from, path, () => gathered(path, files, logOptions));
  const common = {
    path: resolve(path),
    name: basename(resolve(path)),
    formats: formatsOf(files, found),
    history: history(found),
    settings: Object.fromEntries([...found.config].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    unread: found.unread,
    skipped: found.skipped,
  };
  if (found.snapshots.length === 0) {
    const damaged = files.damaged.map(({ file, reason }) => `${file} ${reason}`);
    if (found.curves.length > 0)
      return curvesOnly(
        common,
        found,
        damaged.length > 0 ? `holds no readable weights: ${damaged.join("; ")}` : undefined,
      );
    throw new RunError(
      path,
      `holds no weights: ${found.skipped.map(({ file, reason }) => `${file} ${reason}`).join("; ")}`,
      "give a checkpoint, or a folder of them",
    );
  }
  if (options.weights === "left out") {
    if (common.history.length > 0) return curvesOnly(common, found);
    throw new RunError(path, "has checkpoints, and no losses or accuracies beside them", "analyze it");
  }
  await startBackend(options.backend);
  try {
    return withWeights(path, common, found, options);
  } catch (error) {
    // What the user states is held to; else a log says something even where its weights do not.
    const stated = [options.task, options.layout, options.map, options.p, options.strict, options.weights].some(
      (one) => one !== undefined,
    );
    if (stated || !(error instanceof LayoutError) || !found.curves.some(({ values }) => values.length > 1)) throw error;
    return curvesOnly(common, found, `its weights are left out: ${error.message}`);
  }
}

/** A log may go so many times as far as the checkpoints, and count what they do. */
const FARTHER = 2;

/** What is not known of a log that counts steps, where these end far beyond the checkpoints' epochs. */
function otherAxis(history: readonly LoggedCurve[], last: number): readonly string[] {
  const far = history.find(({ axis, epochs }) => axis !== "epoch" && (epochs[epochs.length - 1] ?? 0) > FARTHER * last);
  if (!far || last === 0) return [];
  const end = far.epochs[far.epochs.length - 1];
  return [`the log counts ${far.axis}s to ${end}, the checkpoints end at ${last}: they are taken to count the same`];
}

type Common = Pick<Run, "path" | "name" | "formats" | "history" | "settings" | "unread" | "skipped">;

function withWeights(path: string, common: Common, found: Gathered, options: OpenOptions): Run {
  const last = found.snapshots.at(-1) as Gathered["snapshots"][number];
  const rows = found.split?.train;
  const facts: Facts = {
    config: found.config,
    ...(options.p === undefined ? {} : { p: options.p }),
    ...(rows?.as === "pairs" && rows.row ? { tokens: rows.row } : {}),
  };
  const where = join(path, last.file === basename(path) ? "" : last.file);
  const { layout, readings, reread } = readingsOf(where, last.state, facts, {
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    ...(options.map === undefined ? {} : { map: { path: options.map, json: parsedMap(options.map) } }),
  });
  const tasks = taskCandidates(where, options, facts);
  const weightsOf: Reread = (snapshot, reading) =>
    snapshot === last ? reading.weights : reread(snapshot.state, readings.indexOf(reading));
  const decided = resolution(
    where,
    { state: last.state, readings, reread: weightsOf, onSearch: options.onSearch },
    tasks,
    facts,
    found,
  );
  if (options.strict && decided.contradictions.length > 0)
    throw new RunError(
      where,
      `doubt: ${decided.contradictions[0]}`,
      "leave --strict out to see the numbers none the less",
    );
  const checkpoints = found.snapshots.map((snapshot): Checkpoint => {
    const { epoch, file, losses, optimiser = ownMoments(path, found.config, epoch) } = snapshot;
    const weights = weightsOf(snapshot, decided.reading);
    return { epoch, file, weights, stored: losses, ...(optimiser === undefined ? {} : { optimiser }) };
  });
  const { architecture } = decided.reading;
  const split = decided.split ?? inferredFromCheckpoints(architecture, decided.task, checkpoints);
  const inference = split
    ? split.kind === "inferred"
      ? [`the split is ${split.origin}: a few pairs may be on the wrong side`]
      : []
    : ["which pairs were trained on is not known: only measures over all pairs are given"];
  return {
    ...common,
    layout,
    network: { architecture, task: decided.task, split },
    checkpoints,
    evidence: decided.evidence,
    contradictions: decided.contradictions,
    finite: decided.finite,
    doubts: [
      ...decided.contradictions,
      ...found.doubts,
      ...otherAxis(common.history, last.epoch),
      ...decided.doubts,
      ...inference,
    ],
  };
}

/** What `read` makes of a path; the runs that it may find there are named from where the user looked. */
function attempt<T>(from: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SeveralRunsError)) throw error;
    const runs = error.runs.map((run) => join(relative(from, path), run));
    throw new SeveralRunsError(path, error.problem, runs);
  }
}

/** Of the files that hold weights or curves; of side-cars where there is nothing else. */
function formatsOf({ readable, sidecars }: Files, { skipped }: Gathered): readonly string[] {
  const used = readable.filter(({ file }) => !skipped.some((skip) => skip.file === file));
  const names = readable.length > 0 ? used.map(({ format }) => format) : sidecars.map(({ says }) => says.format);
  return [...new Set(names)];
}

function parsedMap(path: string): unknown {
  try {
    return parsedJsonText(readText(path), path);
  } catch (cause) {
    const why = cause instanceof GrokError ? cause.problem : (cause as Error).message;
    throw new UsageError(
      "--map",
      `"${path}" is not a readable JSON file: ${why.replace(/\s+/g, " ")}`,
      "docs/reading.md has its form",
      { cause },
    );
  }
}

function curvesOnly(common: Common, { doubts, curves }: Gathered, without?: string): Run {
  const rows = curves.filter(({ axis }) => axis === "row");
  const uneven = new Set(rows.map(({ values }) => values.length)).size > 1 || rows.length < curves.length;
  const numbered =
    rows.length === 0
      ? []
      : [
          "the log does not say its epochs: its values are numbered by row, from 0",
          ...(uneven ? ["what does not say its epochs is spread evenly, to end with the longest curve"] : []),
        ];
  const curvesBy = (axis: string) => curves.filter((curve) => curve.axis === axis).length;
  const axes = [...new Set(curves.flatMap(({ axis }) => (axis === "row" ? [] : [axis])))];
  // Numbers of different things are not held against each other: the curves of most are kept.
  const kept = axes.toSorted((a, b) => curvesBy(b) - curvesBy(a))[0];
  const mixed =
    axes.length > 1 ? [`some curves are logged by ${axes.join(", others by ")}: those by ${kept} alone are used`] : [];
  const contradictions = without === undefined ? [] : [without];
  return {
    ...common,
    history: axes.length > 1 ? common.history.filter(({ axis }) => axis === kept) : common.history,
    layout: undefined,
    network: undefined,
    checkpoints: [],
    evidence: [],
    contradictions,
    finite: true,
    doubts: [...contradictions, ...mixed, ...doubts, ...numbered],
  };
}

/** What is stated of logs. */
export function readOptions({ columns, pattern, memory }: OpenOptions): ReadOptions {
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(columns === undefined ? {} : { columns: statedColumns(columns) }),
    ...(pattern === undefined ? {} : { pattern: statedPattern(pattern) }),
  };
}

function statedPattern(pattern: string): RegExp {
  try {
    const expression = new RegExp(pattern, "i");
    if (/\(\?<[a-z]/i.test(pattern)) return expression;
  } catch (cause) {
    throw new UsageError("--pattern", `"${pattern}" is no regular expression: ${(cause as Error).message}`, "mend it", {
      cause,
    });
  }
  throw new UsageError(
    "--pattern",
    `"${pattern}" names no group`,
    "name what it finds, as in (?<epoch>\\d+): (?<train_loss>\\S+)",
  );
}
