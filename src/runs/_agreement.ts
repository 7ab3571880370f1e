import type { Measure } from "../layouts/_curves.ts";
import type { Activations } from "../networks/forward.ts";
import type { Architecture } from "../networks/model.ts";
import { type LossConvention, lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import type { Gathered } from "./_gathered.ts";
import { storedAtEnd } from "./_history.ts";

/** How near a candidate's losses come to the stored ones. */
export interface Agreement {
  /** The largest of |ours / stored − 1| over the stored losses. */
  readonly error: number;
  readonly words: string;
}

/**
 * Stored losses count as reproduced within this share: a file may log them an update before its weights were saved,
 * which near the end of training moves them by a few per cent, while a wrong reading misses by factors.
 */
export const REPRODUCED = 0.1;

/** The conventions under which trainers log losses: over every logit or over the answers. */
export const CONVENTIONS: readonly LossConvention[] = [
  { over: "answers", dtype: "float64" },
  { over: "all", dtype: "float64" },
];

/** Holds the last checkpoint's losses against those stored for it; undefined where nothing comparable is stored. */
export function agreement(
  logits: Activations["logits"],
  architecture: Architecture,
  task: Task,
  split: Split | undefined,
  gathered: Gathered,
): Agreement | undefined {
  const stored = storedAtEnd(gathered);
  const parts: readonly (readonly [Measure, number | undefined])[] = [
    ...(split
      ? ([
          ["train_loss", TRAIN],
          ["test_loss", TEST],
        ] as const)
      : []),
    ["all_loss", undefined],
  ];
  const fits = CONVENTIONS.flatMap((convention) => {
    const losses = lossesOfPairs(logits, architecture, task, convention);
    const compared = parts.flatMap(([measure, part]) => {
      const theirs = stored[measure];
      if (theirs === undefined) return [];
      const ours = part === undefined ? meanOver(losses, task) : meanOver(losses, task, split, part);
      return [{ measure, ours, theirs, error: Math.abs(ours / theirs - 1) }];
    });
    if (compared.length === 0) return [];
    const worst = compared.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
    const [name, ours, theirs] = [
      worst.measure.replace("_", " "),
      worst.ours.toPrecision(5),
      worst.theirs.toPrecision(5),
    ];
    const error = Number.isNaN(worst.error) ? Number.POSITIVE_INFINITY : worst.error;
    return [{ error, words: `${name} of the last checkpoint ${ours}, stored ${theirs}` }];
  });
  return fits.length === 0 ? undefined : fits.reduce((a, b) => (b.error < a.error ? b : a));
}
