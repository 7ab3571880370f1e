import { join } from "node:path";
import { GrokError, SeveralRunsError } from "../errors.ts";
import { survey } from "../runs/survey.ts";
import { type WatchedPlace, type WatchedRun, type WatchedRunSettings, watchedRun } from "./_watched-run.ts";
import type { WatchEvent } from "./events.ts";
import { stampsAt } from "./follow.ts";

/** The runs at a path: the one that it is, or those that it holds, also such as come later. */
export interface RunsAt {
  readonly runs: () => readonly WatchedRun[];
  /** Looks at each, one after the other, and tells what is new of it. */
  readonly looks: () => Generator<Look>;
}

/** What one look at a run found. */
export interface Look {
  readonly run: WatchedRun;
  readonly events: readonly WatchEvent[];
}

/** Follows whatever runs are at a place. */
export function runsAt(place: WatchedPlace, settings: WatchedRunSettings): RunsAt {
  let whole: WatchedRun | undefined = watchedRun(place, settings);
  const parts = new Map<string, RunsAt>();
  let names = "";
  const hold = (runs: readonly string[]) => {
    for (const run of runs) {
      const at = { path: join(place.path, run), name: join(place.name, run), results: join(place.results, run) };
      if (!parts.has(run)) parts.set(run, runsAt(at, settings));
    }
  };
  /** Looks for further runs where there are files that were not there before. */
  const lookAround = () => {
    const now = [...(stampsAt(place.path, settings.leaveOut)?.keys() ?? [])].join("\n");
    if (now === names) return;
    names = now;
    try {
      survey(place.path, settings.reading);
    } catch (error) {
      if (error instanceof SeveralRunsError) hold(error.runs);
      else if (!(error instanceof GrokError)) throw error;
    }
  };
  return {
    runs: () => (whole ? [whole] : [...parts.values()].flatMap((part) => part.runs())),
    *looks() {
      try {
        if (whole) {
          yield { run: whole, events: whole.look() };
          return;
        }
        lookAround();
      } catch (error) {
        if (!(error instanceof SeveralRunsError)) throw error;
        whole = undefined;
        hold(error.runs);
      }
      for (const part of parts.values()) yield* part.looks();
    },
  };
}
