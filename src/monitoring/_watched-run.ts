import { join } from "node:path";
import { GrokError, SeveralRunsError, UsageError } from "../errors.ts";
import { stampOf } from "../formats/_sources.ts";
import { readMemory } from "../logs/_memory.ts";
import { heldOutSets, type MeasuredAt, runCurves } from "../quantities/run-curves.ts";
import type { Curves } from "../quantities/training-phases.ts";
import type { OpenOptions } from "../runs/open.ts";
import type { LoggedCurve } from "../runs/run.ts";
import { type Survey, survey } from "../runs/survey.ts";
import { type Analysed, analysed } from "./_analysed.ts";
import { type Begin, beginsOf, claimsIn, isSameRun } from "./_claims.ts";
import { noComplaints } from "./_complaints.ts";
import { type Feed, feedOf } from "./_feed.ts";
import type { AlertName } from "./alerts.ts";
import type { EventOf, ProblemName, Standing, WatchEvent } from "./events.ts";
import { isSame, lastWritten, type Stamps, stampsAt } from "./follow.ts";

/** How a run is read and analysed while it is watched. */
export interface WatchedRunSettings {
  readonly reading: OpenOptions;
  readonly learnt?: number;
  readonly threads?: number;
  /** The alerts that there are. */
  readonly on: readonly AlertName[];
  /** Whether alerts are sent to a command or a webhook. */
  readonly sends: boolean;
  readonly signal: AbortSignal;
  /** Paths that are no part of any run: where results go. */
  readonly leaveOut: (path: string) => boolean;
  /** Called with the folder of results once they are written, before the next look at the run. */
  readonly onResults?: (results: string) => Promise<void> | void;
}

/** Where a run lies, and what it is called. */
export interface WatchedPlace {
  readonly path: string;
  readonly name: string;
  readonly results: string;
}

/** A run that is looked at again and again. */
export interface WatchedRun {
  readonly place: WatchedPlace;
  /** What the last look that could read it found; undefined before that, and where the path is gone. */
  readonly found: () => Survey | undefined;
  /** When the latest of its files was written, in milliseconds since 1970; null where nothing lies there. */
  readonly written: () => number | null;
  /** What is new. Throws a SeveralRunsError where the path holds more than one run. */
  readonly look: () => readonly WatchEvent[];
  /** Whether there are checkpoints, or rows of a log, that no result is of yet, and it is time for them. */
  readonly isDue: () => boolean;
  /** Analyses what there is, and hands over what is new as it is known. */
  readonly analyse: (put: (events: readonly WatchEvent[]) => void) => Promise<void>;
  /** Says of what cannot be read that it cannot, though it may still be written. */
  readonly complain: () => readonly WatchEvent[];
}

/** Milliseconds for which what cannot be read stays as it is before that is said: it may be half written. */
const PATIENCE = 3000;
/** Results of a log alone are made anew after so many milliseconds, and so many times as long as it took, at least. */
const PAUSE = 5000;
const TIMES = 9;

/** One of the runs of a log. */
interface Subject {
  readonly feed: Feed;
  begins: readonly Begin[];
  readonly told: Set<string>;
  state: string | undefined;
}

