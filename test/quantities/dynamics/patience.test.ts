import { describe, expect, test } from "vitest";
import { Patience } from "#quantities/dynamics/patience.js";

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
