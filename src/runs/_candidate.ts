import type { Reading } from "../layouts/_layout.ts";
import type { Activations } from "../networks/forward.ts";
import type { Split } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import type { Agreement } from "./_agreement.ts";

/** One reading with one task, and how it does at the last checkpoint. */
export interface Candidate {
  readonly reading: Reading;
  readonly task: Task;
  /** Share of all answered pairs that the network gets right. */
  readonly accuracy: number;
  /** Whether no other task is near that accuracy under this reading. */
  readonly evident: boolean;
  readonly finite: boolean;
  /** Its logits at the last checkpoint, where those of all readings together are small enough to be kept. */
  readonly logits?: Activations["logits"];
  readonly split: Split | undefined;
  readonly agreement: Agreement | undefined;
  /** Share of the training pairs that it gets right, where a stored list says which they are. */
  readonly trained: number | undefined;
}

/** Losses this near decide between readings and between tasks: a wrong one comes as near by chance where both are large. */
export const DECIDING = 0.02;

/** How far a candidate's losses are from the stored ones; infinite where none can be compared. */
export function errorOf({ agreement }: Pick<Candidate, "agreement">): number {
  return agreement?.error ?? Number.POSITIVE_INFINITY;
}
