import { describe, expect, test } from "vitest";
import { median } from "#numerics/statistics.js";
import { componentNames, inComponentOrder } from "#quantities/component-order.js";
import { Patience } from "#quantities/dynamics/patience.js";
import { plateau } from "#quantities/dynamics/plateau.js";
import { grokkingDelay } from "#quantities/grokking-delay.js";
import { RunningMedian } from "#quantities/running-median.js";
import { slingshots } from "#quantities/slingshots.js";
import { isCommutative, meanAt } from "#quantities/split-audit.js";
import { sumOfSquares, totalSumOfSquares } from "#quantities/sum-of-squares.js";
import { loggedRows, thinnedCurves } from "#quantities/thinned-curves.js";
import { network, normal } from "../_networks.ts";

test("components are named constant, cos 1, sin 1, …, and stand in that order", () => {
  expect(componentNames(6)).toEqual(["constant", "cos 1", "sin 1", "cos 2", "sin 2", "cos 3"]);
  // Two functions of two cosines, then two sines each.
  const data = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect(inComponentOrder({ data, functions: 2 } as never, 0, 5)).toEqual(Float64Array.of(1, 3, 2, 4));
  expect(inComponentOrder({ data, functions: 2 } as never, 1, 5)).toEqual(Float64Array.of(5, 7, 6, 8));
  // n/2 has no sine.
  expect(inComponentOrder({ data, functions: 2 } as never, 1, 4)).toEqual(Float64Array.of(5, 7, 6));
});

describe("patience", () => {
  const ended = (
    on: "test loss" | "test accuracy",
    patience: number,
    values: readonly (number | null | undefined)[],
  ) => {
    const stopping = new Patience(on, patience);
    for (const [i, value] of values.entries()) stopping.push(10 * i, value);
    return { best: stopping.best, stopped: stopping.stopped };
  };

  test("ends so many evaluations after the best, which is kept", () => {
    expect(ended("test loss", 2, [5, 3, 4, 2, 3, 2, 1])).toEqual({ best: { epoch: 30, value: 2 }, stopped: 50 });
    expect(ended("test accuracy", 2, [0.1, 0.5, 0.5, 0.4, 0.9])).toEqual({
      best: { epoch: 10, value: 0.5 },
      stopped: 30,
    });
    expect(ended("test loss", 1, [1, 2])).toEqual({ best: { epoch: 0, value: 1 }, stopped: 10 });
  });

  test("waits where there is no value", () => {
    const values = [5, null, undefined, Number.NaN, Number.POSITIVE_INFINITY, 6, 4];
    expect(ended("test loss", 2, values)).toEqual({ best: { epoch: 60, value: 4 }, stopped: null });
    expect(ended("test loss", 2, [])).toEqual({ best: null, stopped: null });
  });
});

describe("the plateau", () => {
  const fitted = { epoch: 100, earliest: 90, latest: 100, exceptions: 0 };
  const rise = (epoch: number, earliest: number) => ({ tenth: { epoch, earliest, latest: epoch } }) as never;

  test("is from where the train set is learnt to a tenth of the rise, within what the evaluations tell", () => {
    expect(plateau(fitted, rise(500, 480), 900)).toEqual({
      from: 100,
      to: 500,
      epochs: 400,
      epochs_within: [380, 410],
    });
    expect(plateau(fitted, rise(101, 95), 900)).toMatchObject({ epochs: 1, epochs_within: [0, 11] });
  });

  test("lasts to the end where nothing rises, and is none where the rise is no later", () => {
    expect(plateau(fitted, null, 900)).toEqual({ from: 100, to: null, epochs: 800, epochs_within: [800, 810] });
    expect([
      plateau(fitted, null, 100),
      plateau(fitted, rise(100, 90), 900),
      plateau(null, rise(500, 480), 900),
    ]).toEqual([null, null, null]);
  });
});

test("a running median is the median of each window, wherever the next one lies", () => {
  const draw = normal(8);
  const values = Array.from({ length: 300 }, (_, i) => (i % 5 === 0 ? 1 : draw(1)));
  const running = new RunningMedian(values);
  const windows = [
    [0, 3],
    [0, 4],
    [1, 6],
    [0, 200],
    [50, 201],
    [60, 130],
    [130, 140],
    [10, 12],
    [11, 12],
    [12, 12],
    [5, 5],
    [0, 300],
  ];
  for (const [start, end] of windows) expect(running.of(start, end)).toEqual(median(values.slice(start, end)));
  expect(new RunningMedian([1.5e308, 1.7e308]).of(0, 2)).toBe(1.6e308);
});

