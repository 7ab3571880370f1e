import { OWN_RUN } from "../layouts/_own-run.ts";
import type { Measure } from "../logs/curves/curve.ts";

const TRAIN: readonly Measure[] = ["train_loss", "train_accuracy"];
const ALL: readonly Measure[] = ["train_loss", "test_loss", "all_loss"];

/**
 * The measures that a run which `train` made logs of something else than the cross-entropy of the softmax on the right
 * answers of its split: of another loss, of wrong answers, of a part of the training pairs. Nothing is held against them.
 */
export function otherLosses(setting: (name: string) => unknown): ReadonlySet<Measure> {
  if (setting("format") !== OWN_RUN) return new Set();
  const { loss, corrupted, curriculum } = {
    loss: setting("loss") ?? "softmax",
    corrupted: setting("corrupted") ?? 0,
    curriculum: setting("curriculum") ?? "",
  };
  return new Set([...(loss === "softmax" ? [] : ALL), ...(corrupted === 0 && curriculum === "" ? [] : TRAIN)]);
}
