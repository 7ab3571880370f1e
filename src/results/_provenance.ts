import { digest } from "../runs/_digest.ts";
import type { Checkpoint, Run } from "../runs/run.ts";
import { counts } from "../tasks/_splits.ts";
import { version } from "../version.ts";
import type { Provenance } from "./result.ts";

/** Where a result about this run comes from. */
export function provenance(run: Run, backend: string | null): Provenance {
  const task = run.network?.task;
  const split = run.network?.split;
  return {
    grokAnalyze: version,
    run: run.name,
    formats: run.formats,
    layout: run.layout ?? null,
    task: task ? { name: task.name, p: task.p, formula: task.formula } : null,
    split: split ? { origin: split.origin, ...counts(split) } : null,
    backend,
    checkpoints: run.checkpoints.map((checkpoint) => ({ epoch: checkpoint.epoch, digest: digestOf(checkpoint) })),
    evidence: run.evidence,
    contradictions: run.contradictions,
    finite: run.finite,
    doubts: run.doubts,
    skipped: run.skipped,
  };
}

const known = new WeakMap<Checkpoint, string>();

/** A checkpoint's digest, computed once: where the file stores no checksum every weight is read for it. */
export function digestOf(checkpoint: Checkpoint): string {
  const found = known.get(checkpoint) ?? digest(checkpoint);
  known.set(checkpoint, found);
  return found;
}
