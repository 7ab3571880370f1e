import { describe, expect, test } from "vitest";
import { loggedRows, thinnedCurves } from "#quantities/thinned-curves.js";

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
