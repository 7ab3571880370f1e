import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { checkArguments } from "../arguments.ts";
import { analysisFolderOf } from "../results/analysis.ts";
import type { OpenOptions } from "../runs/open.ts";
import { namesApart } from "./_names-apart.ts";
import { checkedNotices, type Notices, notified } from "./_notify.ts";
import { runsAt } from "./_runs-at.ts";
import type { WatchedPlace, WatchedRun } from "./_watched-run.ts";
import { ALERTS, type AlertName } from "./alerts.ts";
import type { EventOf, WatchEvent } from "./events.ts";
import { leftOut } from "./follow.ts";

/** How runs are watched. */
export interface WatchSettings extends Notices {
  /** Seconds between looks; 1 unless given. Looks that take longer are farther apart. */
  readonly every?: number;
  /** Looks at what there is, and ends. */
  readonly once?: boolean;
  /** Ends after the first event for which it holds. */
  readonly until?: (event: WatchEvent) => boolean;
  /** Ends after so many seconds. */
  readonly seconds?: number;
  /** Which alerts there are; all unless given. */
  readonly on?: readonly AlertName[];
  /** The folder of results; else `<run>-analysis`. Of several paths each has its own in it. */
  readonly out?: string;
  /** What the files do not say of the runs. */
  readonly reading?: Omit<OpenOptions, "memory" | "onSearch">;
  /** The accuracy from which a set counts as learnt, a share. */
  readonly learnt?: number;
  readonly threads?: number;
  /** Ends the watch; analyses in hand are dropped, alerts that are being sent have ten seconds. */
  readonly signal?: AbortSignal;
  /** Called with a run's folder of results each time that they are written. */
  readonly onResults?: (results: string) => Promise<void> | void;
  /** Files that are no part of a run though they lie in its folder, as a report. */
  readonly leaveOut?: readonly string[];
}

/** Looks take no more than one part of so many of the time. */
const SHARE = 5;
/** Milliseconds for which the end waits for commands and webhooks. */
const LAST_WORDS = 10_000;
/** No timer waits longer. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

/**
 * Follows runs while they are trained, by looking at their files again and again: logs of any format, and checkpoints, which
 * are analysed as they come. Ends where the settings say so, or where whoever takes the events stops. An alert is told once
 * for each run, also by later watches of it: that is noted in the folder of results. Throws a UsageError where a setting has
 * a value that it cannot have; what is wrong with files is an event.
 */
export async function* watch(paths: readonly string[], settings: WatchSettings = {}): AsyncGenerator<WatchEvent> {
  checkArguments("watch", { paths, settings });
  const { every = 1, once = false, seconds, on = ALERTS, out, signal } = settings;
  checkedNotices(settings);
  const [abort, sending] = [new AbortController(), new AbortController()];
  const stop = () => abort.abort();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const begun = performance.now();
  const { run, ...reading } = settings.reading ?? {};
  // A path that is given twice is watched once.
  const distinct = paths.filter((path, i) => paths.findIndex((one) => resolve(one) === resolve(path)) === i);
  const folders = namesApart(distinct).map(analysisFolderOf);
  const places = distinct.map((path, i): WatchedPlace => {
    const own = folders[i];
    const results = out === undefined ? own : distinct.length === 1 ? out : join(out, own);
    if (run === undefined) return { path, name: path, results };
    return { path: join(path, run), name: join(path, run), results: join(results, run) };
  });
  const apart = [...places.map(({ results }) => results), ...(settings.leaveOut ?? [])];
  const runSettings = {
    reading,
    ...(settings.learnt === undefined ? {} : { learnt: settings.learnt }),
    ...(settings.threads === undefined ? {} : { threads: settings.threads }),
    ...(settings.onResults === undefined ? {} : { onResults: settings.onResults }),
    on,
    sends: settings.exec !== undefined || settings.webhook !== undefined,
    signal: abort.signal,
    leaveOut: leftOut(apart),
  };
  const queue: WatchEvent[] = [];
  const working = new Map<WatchedRun, Promise<void>>();
  const notices = new Map<Promise<void>, EventOf<"alert">>();
  let wake = new AbortController();
  const put = (events: readonly WatchEvent[]) => {
    queue.push(...events);
    wake.abort();
  };
  let failure: { readonly error: unknown } | undefined;
  const failed = (error: unknown) => {
    failure ??= { error };
    wake.abort();
  };
  const begin = (run: WatchedRun) => {
    const work = run.analyse(put).catch(failed);
    working.set(run, work);
    work.then(() => working.delete(run));
  };
  const tell = (event: EventOf<"alert">) => {
    const told = notified(event, settings, sending.signal).then(put, failed);
    notices.set(told, event);
    told.then(() => notices.delete(told));
  };
  /** An alert is noted as told before it is sent: what is on its way has its time. */
  const lastWords = async () => {
    if (!sending.signal.aborted)
      await Promise.race([Promise.all(notices.keys()), setTimeout(LAST_WORDS, undefined, { ref: false })]);
  };
  let before = 0;
  let reached = false;
  let by: EventOf<"end">["by"] = once ? "once" : "stopped";
  /** What is handed on; alerts are sent where they are to be, those too that come with what was waited for. */
  function* taken(): Generator<WatchEvent> {
    for (let event = queue.shift(); event; event = queue.shift()) {
      if (event.kind === "alert" && !event.before) tell(event);
      reached ||= settings.until?.(event) ?? false;
      yield event;
    }
    if (failure) throw failure.error;
  }
  const watched = places.map((place) => runsAt(place, runSettings));
  try {
    while (!abort.signal.aborted && !reached) {
      const start = performance.now();
      for (const at of watched) {
        for (const { events } of at.looks()) put(events);
        for (const run of at.runs()) if (!working.has(run) && run.isDue()) begin(run);
        yield* taken();
      }
      if (once) {
        while (working.size > 0) {
          await Promise.all(working.values());
          yield* taken();
        }
        for (const { runs } of watched) for (const run of runs()) put(run.complain());
        yield* taken();
        break;
      }
      const took = performance.now() - start;
      const left = seconds === undefined ? Number.POSITIVE_INFINITY : 1000 * seconds - (performance.now() - begun);
      if (left <= 0) {
        by = "time";
        break;
      }
      // One long look may be the first, and of a log that is then read on from its end; two are of files that take long.
      const pause = Math.min(left, Math.max(1000 * every, (SHARE - 1) * Math.min(took, before)));
      before = took;
      const until = performance.now() + pause;
      // What comes meanwhile is handed on at once; the next look has its time.
      while (performance.now() < until && !abort.signal.aborted && !failure && !reached) {
        const rest = AbortSignal.any([wake.signal, abort.signal]);
        await setTimeout(Math.min(until - performance.now(), MOST_MILLISECONDS), undefined, { signal: rest }).catch(
          () => {},
        );
        wake = new AbortController();
        yield* taken();
      }
      yield* taken();
    }
    await lastWords();
    yield* taken();
    for (const { run, series, alert } of notices.values())
      yield { kind: "problem", run, series, problem: "unfinished", file: alert.alert, detail: null };
    yield { kind: "end", by: reached ? "until" : by };
  } finally {
    signal?.removeEventListener("abort", stop);
    await lastWords();
    sending.abort();
    stop();
    await Promise.allSettled(working.values());
  }
}
