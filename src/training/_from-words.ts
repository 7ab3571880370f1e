import { createHash } from "node:crypto";
import type { TrainingState } from "./_state.ts";

/** What a configuration's `from` says of a state: its weights' digest, and its epoch. */
export function fromWords({ weights, epoch }: Pick<TrainingState, "weights" | "epoch">): string {
  return `${createHash("sha256").update(weights).digest("hex").slice(0, 16)}@${epoch}`;
}
