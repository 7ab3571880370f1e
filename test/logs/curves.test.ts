import { describe, expect, test } from "vitest";
import { meaningOf, statedColumns } from "#logs/curves/meaning.js";
import { inOrder } from "#logs/curves/passes.js";
import { asShares } from "#logs/curves/shares.js";

const points = (...moments: readonly number[]) => moments.map((at, i) => ({ at, value: i }));
const told = (...moments: readonly number[]) => {
  const { points: kept, resumedAt } = inOrder(points(...moments));
  return [kept.map(({ at }) => at), kept.map(({ value }) => value), resumedAt];
};

describe("points in the order of their moments", () => {
  test("are as they were where they rise, the last of each moment", () => {
    expect(told(1, 2, 3)).toEqual([[1, 2, 3], [0, 1, 2], undefined]);
    expect(told(1, 1, 2, 2, 2)).toEqual([[1, 2], [1, 4], undefined]);
    expect(told()).toEqual([[], [], undefined]);
    expect("resumedAt" in inOrder(points(1, 2))).toBe(false);
  });

  test("of a run that was resumed are without what was given up", () => {
    expect(told(1, 2, 3, 4, 2, 3, 5)).toEqual([[1, 2, 3, 5], [0, 4, 5, 6], 2]);
    // Twice: the last time is told.
    expect(told(1, 2, 3, 2, 3, 4, 3, 5)).toEqual([[1, 2, 3, 5], [0, 3, 6, 7], 3]);
    expect(told(5, 6, 7, 5, 6)).toEqual([[5, 6], [3, 4], 5]);
  });

  test("written backwards are turned round", () => {
    expect(told(3, 2, 1)).toEqual([[1, 2, 3], [2, 1, 0], undefined]);
    expect(told(3, 3, 1)).toEqual([[1, 3], [2, 0], undefined]);
  });

  test("in no order are sorted, from three falls and one in twenty points on", () => {
    expect(told(1, 5, 2, 6, 3, 7, 4)).toEqual([[1, 2, 3, 4, 5, 6, 7], [0, 2, 4, 6, 1, 3, 5], undefined]);
    expect(told(1, 5, 2, 6, 3)).toEqual([[1, 2, 3], [0, 2, 4], 3]);
    // Three falls of 61 points are none of one in twenty, of 60 they are: a run that was resumed, or points in no order.
    const falling = (n: number) => [...Array.from({ length: n - 6 }, (_, i) => i - n), 1, 5, 2, 6, 3, 7, 4].slice(0, n);
    expect(told(...falling(59), 4).at(-1)).toBeUndefined();
    expect(told(...falling(60), 4).at(-1)).toBe(4);
  });

  test("that begin anew are in order, however often", () => {
    expect(told(0, 1, 2, 0, 1, 2, 0, 1, 0, 1)).toEqual([[0, 1], [8, 9], 0]);
  });
});

describe("accuracies as shares", () => {
  const curve = (measure: string, values: readonly number[], more: object = {}) =>
    ({ measure, series: "", at: values.map((_, i) => i), values, ...more }) as never;
  const shares = (...curves: readonly never[]) => {
    const { curves: found, doubts } = asShares(curves);
    return [found.map(({ values }) => values), doubts];
  };

  test("stay where none is above 1.5", () => {
    expect(shares(curve("train_accuracy", [0.1, 1.5]), curve("test_loss", [4, 2]))).toEqual([
      [
        [0.1, 1.5],
        [4, 2],
      ],
      [],
    ]);
  });

  test("are divided by 100 where one of the same run is above it", () => {
    const said = "accuracies are logged in per cent: divided by 100";
    expect(shares(curve("train_accuracy", [1, 100]), curve("test_accuracy", [0.25, 0.5]))).toEqual([
      [
        [0.01, 1],
        [0.0025, 0.005],
      ],
      [said],
    ]);
    const other = curve("test_accuracy", [0.5, 1], { series: "other" });
    expect(shares(curve("train_accuracy", [1, 101]), other)).toEqual([
      [
        [0.01, 1.01],
        [0.5, 1],
      ],
      [said],
    ]);
    const stated = curve("test_accuracy", [0.5, 1], { share: true });
    expect(shares(curve("train_accuracy", [1, 50]), stated)).toEqual([
      [
        [0.01, 0.5],
        [0.5, 1],
      ],
      [said],
    ]);
  });

  test("beside others in per cent: one that rises to 1 is a share, one that nearly does may be", () => {
    const high = curve("train_accuracy", [1, 100]);
    const said = "accuracies are logged in per cent: divided by 100";
    expect(shares(high, curve("test_accuracy", [0.1, 1]))).toEqual([
      [
        [0.01, 1],
        [0.1, 1],
      ],
      [said, "test accuracy is taken as a share, beside others in per cent"],
    ]);
    expect(shares(high, curve("test_accuracy", [0.05, 0.5]))).toEqual([
      [
        [0.01, 1],
        [0.0005, 0.005],
      ],
      [said, "test accuracy is taken for per cent like the others, 0.5 % at most: it could be a share"],
    ]);
    // It falls short of ten times its least, or of a half.
    expect(shares(high, curve("test_accuracy", [0.5, 1]))[1]).toEqual([said]);
    expect(shares(high, curve("test_accuracy", [0.01, 0.25]))[1]).toEqual([said]);
    expect(shares(high, curve("test_accuracy", [0.01, 1.25]))[1]).toEqual([said]);
  });

  test("above 101 are left out, as are values below 0; a loss below 0 is said", () => {
    expect(shares(curve("train_accuracy", [1, 102]))).toEqual([
      [],
      ["train accuracy comes to 102, which is no share and no per cent: it is left out"],
    ]);
    const { curves, doubts } = asShares([curve("test_accuracy", [-1, 0.5, -1, 0]), curve("test_loss", [0, -2])]);
    expect(curves).toMatchObject([
      { at: [1, 3], values: [0.5, 0] },
      { at: [0, 1], values: [0, -2] },
    ]);
    expect(doubts).toEqual([
      "test accuracy: 2 of 4 values are below 0, and left out",
      "test loss: 1 of 2 values are below 0, as no cross-entropy is",
    ]);
  });
});

