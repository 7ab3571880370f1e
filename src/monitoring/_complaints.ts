import type { EventOf } from "./events.ts";

type Problem = EventOf<"problem">;

/** What stands in the way, said once where it stays. */
export interface Complaints {
  /** All that does now: what does no longer is forgotten. `as` tells a file that has changed since from what it was. */
  readonly note: (problems: readonly Problem[], as?: (problem: Problem) => string | undefined) => void;
  /** Those that have stayed for so many milliseconds, and were not said. */
  readonly said: (after: number) => readonly Problem[];
}

/** No complaints. */
export function noComplaints(): Complaints {
  const pending = new Map<string, { readonly since: number; readonly problem: Problem; said: boolean }>();
  return {
    note: (problems, as = () => undefined) => {
      const now = performance.now();
      const keys = problems.map((problem) => JSON.stringify([problem, as(problem)]));
      for (const key of pending.keys()) if (!keys.includes(key)) pending.delete(key);
      for (const [i, problem] of problems.entries())
        if (!pending.has(keys[i])) pending.set(keys[i], { since: now, problem, said: false });
    },
    said: (after) =>
      [...pending.values()].flatMap((one) => {
        if (one.said || performance.now() - one.since < after) return [];
        one.said = true;
        return [one.problem];
      }),
  };
}
