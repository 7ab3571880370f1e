import { join } from "node:path";
import { type GrokError, SeveralRunsError } from "../errors.ts";
import { ofEachRun } from "../runs/each-run.ts";
import type { ReadingArguments } from "./_arguments.ts";

/** Where a run lies, and where its results go. */
export interface Place {
  readonly path: string;
  /** What it is called within the folder that was given; undefined where it is what was given. */
  readonly name: string | undefined;
  readonly results: string;
}

/** The place of what was given: with `--run` that run within it, and its results within those of the whole. */
export function placeOf(path: string, { run }: Pick<ReadingArguments, "run">, results: string): Place {
  const whole = { path, name: undefined, results };
  return run === undefined ? whole : within(whole, run);
}

/**
 * What `use` makes of the run at a place, or of every run there where it holds several; of one that fails what `failed` makes.
 * `several` is called before any of several is used, and may throw.
 */
export async function atEach<T>(
  place: Place,
  use: (place: Place) => Promise<T>,
  failed: (place: Place, error: GrokError) => T,
  several: () => void = () => undefined,
): Promise<readonly T[]> {
  try {
    return [await use(place)];
  } catch (error) {
    if (!(error instanceof SeveralRunsError)) throw error;
    several();
    return ofEachRun(
      error.runs,
      (run) => use(within(place, run)),
      (run, reason) => failed(within(place, run), reason),
    );
  }
}

function within({ path, name = "", results }: Place, run: string): Place {
  return { path: join(path, run), name: join(name, run), results: join(results, run) };
}
