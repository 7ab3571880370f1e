import { describe, expect, test } from "vitest";
import {
  between,
  extremum,
  holdingStretch,
  lastingStep,
  levelAt,
  levelsWithin,
  type Series,
  series,
  smoothed,
} from "#quantities/change-points.js";
import { leakage } from "#quantities/dynamics/leakage.js";
import { sharpness } from "#quantities/dynamics/sharpness.js";

/** At epochs 0, 1, 2, …: no two lie within 5 % of one another, so that a running median is the curve itself. */
const apart = (...values: readonly number[]): Series => ({ epochs: values.map((_, i) => i), values });
/** At epochs 1000, 1001, …, of which fifty are within 5 %. */
const dense = (...values: readonly number[]): Series => ({ epochs: values.map((_, i) => 1000 + i), values });
const high = (value: number) => value >= 1;

test("a series is without gaps, no value below the least, and no −0", () => {
  const epochs = [0, 5, 9, 12];
  const gaps = series(epochs, [1, null, Number.NaN, 4]);
  expect(gaps).toEqual({ epochs: [0, 12], values: [1, 4] });
  expect([gaps.epochs.length, gaps.values.length]).toEqual([2, 2]);
  const whole = series(epochs, [1, -0, 3, -4], -2);
  expect(whole.epochs).toBe(epochs);
  expect(whole.values).toEqual([1, 0, 3, -2]);
  expect(series(epochs)).toEqual({ epochs: [], values: [] });
  expect(series(epochs, [1])).toEqual({ epochs: [0], values: [1] });
});

test("the part between two epochs has both", () => {
  const curve = { epochs: [0, 5, 9, 12], values: [1, 2, 3, 4] };
  expect(between(curve, 5, 9)).toEqual({ epochs: [5, 9], values: [2, 3] });
  expect(between(curve, 6, 8)).toEqual({ epochs: [], values: [] });
  expect(between(curve, -1, 99)).toEqual(curve);
});

describe("the step that disagrees with the fewest", () => {
  test.each([
    ["rises", [0, 0, 1, 1], { epoch: 2, earliest: 1, latest: 2, exceptions: 0 }],
    ["holds from the first", [1, 1], { epoch: 0, earliest: 0, latest: 0, exceptions: 0 }],
    ["falls for a while", [0, 1, 1, 0, 1, 1], { epoch: 1, earliest: 0, latest: 1, exceptions: 1 }],
    ["spikes before", [0, 1, 0, 0, 1, 1], { epoch: 4, earliest: 3, latest: 4, exceptions: 1 }],
    // Of equals the first.
    ["is undecided", [0, 1, 0, 1], { epoch: 1, earliest: 0, latest: 1, exceptions: 1 }],
    ["falls for good", [1, 0, 0], null],
    ["never holds", [0, 0], null],
    ["is nothing", [], null],
  ])("of what %s", (_, values, step) => {
    expect(lastingStep(apart(...values), high)).toEqual(step);
  });
});

describe("the stretch in which something holds", () => {
  test.each([
    ["at its lead", [0, 1, 1, 0], 2, { from: { epoch: 1, earliest: 0, latest: 1, exceptions: 0 }, to: 2 }],
    ["not below its lead", [0, 1, 0, 0, 1], 2, null],
    ["over a gap", [1, 1, 0, 1, 1, 0], 2, { from: { epoch: 0, earliest: 0, latest: 0, exceptions: 1 }, to: 4 }],
    [
      "anew where it does not lead",
      [1, 0, 1, 1, 0, 0, 0],
      2,
      { from: { epoch: 2, earliest: 1, latest: 2, exceptions: 0 }, to: 3 },
    ],
    [
      "from the first to the last",
      [1, 1, 0, 0, 0, 0, 1, 1, 0],
      2,
      { from: { epoch: 0, earliest: 0, latest: 0, exceptions: 4 }, to: 7 },
    ],
    [
      "without a late one that is short",
      [1, 1, 1, 0, 0, 0, 1, 0],
      2,
      { from: { epoch: 0, earliest: 0, latest: 0, exceptions: 0 }, to: 2 },
    ],
    [
      "to the first of equals",
      [1, 1, 0, 1, 0, 0],
      2,
      { from: { epoch: 0, earliest: 0, latest: 0, exceptions: 0 }, to: 1 },
    ],
    ["of one", [0, 0, 1], 1, { from: { epoch: 2, earliest: 1, latest: 2, exceptions: 0 }, to: 2 }],
    ["of nothing", [], 1, null],
  ])("%s", (_, values, lead, stretch) => {
    expect(holdingStretch(apart(...values), high, lead)).toEqual(stretch);
  });
});

