import { writeReport } from "../report/write-report.ts";
import { type Analysis, storedAnalysis } from "../results/analysis.ts";

/** A report that is kept current. */
export interface LiveReport {
  /** Writes it with the newest results of one more folder. */
  readonly update: (results: string) => Promise<void>;
  /** Writes it a last time, as a page that no longer reloads itself. */
  readonly end: () => Promise<void>;
}

/** Seconds between two times that the page reloads itself. */
const RELOAD = 10;

/** A report on whichever runs are watched, by their folders of results. */
export function liveReport(file: string): LiveReport {
  const folders = new Set<string>();
  const analyses = (): readonly Analysis[] => [...folders].map((folder) => storedAnalysis(folder));
  let before: Promise<unknown> = Promise.resolve();
  return {
    update: async (results) => {
      folders.add(results);
      // One after the other: an older page never takes the place of a newer one.
      const written = before.then(() => writeReport(analyses(), file, { reload: RELOAD }));
      before = written.catch(() => {});
      await written;
    },
    end: async () => {
      if (folders.size > 0) await writeReport(analyses(), file);
    },
  };
}