describe("slingshots at their bounds", () => {
  const found = (values: readonly number[], least?: number) =>
    slingshots("train loss", { epochs: values.map((_, i) => i), values }, least);

  test("exactly tenfold is one, up to the last value that is √10 of the level", () => {
    expect(found([1, 1, 1, 1, 1, 10, Math.sqrt(10), 1])).toMatchObject([{ from: 5, to: 6, peak: 10, epoch: 5 }]);
    expect(found([1, 1, 1, 1, 1, 10, 3.16, 1])).toMatchObject([{ from: 5, to: 5 }]);
    expect(found([1, 1, 1, 1, 1, 9.99, 1])).toEqual([]);
    expect(found([1, 1, 1, 1, 1, 20, 30, 30, 1])).toMatchObject([{ from: 5, to: 7, peak: 30, epoch: 6 }]);
  });

  test("the level is the median of the five before, the jump's own values not among them", () => {
    expect(found([9, 1, 2, 3, 4, 5, 30, 1])).toMatchObject([{ level: 3 }]);
    expect(found([1, 1, 1, 1, 1, 20, 1, 1, 20, 1]).map(({ level }) => level)).toEqual([1, 1]);
    // Of 1, 1, 8, 8, 8 the median is 8, of which 20 is no tenfold.
    expect(found([1, 1, 8, 8, 8, 20, 1])).toEqual([]);
    expect(found([1, 1, 1, 1, 20, 1])).toEqual([]);
  });

  test("below the least neither the jump nor the way back counts", () => {
    expect(found([1, 1, 1, 1, 1, 10, 6, 1], 2)).toEqual([]);
    expect(found([1, 1, 1, 1, 1, 20, 6.3, 1], 2)).toMatchObject([{ from: 5, to: 5, level: 1 }]);
  });
});

describe("the delay", () => {
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

test("the mean at some places, and whether an operation commutes", () => {
  expect([meanAt([1, 2, 4, 8], [1, 3]), meanAt([1, 2], [])]).toEqual([5, null]);
  expect(isCommutative({ p: 2, answers: Int32Array.of(0, 1, 1, 0) })).toBe(true);
  expect(isCommutative({ p: 2, answers: Int32Array.of(0, 1, 0, 0) })).toBe(false);
});

test("sums of squares: of a weight, of all, 0 of one that is not there", () => {
  const model = network({} as never, { W_E: [[2, 2], (i) => i + 1], b: [[1], () => 3] });
  expect([sumOfSquares(model, "W_E"), sumOfSquares(model, "W_U"), totalSumOfSquares(model)]).toEqual([30, 0, 39]);
});

describe("thinned curves", () => {
  const epochs = Array.from({ length: 1000 }, (_, i) => i);
  const spiky = epochs.map((i) => (i === 437 ? 50 : i === 612 ? -3 : 1));
  const curves = { epochs, train_loss: spiky, test_loss: epochs.map(() => null) };

  test("keep both ends and every spike, at no more epochs than asked or a few", () => {
    const thin = thinnedCurves(curves as never, 40);
    expect(thin.epochs).toEqual(expect.arrayContaining([0, 437, 612, 999]));
    expect(thin.epochs.length).toBeLessThanOrEqual(44);
    expect(thin.epochs).toEqual([...thin.epochs].sort((a, b) => a - b));
    expect(thin.train_loss).toEqual(thin.epochs.map((i) => spiky[i]));
    expect(thin.test_loss).toEqual(thin.epochs.map(() => null));
    // One of each 50 epochs, the spikes, and the end.
    expect(thin.epochs).toHaveLength(23);
    expect("axis" in thin).toBe(false);
    expect(thinnedCurves({ ...curves, axis: "step" } as never, 40)).toMatchObject({ axis: "step" });
  });

  test("of a curve that rises hold the first and the last epoch of each window; one that is not there counts for none", () => {
    const rising = thinnedCurves({ epochs, train_loss: epochs, test_accuracy: undefined } as never, 40);
    expect(rising.epochs).toEqual(Array.from({ length: 40 }, (_, i) => 25 * i + (i % 2 === 0 ? 0 : 24)));
    expect(rising.test_accuracy).toBeUndefined();
  });

  test("are themselves where there are no more", () => {
    expect(thinnedCurves(curves as never, 1000)).toBe(curves);
  });

  test("a row an epoch, null where there is no number", () => {
    const some = { epochs: [0, 5], train_loss: [1, Number.NaN], test_loss: [null, 2], test_accuracy: [0.5, 1] };
    const rest = { train_accuracy: null };
    expect(loggedRows(some as never)).toEqual([
      { epoch: 0, train_loss: 1, test_loss: null, test_accuracy: 0.5, ...rest },
      { epoch: 5, train_loss: null, test_loss: 2, test_accuracy: 1, ...rest },
    ]);
  });
});
