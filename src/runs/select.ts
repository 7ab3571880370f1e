import { checkArguments } from "../arguments.ts";
import { RunError } from "../errors.ts";
import type { Run } from "./run.ts";

/** Which checkpoints of a run to look at. */
export interface Selection {
  /** Every n-th, counted back from the last, which is always among them. */
  readonly every?: number;
  /** Those of these epochs, both ends included. */
  readonly epochs?: { readonly from: number; readonly to: number };
  /** The last alone. */
  readonly last?: boolean;
}

/** The run with fewer checkpoints. Throws a RunError if none is left. */
export function selected(run: Run, selection: Selection): Run {
  checkArguments("selected", { run, selection });
  const { every = 1, epochs, last } = selection;
  if (run.checkpoints.length === 0) return run;
  const within = run.checkpoints.filter(({ epoch }) => !epochs || (epoch >= epochs.from && epoch <= epochs.to));
  const [first, final] = [run.checkpoints[0], run.checkpoints[run.checkpoints.length - 1]];
  if (within.length === 0) {
    const wanted = `${epochs?.from}..${epochs?.to}`;
    throw new RunError(
      run.path,
      `no checkpoint in epochs ${wanted}`,
      `the run has epochs ${first.epoch} to ${final.epoch}`,
    );
  }
  const thinned = within.filter((_, i) => (within.length - 1 - i) % every === 0);
  return { ...run, checkpoints: last ? thinned.slice(-1) : thinned };
}
