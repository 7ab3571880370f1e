import { beforeAll, describe, expect, test } from "vitest";
import { inferredFromCheckpoints } from "#runs/_inferred-split.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { ABSENT, AGREED, DATA, measured, meets, meetsLoss, oracle, WHERE } from "./_shared.ts";

/** Spectra and norms of float32 weights, summed in float64 on both sides. */
const EXACT = 1e-6;
/** Every fourth of 33: one takes a third of a second. */
const EVERY = 4;

const expected = oracle("mainline-trajectory.json");
const rows: readonly any[] = ABSENT ? [] : expected.rows.filter((_: unknown, i: number) => i % EVERY === 0);

describe.skipIf(ABSENT)(`the mainline run, seed 0 ${WHERE}`, () => {
  let run: Run;
  let ours: Awaited<ReturnType<typeof measured>>;
  beforeAll(async () => {
    run = await openRun(`${DATA}/mainline/full_run_data.pth`);
    ours = await measured(selected(run, { every: EVERY }));
  });

  test("it has the oracle's checkpoints", () => {
    expect(run.checkpoints.map(({ epoch }) => epoch)).toEqual(expected.rows.map((row: any) => row.epoch));
    expect(rows.at(-1)).toBe(expected.rows.at(-1));
  });

  test("train and test loss and test accuracy, which are the stored ones too", () => {
    expect(ours.loss.map(({ epoch }) => epoch)).toEqual(rows.map(({ epoch }) => epoch));
    for (const [i, row] of ours.loss.entries()) {
      const { epoch, train, test, test_acc } = rows[i];
      for (const error of [row.train_difference, row.test_difference])
        expect(Math.abs(error ?? Number.NaN), `epoch ${epoch}`).toBeLessThanOrEqual(AGREED);
      meetsLoss(row.train_loss, train, `epoch ${epoch} train loss`);
      meetsLoss(row.test_loss, test, `epoch ${epoch} test loss`);
      meets(row.test_accuracy, test_acc, EXACT, `epoch ${epoch} test accuracy`);
    }
  });

  test("Gini of W_E per frequency, and the sum of squares", () => {
    const gini = new Map(
      ours.spectra.filter(({ matrix }) => matrix === "W_E").map((row) => [row.epoch, row.gini_per_frequency]),
    );
    expect(ours.totals).toHaveLength(rows.length);
    for (const { epoch, gini_WE_freq, sumsq } of rows) {
      meets(gini.get(epoch), gini_WE_freq, EXACT, `epoch ${epoch} Gini`);
      meets(
        ours.totals.find((row) => row.epoch === epoch)?.sum_of_squares,
        sumsq,
        EXACT,
        `epoch ${epoch} sum of squares`,
      );
    }
  });

  test("its split, from what the memorisation era alone betrays", () => {
    const { architecture, task, split } = run.network ?? expect.unreachable();
    const inferred = inferredFromCheckpoints(architecture, task, run.checkpoints);
    expect(inferred?.origin).toMatch(/^inferred: the 3830 pairs /);
    expect(inferred?.member).toEqual(split?.member);
  });

  test("key frequencies at the end, the paper's", () => {
    expect(ours.keys["logit-map"]).toEqual([14, 35, 41, 42, 52]);
    expect(ours.keys["logit-map"]).toEqual(expected.keys);
  });
});
