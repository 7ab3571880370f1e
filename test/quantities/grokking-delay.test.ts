import { describe, expect, test } from "vitest";
import { delayInWords } from "#analyzers/_curve-shape-words.js";
import { grokkingDelay } from "#quantities/grokking-delay.js";
import { trainingPhases } from "#quantities/training-phases.js";

describe("the delay", () => {
  const accuracies = (train: readonly number[], test: readonly number[]) => {
    const epochs = train.map((_, i) => 100 * i);
    const loss = epochs.map(() => 1);
    return trainingPhases({ epochs, train_loss: loss, test_loss: loss, train_accuracy: train, test_accuracy: test })
      .delay;
  };

  test("counts from where on 99 % stays, and counts the checkpoints that a slingshot throws out", () => {
    const delay = accuracies([0, 1, 1, 0.3, 1, 1, 1, 1, 1, 1], [0, 0, 0.995, 0.2, 0.2, 0.99, 0.9, 1, 1, 1]);
    const { train, test, epochs, ratio } = delay;
    expect(train).toEqual({ epoch: 100, earliest: 0, latest: 100, exceptions: 1 });
    expect(test).toEqual({ epoch: 500, earliest: 400, latest: 500, exceptions: 2 });
    expect([epochs, ratio]).toEqual([400, 5]);
    expect(delayInWords(delay, "epoch")).toMatch(/but for 2 of 10 checkpoints\): 400 epochs later, 5 times as many$/);
  });

  test("is not there, with the reason, where 99 % is never reached, or not for good", () => {
    const never = accuracies([0, 1, 1, 1, 1, 1], [0, 0, 0.5, 0.9, 0.977, 0.9]);
    expect(never).toMatchObject({ test: null, epochs: null, epochs_within: null, ratio: null });
    expect(delayInWords(never, "epoch")).toMatch(/test accuracy never reaches 99 % \(97\.7 % at most\)/);
    const back = accuracies([0, 1, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0]);
    expect(delayInWords(back, "step")).toMatch(/99 % at step 200, but not for good/);
  });

  test("has no ratio where the train set is known from the first epoch", () => {
    expect(accuracies([1, 1, 1, 1, 1], [0, 0, 0, 1, 1])).toMatchObject({ epochs: 300, ratio: null });
  });
});

describe("the delay of two accuracies", () => {
  const series = (...values: readonly number[]) => ({ epochs: values.map((_, i) => 10 * (i + 1)), values });

  test("lies between the evaluations before and at each crossing", () => {
    const { epochs, epochs_within, ratio, reached } = grokkingDelay(
      series(0, 0.99, 1, 1, 1),
      series(0, 0.2, 0.1, 0.99, 1),
    );
    expect([epochs, epochs_within, ratio]).toEqual([20, [10, 30], 2]);
    expect(reached.train).toEqual({ evaluations: 5, best: 1, first: 20 });
    expect(grokkingDelay(series(0, 0), series(0)).reached.train.best).toBe(0);
    expect(grokkingDelay(series(0.1, 0.5, 0.2), series()).reached).toEqual({
      train: { evaluations: 3, best: 0.5, first: null },
      test: { evaluations: 0, best: null, first: null },
    });
  });

  test("is unknown where both sets were learnt before anyone looked, 0 where they are learnt together", () => {
    expect(grokkingDelay(series(1, 1, 1), series(1, 1, 1))).toMatchObject({
      epochs: null,
      epochs_within: null,
      ratio: null,
    });
    expect(grokkingDelay(series(0, 1, 1), series(0, 1, 1))).toMatchObject({ epochs: 0, ratio: 1 });
    expect(grokkingDelay(series(1, 1, 1), series(0, 1, 1))).toMatchObject({ epochs: 10, ratio: 2 });
    expect(grokkingDelay(series(0, 1, 1), series(1, 1, 1))).toMatchObject({ epochs: -10, ratio: 0.5 });
  });
});
