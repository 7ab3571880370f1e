import type { Analyzer } from "#analyzers/_analyzer.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";

/** Small runs of more than one kind of network, and of group: not every analyzer can be asked of each. */
const WHOLE = ["fixtures/tiny", "fixtures/quadratic-mlp", "fixtures/layouts/universality-mlp"];

export function wholeRuns(): Promise<readonly Run[]> {
  return Promise.all(WHOLE.map((path) => openRun(path)));
}

/** The first of the runs that the analyzer applies to. */
export function runOf(runs: readonly Run[], { name, applies }: Analyzer): Run {
  const found = runs.find((run) => (applies?.(run) ?? true) === true);
  if (!found)
    throw new Error(`${name} applies to none of ${WHOLE.join(", ")}: add a small run that it can be asked of`);
  return found;
}
