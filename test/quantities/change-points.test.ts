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
import { apart } from "./_planted-curves.ts";

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
