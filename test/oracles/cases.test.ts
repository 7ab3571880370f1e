import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { accuracies, losses } from "#quantities/split-losses.js";
import { modelAt } from "#runs/model-at.js";
import { type OpenOptions, openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";

const CASES = "../shared/cases";
/** Losses that are given to six or seven digits. */
const NEAR = 2e-6;

interface Right {
  readonly all_loss?: number;
  readonly train_loss?: number;
  readonly test_loss?: number;
  readonly all_accuracy?: number;
  readonly test_accuracy?: number;
  readonly p?: number;
  readonly sequence?: readonly (string | number)[];
  readonly heads?: number;
  /** How many pairs are trained on. */
  readonly train?: number;
  readonly epochs?: readonly number[];
  /** The loss given is over every logit, as the trainer has it. */
  readonly over?: "all";
}

/** Inputs on which an earlier version went wrong, and what is right (over the answers, in float64). */
const RIGHT: readonly { readonly path: string; readonly right: Right; readonly options?: OpenOptions }[] = [
  {
    path: "relu-read-as-square",
    right: { all_loss: 0.698137, all_accuracy: 0.845, train: 370, test_loss: 2.322731, test_accuracy: 0.484 },
  },
  { path: "config-yaml-heads", right: { heads: 4, test_loss: 9.26745e-4, epochs: [20_000] } },
  {
    path: "no-equals-token/full_run_data.pth",
    right: {
      sequence: ["a", "b"],
      all_loss: 3.783609,
      all_accuracy: 0.775,
      train_loss: 9.646e-6,
      test_loss: 12.588,
      train: 370,
    },
  },
  {
    path: "unused-positions",
    right: { sequence: ["a", "b", 23], heads: 4, all_loss: 0.927885, train: 423, test_loss: 4.630632 },
  },
  { path: "seed-of-another-name", right: { train: 3830, train_loss: 0.002004, test_loss: 3.8167489 } },
  { path: "layernorm-gamma-beta", right: { all_loss: 1.501203 } },
  // Trainers log over every logit: there it is the stored 7.727454.
  {
    path: "residual-from-normed-stream/full_run.pth",
    right: { train: 354, epochs: [0, 200, 400] },
    options: { task: "division" },
  },
  { path: "net-and-its", right: { sequence: ["a", 24, "b", 23], p: 23, epochs: [0, 200, 400] } },
  { path: "hf-trainer-folders", right: { over: "all", all_loss: 0.2523827, epochs: [0, 200, 400, 600] } },
  { path: "grouped-queries", right: { heads: 4, all_loss: 0.733464 } },
  { path: "two-vocabularies", right: { p: 59, all_accuracy: 1 } },
  { path: "train-equals-test", right: { train: 529 } },
  { path: "group-without-table", right: { train: 2160 } },
];

describe.skipIf(!existsSync(CASES))("inputs that were misread (skipped where ../shared is absent)", () => {
  test.each(RIGHT)("$path", async ({ path, right, options }) => {
    const run = await openRun(`${CASES}/${path}`, options);
    const network = run.network as Network;
    expect(run.contradictions).toEqual([]);
    const model = modelAt(run, run.checkpoints[run.checkpoints.length - 1]);
    const [loss, accuracy] = [
      losses(model, network, { over: right.over ?? "answers", dtype: "float64" }),
      accuracies(model, network),
    ];
    const near = (ours: number | null, theirs: number | undefined, share: number, what: string) =>
      theirs === undefined || expect(Math.abs((ours ?? Number.NaN) / theirs - 1), what).toBeLessThan(share);
    near(loss.all, right.all_loss, NEAR, "all loss");
    near(loss.train, right.train_loss, 1e-4, "train loss");
    near(loss.test, right.test_loss, 2e-5, "test loss");
    near(accuracy.all, right.all_accuracy, 1e-3, "accuracy");
    near(accuracy.test, right.test_accuracy, 1e-3, "test accuracy");
    const { architecture, split } = network;
    if (right.p !== undefined) expect(architecture.p).toBe(right.p);
    if (architecture.kind === "transformer") {
      if (right.sequence) expect(architecture.sequence).toEqual(right.sequence);
      if (right.heads) expect(architecture.heads).toBe(right.heads);
    }
    if (right.train !== undefined) expect(split?.member.filter((part) => part === 1).length).toBe(right.train);
    if (right.epochs) expect(run.checkpoints.map(({ epoch }) => epoch)).toEqual(right.epochs);
  });

  test("an activation that is not known is an error that names it", async () => {
    await expect(openRun(`${CASES}/unknown-activations/solu.pth`)).rejects.toThrow(
      /act_fn "solu_ln": is not known; known are /,
    );
  });

  test("a map that says 'pre' and names no norm is refused", async () => {
    const folder = `${CASES}/map-pre-without-norms`;
    const opened = openRun(folder, { map: `${folder}/map.json`, task: "multiplication" });
    await expect(opened).rejects.toThrow(/roles lacks blocks\.0\.ln1_w/);
  });
});
