import { describe, expect, test } from "vitest";
import type { Series } from "#quantities/change-points.js";
import { leakage } from "#quantities/dynamics/leakage.js";
import { apart } from "../_planted-curves.ts";

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
