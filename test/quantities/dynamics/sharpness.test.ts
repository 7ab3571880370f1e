import { describe, expect, test } from "vitest";
import { sharpness } from "#quantities/dynamics/sharpness.js";
import { apart } from "../_planted-curves.ts";

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