/** Follows the run at a place. */
export function watchedRun(place: WatchedPlace, settings: WatchedRunSettings): WatchedRun {
  const memory = readMemory();
  const reading: OpenOptions = { ...settings.reading, memory };
  const subjects = new Map<string, Subject>();
  /** What of the files cannot be read, and what of the results cannot be had: the latter may be said at once. */
  const [unread, unwritten] = [noComplaints(), noComplaints()];
  const complaints = (after: number): readonly WatchEvent[] => [...unread.said(after), ...unwritten.said(after)];
  let stamps: Stamps | undefined;
  let there: boolean | undefined;
  let found: Survey | undefined;
  let results: Analysed | undefined;
  let rows: readonly MeasuredAt[] = [];
  let stale = false;
  let failed = false;
  let next = 0;

  const problem = (name: ProblemName, file: string, detail: string | null = null, series = ""): EventOf<"problem"> => ({
    kind: "problem",
    run: place.name,
    series,
    problem: name,
    file,
    detail,
  });

  const subjectOf = (series: string, history: readonly LoggedCurve[], begins: readonly Begin[]): Subject => {
    const known = subjects.get(series);
    if (known && isSameRun(known.begins, begins)) {
      known.begins = begins;
      return known;
    }
    const axis = history.find((curve) => curve.series === series)?.axis;
    const feed = feedOf({
      ...(settings.learnt === undefined ? {} : { learnt: settings.learnt }),
      ...(axis ? { axis } : {}),
    });
    const made: Subject = { feed, begins, told: new Set(), state: undefined };
    subjects.set(series, made);
    return made;
  };

  /** What the curves tell that is new; `replaced` where it was said already that files are others. */
  function* news(replaced = false): Generator<WatchEvent> {
    const history = found?.history ?? [];
    for (const series of new Set([...history.map((one) => one.series), ...(rows.length > 0 ? [""] : [])])) {
      const own = history.filter((curve) => curve.series === series);
      const measured: readonly MeasuredAt[] = series === "" ? rows : [];
      const curves = runCurves(measured, own, heldOutSets(own)[0]);
      if (curves.epochs.length === 0) continue;
      const before = subjects.get(series);
      const subject = subjectOf(series, history, beginsOf(own, measured));
      if (before && subject !== before && !replaced) yield problem("begun anew", place.path, null, series);
      yield* told(series, subject, curves);
    }
  }

  function* told(series: string, subject: Subject, curves: Curves): Generator<WatchEvent> {
    const run = place.name;
    const { rows: count, latest, alerts, fellBackTo } = subject.feed.feed(curves);
    if (fellBackTo !== undefined) yield problem("fell back", place.path, String(fellBackTo), series);
    if (!latest) return;
    const monitor = subject.feed.monitor();
    const standing: Standing = { state: monitor.state, forecast: monitor.forecast(), advice: monitor.advice() };
    yield { kind: "row", run, series, row: latest, rows: count, curves, ...standing };
    for (const alert of alerts) {
      if (subject.told.has(alert.alert) || !settings.on.includes(alert.alert)) continue;
      subject.told.add(alert.alert);
      let first = true;
      try {
        first = claimsIn(join(place.results, "alerts"), place.path, series, settings.sends ? "sent" : "shown").claim(
          alert,
          subject.begins,
        );
      } catch (error) {
        yield problem("claim", place.results, (error as Error).message, series);
      }
      yield { kind: "alert", run, series, alert, before: !first };
    }
    if (standing.state.state !== subject.state) {
      subject.state = standing.state.state;
      yield { kind: "state", run, series, ...standing };
    }
  }

  return {
    place,
    found: () => found,
    written: () => (stamps ? lastWritten(stamps) : null),
    look: () => {
      const now = stampsAt(place.path, settings.leaveOut);
      const events: WatchEvent[] = [];
      if (!now) {
        if (there !== false) events.push(problem(there === undefined ? "absent" : "gone", place.path));
        there = false;
        stamps = undefined;
        // What comes back may be another run.
        found = undefined;
        rows = [];
        return events;
      }
      if (there === false) events.push(problem("back", place.path));
      there = true;
      if (stamps && isSame(stamps, now)) return [...events, ...complaints(PATIENCE)];
      stamps = now;
      try {
        const seen = survey(place.path, reading);
        const halfWritten = seen.unreadable.map(({ file, reason }) =>
          problem("unreadable", join(seen.at, file), reason),
        );
        unread.note(halfWritten, ({ file }) => stamps?.get(file));
        const replaced = memory.replaced();
        events.push(...replaced.map(({ file, how }) => problem(how, file)));
        // A log that is just written anew is not taken for one that has lost its rows.
        const shrunk = seen.unreadable.length > 0 && seen.history.length < (found?.history.length ?? 0);
        if (!shrunk) {
          memory.settle();
          found = seen;
          stale = true;
          events.push(...news(replaced.length > 0));
        }
      } catch (error) {
        // What was asked wrongly gets no better with time.
        if (error instanceof SeveralRunsError || error instanceof UsageError || !(error instanceof GrokError))
          throw error;
        unread.note([problem("not a run", error.where, error.messageAt(error.where))]);
      }
      return [...events, ...complaints(PATIENCE)];
    },
    isDue: () => {
      if (!stale || !found) return false;
      if (failed) return performance.now() >= next;
      const analysedFiles = results?.files;
      const newer = found.checkpoints.some(({ file }) => analysedFiles?.get(file) !== stamps?.get(file));
      return newer || performance.now() >= next;
    },
    analyse: async (put) => {
      const start = performance.now();
      stale = false;
      const files = new Map(found?.checkpoints.map(({ file }) => [file, stamps?.get(file) ?? ""]));
      try {
        const { epochs, problems, written, ...made } = await analysed(
          place,
          reading,
          files,
          results,
          settings,
          (early) => {
            rows = early;
            put([...news()]);
          },
        );
        rows = made.rows;
        unwritten.note(problems.map(({ name, file, detail }) => problem(name, file, detail)));
        put(unwritten.said(0));
        results = made;
        failed = !written;
        stale ||= failed;
        put(epochs.map((one) => ({ kind: "checkpoint", run: place.name, series: "", ...one, results: made.folder })));
        put([...news()]);
      } catch (error) {
        if (!(error instanceof GrokError)) throw error;
        stale = true;
        // Of a file that was written meanwhile the next look says what it has.
        failed = ![...files].some(([file, stamp]) => isOf(error, file) && stamp !== "" && stampOf(file) !== stamp);
        if (failed && !settings.signal.aborted)
          unwritten.note([problem("results", error.where, error.messageAt(error.where))]);
      }
      next = performance.now() + Math.max(PAUSE, TIMES * (performance.now() - start));
    },
    complain: () => complaints(0),
  };
}

/** Whether an error is of a file, or of a place in it. */
function isOf({ where }: GrokError, file: string): boolean {
  return where === file || where.startsWith(`${file}: `);
}