describe("running medians", () => {
  test("are the curve itself where evaluations lie apart, and where it rises or falls", () => {
    expect([...smoothed(apart(3, 1, 2))]).toEqual([3, 1, 2]);
    const rising = Array.from({ length: 200 }, (_, i) => i);
    expect([...smoothed(dense(...rising))]).toEqual(rising);
  });

  test("take a spike away, over 25 on either side where as many are within 5 %", () => {
    const values = Array.from({ length: 120 }, (_, i) => (i === 60 ? 99 : 1));
    expect([...smoothed(dense(...values))]).toEqual(Array(120).fill(1));
    // 25 spikes are outvoted by 26, and 26 are not; at the end nothing lies on the other side.
    const wide = (n: number) =>
      dense(...Array.from({ length: 121 }, (_, i) => (Math.abs(i - 60) <= n / 2 - 0.25 ? 9 : 1)));
    expect(levelAt(wide(25), 1060)).toBe(1);
    expect(levelAt(wide(27), 1060)).toBe(9);
    expect(levelAt(dense(1, 1, 9), 1002)).toBe(9);
    expect(levelAt(dense(1, 9, 1, 1), 1001)).toBe(1);
  });

  test("reach as far as both sides are within 5 % of the epoch", () => {
    const epochs = [0, 94, 95, 100, 105, 106];
    expect(smoothed({ epochs, values: [7, 7, 1, 5, 2, 7] })[3]).toBe(2);
    expect(smoothed({ epochs: [0, 90, 94, 100, 105, 106], values: [7, 7, 1, 5, 2, 7] })[3]).toBe(5);
  });

  test("are at the last evaluation up to an epoch, at the first before any", () => {
    const curve = { epochs: [10, 20, 30], values: [1, 2, 3] };
    expect([-5, 10, 19, 20, 99].map((epoch) => levelAt(curve, epoch))).toEqual([1, 1, 1, 2, 3]);
    expect(levelAt(apart(), 3)).toBeNull();
  });

  test("first and last within two epochs", () => {
    const curve = { epochs: [10, 20, 30, 40], values: [1, 2, 3, 4] };
    expect(levelsWithin(curve, 20, 35)).toEqual([
      { epoch: 20, value: 2 },
      { epoch: 30, value: 3 },
    ]);
    expect(levelsWithin(curve, 20, 20)).toEqual([
      { epoch: 20, value: 2 },
      { epoch: 20, value: 2 },
    ]);
    expect(levelsWithin(curve, 21, 29)).toBeNull();
  });
});

describe("the extremum", () => {
  test("is the first highest or lowest, anywhere among those within 10 % and one beyond", () => {
    expect(extremum(apart(1, 5, 9, 10, 10, 9.1, 5, 1), 1)).toEqual({
      epoch: 3,
      earliest: 1,
      latest: 6,
      exceptions: 0,
      value: 10,
    });
    expect(extremum(apart(1, 5, 8.9, 10, 8.9, 5), 1)).toEqual({
      epoch: 3,
      earliest: 2,
      latest: 4,
      exceptions: 0,
      value: 10,
    });
    expect(extremum(apart(9, 2, 1.11, 1, 1, 1.12, 9), -1)).toEqual({
      epoch: 3,
      earliest: 1,
      latest: 5,
      exceptions: 0,
      value: 1,
    });
    expect(extremum(apart(9, 1, 9), -1)).toEqual({ epoch: 1, earliest: 0, latest: 2, exceptions: 0, value: 1 });
  });

  test("at an end is at it, and of nothing there is none", () => {
    expect(extremum(apart(10, 5, 1), 1)).toMatchObject({ epoch: 0, earliest: 0, latest: 1, value: 10 });
    expect(extremum(apart(10, 5, 1), -1)).toMatchObject({ epoch: 2, earliest: 1, latest: 2, value: 1 });
    expect(extremum(apart(4), 1)).toMatchObject({ epoch: 0, earliest: 0, latest: 0 });
    expect(extremum(apart(), 1)).toBeNull();
  });

  test("lies within the width of its window where evaluations are dense", () => {
    // Of the highest forty the first with 25 more after it is in the middle of no window that is mostly low.
    const values = Array.from({ length: 200 }, (_, i) => (i >= 80 && i < 120 ? 10 : 1));
    expect(extremum(dense(...values), 1)).toEqual({
      epoch: 1080,
      earliest: 1055,
      latest: 1144,
      exceptions: 0,
      value: 10,
    });
  });
});

