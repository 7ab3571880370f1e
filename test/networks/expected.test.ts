import { beforeAll, describe, expect, test } from "vitest";
import { forward, logitsOf } from "#networks/forward.js";
import { correctPairs, lossesOfPairs, meanOver } from "#networks/pair-losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Checkpoint, Network, Run } from "#runs/run.js";
import { TEST, TRAIN } from "#tasks/_split.js";
import { type ExpectedCheckpoint, expected, expectedRuns, stated } from "../_expected.ts";

/** Of a row's largest logit: sums of a hundred float32 terms, of which each rounds to 6e-8. */
const LOGIT = 3e-6;
/** A logit that is off by 2e-5 changes a small loss by that share. */
const LOSS = 5e-5;

describe.each(expectedRuns)("%s", (name) => {
  const { path, checkpoints } = expected(name);
  let run: Run;
  beforeAll(async () => {
    run = await openRun(`fixtures/${path}`, stated(name));
  });

  test("has every checkpoint, under its epoch", () => {
    const ours = run.checkpoints;
    // A moment that two files hold is one checkpoint; a file that states no epoch is the only one.
    const epochs = [...new Set(checkpoints.map(({ epoch }) => epoch ?? ours[0].epoch))];
    expect(ours.map(({ epoch }) => epoch)).toEqual(epochs);
  });

  test.each(checkpoints)("gives PyTorch's logits of five pairs: $file, epoch $epoch", (row) => {
    const { architecture } = networkOf(run);
    const { logits } = forward(modelAt(run, at(run, row)));
    const first = architecture.kind === "transformer" ? architecture.firstToken : 0;
    for (const { pair, values } of row.logits) {
      const start = (pair[0] * architecture.p + pair[1]) * logits.shape[1] + first;
      const ours = logits.data.subarray(start, start + architecture.p);
      expect(values.length).toBe(architecture.p);
      expect(worstDifference(ours, values)).toBeLessThan(LOGIT * Math.max(...values.map(Math.abs)));
    }
  });

  test.each(checkpoints)("gives PyTorch's losses and accuracies: $file, epoch $epoch", (row) => {
    const { architecture, task, split } = networkOf(run);
    const logits = logitsOf(modelAt(run, at(run, row)));
    const right = correctPairs(logits, architecture, task);
    for (const [part, member] of [
      ["all", undefined],
      ["train", TRAIN],
      ["test", TEST],
    ] as const) {
      const values = row[part];
      expect(values === undefined, `${part} is known`).toBe(part !== "all" && split === undefined);
      if (values === undefined) continue;
      const over = part === "all" ? undefined : split;
      for (const [which, loss] of [
        ["answers", values.loss],
        ["all", values.loss_all_logits ?? values.loss],
      ] as const) {
        const losses = lossesOfPairs(logits, architecture, task, { over: which, dtype: "float64" });
        expect(Math.abs(meanOver(losses, task, over, member) / loss - 1), `${part}, over ${which}`).toBeLessThan(LOSS);
      }
      expect(meanOver(right, task, over, member), part).toBeCloseTo(values.accuracy, 12);
    }
  });
});

function networkOf({ network }: Run): Network {
  if (!network) throw new Error("the run has no network");
  return network;
}

function at({ checkpoints }: Run, { epoch }: ExpectedCheckpoint): Checkpoint {
  const found = checkpoints.find((one) => epoch === null || one.epoch === epoch);
  if (!found) throw new Error(`the run has no epoch ${epoch}`);
  return found;
}

function worstDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  return Math.max(...theirs.map((value, i) => Math.abs(ours[i] - value)));
}
