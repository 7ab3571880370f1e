import { basename, join } from "pathe";
import { filesAt, NO_CHECKPOINT } from "./_files.ts";
import { history } from "./_history.ts";
import { gathered } from "./_snapshots.ts";
import { type OpenOptions, readOptions } from "./open.ts";
import type { LoggedCurve } from "./run.ts";

/** What lies at a path as far as it is told without any weight. */
export interface Survey {
  /** Where the run's files are. */
  readonly at: string;
  readonly history: readonly LoggedCurve[];
  /** Which checkpoints there are, by epoch. */
  readonly checkpoints: readonly { readonly epoch: number; readonly file: string }[];
  /** Checkpoints and logs that cannot be read, as those that are still written. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** Surveys a path, as `openRun` reads it. Throws a GrokError where it holds no run, a SeveralRunsError where several. */
export function survey(path: string, options: OpenOptions = {}): Survey {
  const reading = readOptions(options);
  const files = filesAt(path, reading);
  const found = gathered(files.at, files, reading);
  return {
    at: files.at,
    history: history(found),
    checkpoints: found.snapshots.map(({ epoch, file }) => ({
      epoch,
      file: file === basename(files.at) ? files.at : join(files.at, file),
    })),
    unreadable: files.skipped.filter(({ reason }) => reason !== NO_CHECKPOINT),
  };
}