describe("what a column is for", () => {
  const none = new Map();
  test.each<readonly [string, string]>([
    ["run_id", "run"],
    ["Metric", "metric"],
    ["value", "value"],
    ["split", "part"],
    ["wall_time", "aside"],
    ["_timestamp", "aside"],
    ["grad_norm", "aside"],
    ["lr", "aside"],
    ["my run", "unknown"],
    ...["run", "run_name", "runid", "series", "experiment", "seed", "trial"].map((name) => [name, "run"] as const),
    ...["metrics", "name", "key", "tag", "measure", "variable", "quantity"].map((name) => [name, "metric"] as const),
    ...["values", "Scalar"].map((name) => [name, "value"] as const),
    ...["phase", "set", "part", "dataset", "mode", "stage", "partition", "type", "kind"].map(
      (name) => [name, "part"] as const,
    ),
    ...["walltime", "wall time", "timestamp", "time stamp", "_runtime", "time", "date", "elapsed", "elapsed_s"].map(
      (name) => [name, "aside"] as const,
    ),
    ...["gradient_norm", "param_norm", "parameter_norm", "weight_norm", "learning_rate", "zero_loss"].map(
      (name) => [name, "aside"] as const,
    ),
    ...["archetype", "kinds", "my run_id", "run_ids", "my tag", "tags", "scalars", "my value"].map(
      (name) => [name, "unknown"] as const,
    ),
    ...["my time", "times", "elapsed_m", "my lr", "lr_x", "norm", "grad_norms"].map(
      (name) => [name, "unknown"] as const,
    ),
    ["values of it", "unknown"],
    ["some - thing", "unknown"],
  ])("%s: %s", (name, is) => {
    expect(meaningOf(name, "", none)).toEqual({ is });
  });

  test("a measure or an axis by its name, after what the file is called, or after a run", () => {
    expect(meaningOf("train_loss", "", none)).toMatchObject({
      is: "measure",
      run: "",
      logged: { measure: "train_loss" },
    });
    expect(meaningOf("loss", "test", none)).toMatchObject({ is: "measure", logged: { measure: "train_loss" } });
    expect(meaningOf("mean", "test_loss", none)).toMatchObject({ is: "measure", logged: { measure: "test_loss" } });
    expect(meaningOf("mean", "", none)).toEqual({ is: "unknown" });
    expect(meaningOf("x", "test_loss", none)).toEqual({ is: "unknown" });
    expect(meaningOf("epoch", "", none)).toEqual({ is: "axis", axis: "epoch" });
    expect(meaningOf("wd 1 - test_loss", "", none)).toMatchObject({
      is: "measure",
      run: "wd 1",
      logged: { measure: "test_loss" },
    });
    expect(meaningOf("wd 1 - test_loss__MIN", "", none)).toEqual({ is: "aside" });
    expect(meaningOf("wd 1 - epoch", "", none)).toEqual({ is: "aside" });
  });

  test("what is stated goes before names, and is of that column alone", () => {
    const stated = statedColumns("test_accuracy=val/top1, epoch = tick=2");
    expect([...stated]).toEqual([
      ["val/top1", "test_accuracy"],
      ["tick=2", "epoch"],
    ]);
    const logged = { measure: "test_accuracy", error: false, percent: false, stated: true, set: "test" };
    expect(meaningOf("val/top1", "", stated)).toEqual({ is: "measure", run: "", logged });
    expect(meaningOf("a - val/top1", "", stated)).toEqual({ is: "measure", run: "a", logged });
    expect(meaningOf("tick=2", "", stated)).toEqual({ is: "axis", axis: "epoch" });
    expect(meaningOf("test_accuracy", "", stated)).not.toMatchObject({ is: "measure" });
    expect(meaningOf("step", "", stated)).toEqual({ is: "aside" });
    expect(meaningOf("step", "", statedColumns("train_loss=x"))).toEqual({ is: "axis", axis: "step" });
    expect(meaningOf("x", "", statedColumns("train_loss=x"))).toMatchObject({ logged: { set: "" } });
  });

  test.each(["accuracy=x", "test_loss", "test_loss= "])("--columns %j is refused", (words) => {
    expect(() => statedColumns(words)).toThrow(
      /^--columns: "[^"]*" does not say which column a measure is; write measure=column, as in test_accuracy=val\/top1; the measures are train_loss, /,
    );
  });
});