describe("suspicions of leakage", () => {
  const none = apart();
  const learnt = (epoch: number | null) => ({ at: epoch === null ? null : { epoch } }) as never;
  const run = (train: Series, test: Series, trainAccuracy = none, testAccuracy = none) =>
    ({ train, test, trainAccuracy, testAccuracy }) as never;
  const losses = apart(5, 4, 3, 2, 1, 0.5);

  test("equal values at most of five evaluations, of the losses or else of the accuracies", () => {
    expect(leakage(run(losses, losses), learnt(3), learnt(4), 0.3)).toEqual([
      { kind: "equal", by: "loss", equal: 6, of: 6 },
    ]);
    const half = apart(5, 4, 3, 9, 9, 9);
    expect(leakage(run(losses, half), learnt(3), learnt(4), 0.3)).toEqual([]);
    const most = apart(5, 4, 3, 2 + 1e-6, 9, 9);
    expect(leakage(run(losses, most), learnt(3), learnt(4), 0.3)).toMatchObject([{ equal: 4, of: 6 }]);
    const four = apart(5, 4, 3, 2);
    expect(leakage(run(four, four), learnt(3), learnt(4), 0.3)).toEqual([]);
    expect(leakage(run(losses, losses), learnt(null), learnt(4), 0.3)).toEqual([]);
    // Evaluations at which both are perfect, or know nothing, are none.
    const shares = apart(0, 0.2, 0.4, 0.5, 0.6, 0.7, 1, 1, 1);
    expect(leakage(run(none, none, shares, shares), learnt(3), learnt(4), 0.3)).toEqual([
      { kind: "equal", by: "accuracy", equal: 5, of: 5 },
    ]);
  });

  test("a perfect train set beside another test set is an evaluation, at which they are not equal", () => {
    const [train, test] = [
      apart(0.2, 0.4, 0.5, 0.6, 0.7, 1, 1, 1, 1, 1),
      apart(0.2, 0.4, 0.5, 0.6, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9),
    ];
    expect(leakage(run(none, none, train, test), learnt(3), learnt(4), 0.3)).toEqual([]);
  });

  test("count the evaluations that both have", () => {
    const sparse = { epochs: [0, 2, 3, 4, 5, 7], values: [5, 3, 2, 1, 0.5, 0.5] };
    expect(leakage(run(losses, sparse), learnt(3), learnt(4), 0.3)).toMatchObject([{ equal: 5, of: 5 }]);
    expect(leakage(run(sparse, losses), learnt(3), learnt(4), 0.3)).toMatchObject([{ equal: 5, of: 5 }]);
  });

  test("both learnt at once, unless half of the pairs or more are trained on", () => {
    const together = (fraction: number | null) => leakage(run(none, none), learnt(3), learnt(3), fraction);
    expect(together(0.49)).toEqual([{ kind: "together", epoch: 3, fraction: 0.49 }]);
    expect(together(null)).toEqual([{ kind: "together", epoch: 3, fraction: null }]);
    expect(together(0.5)).toEqual([]);
    expect(leakage(run(none, none), learnt(3), learnt(4), 0.3)).toEqual([]);
    expect(leakage(run(none, none), learnt(3), learnt(null), 0.3)).toEqual([]);
  });
});

describe("how long the test set takes to get better", () => {
  test("is from a tenth to nine tenths of the rise of an accuracy", () => {
    const rise = apart(0.2, 0.2, 0.28, 0.6, 0.9, 0.93, 1, 1, 1, 1, 1);
    expect(sharpness(rise, "accuracy")).toEqual({
      by: "accuracy",
      from: { epoch: 0, value: 0.2 },
      to: { epoch: 9.5, value: 1 },
      tenth: { epoch: 2, earliest: 1, latest: 2, exceptions: 0 },
      nine_tenths: { epoch: 5, earliest: 4, latest: 5, exceptions: 0 },
      epochs: 3,
      epochs_within: [2, 4],
    });
    expect(sharpness(rise, "accuracy", 3)).toMatchObject({ from: { epoch: 3, value: 0.6 }, epochs: 2 });
    expect(sharpness(apart(0.2, 0.2, 1, 1, 1), "accuracy")).toMatchObject({ epochs: 0, epochs_within: [0, 1] });
  });

  test("is of the fall of the logarithm of a loss, from its highest", () => {
    const fall = apart(1, 10, 9, 7, 1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1);
    // ln 10/0.1 is 4.6: a tenth of it is made at 6.3, nine tenths at 0.158.
    expect(sharpness(fall, "loss")).toMatchObject({
      from: { epoch: 1, value: 10 },
      tenth: { epoch: 4 },
      nine_tenths: { epoch: 6 },
      epochs: 2,
    });
  });

  test("is not there where it hardly rises, or hardly falls", () => {
    expect(sharpness(apart(0.5, 0.5, 0.54, 0.54, 0.54), "accuracy")).toBeNull();
    expect(sharpness(apart(0.5, 0.5, 0.56, 0.56, 0.56), "accuracy")).not.toBeNull();
    expect(sharpness(apart(1.1, 1.1, 1, 1, 1), "loss")).toBeNull();
    expect(sharpness(apart(), "accuracy")).toBeNull();
  });
});
