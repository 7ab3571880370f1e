import { describe, expect, test } from "vitest";
import { plateau } from "#quantities/dynamics/plateau.js";

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
