import { join } from "pathe";
import { GrokError, InterruptedError, SeveralRunsError, UsageError } from "../errors.ts";

/**
 * What `use` makes of each of these runs, one after the other; a run that turns out to be several, of each of those. Of one
 * that ends in a GrokError what `failed` makes of it; an interruption, or an option that no run can have, ends all.
 */
export async function ofEachRun<T>(
  runs: readonly string[],
  use: (run: string) => Promise<T>,
  failed: (run: string, error: GrokError) => T,
): Promise<readonly T[]> {
  const made: T[] = [];
  for (const run of runs) {
    try {
      made.push(await use(run));
    } catch (error) {
      if (error instanceof InterruptedError || error instanceof UsageError || !(error instanceof GrokError))
        throw error;
      if (error instanceof SeveralRunsError) {
        const within = error.runs.map((one) => join(run, one));
        made.push(...(await ofEachRun(within, use, failed)));
      } else made.push(failed(run, error));
    }
  }
  return made;
}
