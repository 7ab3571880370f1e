import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leakageInWords } from "#analyzers/_curve-shape-words.js";
import { median } from "#numerics/statistics.js";
import { series } from "#quantities/change-points.js";
import { doubleDescent } from "#quantities/dynamics/double-descent.js";
import { earlyStopping } from "#quantities/dynamics/early-stopping.js";
import { RunningMedian } from "#quantities/running-median.js";
import { trainingPhases } from "#quantities/training-phases.js";
import { lossesOf, PLAN, RUN, STEP } from "./_planted-curves.ts";

const curve = (values: readonly number[], step = 10) =>
  series(
    values.map((_, i) => step * i),
    values,
  );

describe("a planted run", () => {
  const found = trainingPhases(RUN);

  test("has a plateau from where the train set is learnt to a tenth of the rise", () => {
    // The accuracy rises on a line from C to S.
    const tenth = PLAN.C + 0.1 * (PLAN.S - PLAN.C);
    expect(found.plateau?.from).toBe(720);
    expect(Math.abs((found.plateau?.to ?? 0) - tenth)).toBeLessThanOrEqual(STEP);
    expect(found.plateau?.epochs).toBe((found.plateau?.to ?? 0) - 720);
  });

  test("has none where the train set is lost again, though the test set has not begun", () => {
    const share = (epoch: number) => (epoch > 500 && epoch < 9000 ? 1 : 0.2);
    const lost = trainingPhases({
      ...{ epochs: RUN.epochs, train_loss: [], test_loss: [] },
      train_accuracy: RUN.epochs.map(share),
      test_accuracy: RUN.epochs.map(() => 0.1),
    });
    expect(lost.train).toMatchObject({ at: { epoch: 510 }, until: 8990 });
    expect(lost.plateau).toBeNull();
  });

  test("rises from a tenth to nine tenths in eight tenths of its line", () => {
    expect(Math.abs((found.sharpness?.epochs ?? 0) - 0.8 * (PLAN.S - PLAN.C))).toBeLessThanOrEqual(2 * STEP);
    expect(found.sharpness?.epochs_within[0]).toBeLessThanOrEqual(0.8 * (PLAN.S - PLAN.C));
    const alone = trainingPhases(lossesOf(RUN)).sharpness;
    expect(alone?.by).toBe("loss");
    expect(alone?.epochs).toBeLessThan(5000);
  });

  test("would have been lost to early stopping", () => {
    const stopped = found.early_stopping.find(({ on, patience }) => on === "test loss" && patience === 10);
    expect(stopped).toMatchObject({ stopped: 100, kept: { epoch: 0 }, epochs: 100 });
    expect(stopped?.accuracy?.best.value).toBe(1);
    expect(found.double_descent).toBeNull();
  });
});

describe("early stopping", () => {
  test("ends as many evaluations after the best as its patience, and keeps that", () => {
    const losses = curve([5, 4, 3, 3.1, 3.2, 3.3, 3.4, 3.5, 2, 1]);
    const [five, ten] = earlyStopping(losses, curve([]));
    expect(five).toEqual({
      on: "test loss",
      patience: 5,
      epochs: 50,
      stopped: 70,
      kept: { epoch: 20, value: 3 },
      accuracy: null,
      loss: { kept: 3, best: { epoch: 90, value: 1 }, last: { epoch: 90, value: 1 } },
    });
    expect(ten).toMatchObject({ patience: 10, stopped: null, loss: null });
  });

  test("never stops a curve that gets better all the time", () => {
    const better = Array.from({ length: 50 }, (_, i) => 50 - i);
    for (const { stopped } of earlyStopping(curve(better), curve([]))) expect(stopped).toBeNull();
  });
});

describe("double descent", () => {
  const fold = [4, 2, 1, 1.2, 1.6, 2, 2, 1.6, 1.2, 0.9, 0.6, 0.5, 0.5, 0.5, 0.5];
  const train = fold.map((_, i) => 3 * 0.8 ** i);

  test("is a fall, a rise, and a fall below the first, with the train loss falling", () => {
    expect(doubleDescent(curve(fold), curve(train), null)).toMatchObject({
      low: { epoch: 20, value: 1 },
      peak: { epoch: 50, value: 2 },
      last: { value: 0.5 },
    });
  });

  test("of two is the one whose low and peak are furthest apart", () => {
    const again = (peak: number) => [
      ...fold,
      ...[0.5, 1, 1, 1, 1, 1, 0.4, 0.3, 0.3, 0.3].map((x) => (x === 1 ? peak : x)),
    ];
    const long = again(1).map((_, i) => 3 * 0.8 ** i);
    for (const [peak, low] of [
      [0.8, 20],
      [1.5, 110],
    ])
      expect(doubleDescent(curve(again(peak)), curve(long), null)?.low.epoch).toBe(low);
  });

  test("is not grokking, a slingshot, or a rise that stays", () => {
    const learnt = { epoch: 30, earliest: 20, latest: 30, exceptions: 0 };
    expect(doubleDescent(curve(fold), curve(train), learnt)).toBeNull();
    const spiked = train.map((loss, i) => (i > 2 && i < 9 ? 3 * loss : loss));
    expect(doubleDescent(curve(fold), curve(spiked), null)).toBeNull();
    expect(doubleDescent(curve(fold.slice(0, 8)), curve(train.slice(0, 8)), null)).toBeNull();
  });
});

describe("a suspicion of leakage", () => {
  const { epochs, train_loss, train_accuracy } = RUN;

  test("is of a test curve that is the train curve, and not of one that is near it", () => {
    const of = (test_loss: readonly (number | null)[]) => trainingPhases({ epochs, train_loss, test_loss }).leakage;
    expect(of(train_loss)[0]).toMatchObject({ kind: "equal", by: "loss", equal: epochs.length, of: epochs.length });
    expect(of(train_loss.map((loss) => 1.001 * (loss as number))).map(({ kind }) => kind)).not.toContain("equal");
    expect(trainingPhases(RUN).leakage).toEqual([]);
  });

  test("is of sets that are learnt by the same evaluation, unless half of the pairs are trained on", () => {
    const accuracies = { epochs, train_loss: [], test_loss: [], train_accuracy };
    const test_accuracy = train_accuracy.map((share) => 0.999 * (share as number));
    const of = (fraction: number | null) => trainingPhases({ ...accuracies, test_accuracy }, { fraction }).leakage;
    expect(of(0.3)).toMatchObject([{ kind: "together", fraction: 0.3 }]);
    expect(of(0.6)).toEqual([]);
    expect(leakageInWords(of(null)[0], "step")).toMatch(/at step 720: .* not known here$/);
  });
});

test("a running median is that of each window, wherever the windows go", () => {
  const windows = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 60, maxLength: 60 }), windows, (values, asked) => {
      const running = new RunningMedian(values);
      for (const [a, b] of asked) {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(running.of(start, end) + 0).toBe(median(values.slice(start, end)) + 0);
      }
    }),
  );
});
