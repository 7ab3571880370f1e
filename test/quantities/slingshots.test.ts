import { describe, expect, test } from "vitest";
import { unmirroredInWords } from "#analyzers/_verdict-words.js";
import { slingshots } from "#quantities/slingshots.js";
import { type Curves, trainingPhases } from "#quantities/training-phases.js";
import { changed, lossesOf, RUN } from "./_planted-curves.ts";

const curve = (values: readonly number[]) => ({ epochs: values.map((_, i) => 100 * i), values });

test("a jump of tenfold and back is named by its epochs, its height and what it jumped from", () => {
  const found = slingshots("train loss", curve([5, 1, 0.1, 0.01, 0.01, 0.01, 0.2, 0.5, 0.08, 0.02, 0.01, 0.01]));
  expect(found).toEqual([{ curve: "train loss", from: 600, to: 800, epoch: 700, peak: 0.5, level: 0.01 }]);
});

test("ninefold is none, and neither is a jump that lasts to the end, one of rounding, or the beginning", () => {
  expect(slingshots("train loss", curve([1, 1, 1, 1, 1, 9, 1, 1]))).toEqual([]);
  expect(slingshots("train loss", curve([1, 1, 1, 1, 1, 20, 30, 40]))).toEqual([]);
  expect(slingshots("train loss", curve([1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-7, 1e-9]), 1e-6)).toEqual([]);
  expect(slingshots("train loss", curve([100, 1, 1, 1, 1, 1]))).toEqual([]);
});

test("the level is what it was, though rounding's reach counts for the jump", () => {
  const values = [1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 0.3, 1e-9];
  expect(slingshots("train loss", curve(values), 1e-6)).toMatchObject([{ level: 1e-9, peak: 0.3 }]);
});

test("each of several is one", () => {
  const values = Array.from({ length: 60 }, (_, i) => (i % 20 === 15 ? 50 : 1));
  expect(slingshots("sum of squares", curve(values)).map(({ epoch }) => epoch)).toEqual([1500, 3500, 5500]);
});

test("slingshots are a run's, and move no boundary", () => {
  const plain = trainingPhases(RUN);
  expect(plain.slingshots).toEqual([]);
  const at = RUN.epochs.filter((epoch) => epoch >= 7000)[0];
  const spiked = trainingPhases(
    changed(RUN, ["train_loss"], (value, epoch) => (epoch === at ? 1000 * (value ?? 0) : value)),
  );
  expect(spiked.slingshots.map(({ curve, epoch }) => [curve, epoch])).toEqual([["train loss", at]]);
  expect(spiked.phases.map(({ from, to }) => [from, to])).toEqual(plain.phases.map(({ from, to }) => [from, to]));
});

test("unmirrored pairs are said where they are learnt later than the test set, or never, and not else", () => {
  const losses = lossesOf(RUN);
  const rising = (at: number): Curves => ({
    ...losses,
    test_accuracy: losses.epochs.map((epoch) => (epoch >= 10_000 ? 1 : 0.2)),
    train_accuracy: losses.epochs.map((epoch) => (epoch >= 200 ? 1 : 0.2)),
    unmirrored_accuracy: losses.epochs.map((epoch) => (epoch >= at ? 1 : 0)),
  });
  const said = (at: number) => unmirroredInWords(trainingPhases(rising(at)));
  expect(said(10_000)).toBeUndefined();
  expect(said(12_000)).toMatch(/did not see mirrored are learnt from epoch 12\d\d\d on$/);
  expect(said(Number.POSITIVE_INFINITY)).toMatch(/at no epoch for good$/);
  expect(unmirroredInWords(trainingPhases(losses))).toBeUndefined();
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
