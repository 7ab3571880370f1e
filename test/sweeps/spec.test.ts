import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cellsOf } from "#sweeps/cells.js";
import { readPlan, sweepPlan, writePlan } from "#sweeps/plan.js";
import { checkedSpec, readSpec } from "#sweeps/spec.js";
import { enough, untilOf } from "#sweeps/until.js";
import { PRESETS } from "#training/presets.js";
import { folder } from "../training/_small.ts";

describe("the runs of a spec", () => {
  const spec = { preset: "tiny", settings: { epochs: 5 }, grid: { weight_decay: [0, 1], seed: [3, 4] } } as const;

  test("are every combination in order, the last setting varying fastest, each with all settings", () => {
    const cells = cellsOf("here", spec);
    expect(cells.map(({ index, varied }) => [index, varied.weight_decay, varied.seed])).toEqual([
      [0, 0, 3],
      [1, 0, 4],
      [2, 1, 3],
      [3, 1, 4],
    ]);
    expect(cells[3].config).toEqual({ ...PRESETS.tiny.config, epochs: 5, weight_decay: 1, seed: 4, data_seed: 4 });
    expect(cells.map(({ name }) => name)).toEqual([
      "weight_decay-0_seed-3",
      "weight_decay-0_seed-4",
      "weight_decay-1_seed-3",
      "weight_decay-1_seed-4",
    ]);
  });

  test("of a list and a grid are each of the one with each of the other", () => {
    const list = [{ optimiser: "adam", weight_decay: 0 }, { optimiser: "adamw" }];
    const cells = cellsOf("here", { list, grid: { shared_embedding: [true, false] } });
    expect(cells.map(({ name }) => name)).toEqual([
      "shared_embedding-yes_optimiser-adam_weight_decay-0",
      "shared_embedding-no_optimiser-adam_weight_decay-0",
      "shared_embedding-yes_optimiser-adamw_weight_decay-1",
      "shared_embedding-no_optimiser-adamw_weight_decay-1",
    ]);
  });

  test("have ids that follow from their configuration alone", () => {
    const [one] = cellsOf("here", { preset: "mainline", grid: { weight_decay: [1] } });
    const again = cellsOf("there", {
      preset: "no-weight-decay",
      settings: { epochs: 16_000 },
      grid: { weight_decay: [0, 1] },
    });
    expect(again[1].id).toBe(one.id);
    expect(again[0].id).not.toBe(one.id);
    expect(one.name).toBe("run");
  });

  test("with long names are told apart by their ids", () => {
    const list = [1, 2].map((n) => ({
      weight_decay: n / 3,
      learning_rate: n / 7e3,
      init_scale: n / 3,
      epsilon: n / 3e8,
      beta1: n / 7,
      beta2: n / 9,
      fraction: n / 7,
    }));
    const [one, two] = cellsOf("here", { list });
    expect(one.name).toHaveLength(120);
    expect(one.name.endsWith(one.id)).toBe(true);
    expect(one.name).not.toBe(two.name);
  });
});

test.each([
  [[], /^here: is no object/],
  [{ grids: {} }, /^here: "grids" is not a key of a sweep; "grid" is$/],
  [{ grid: { weight_dcay: [1] } }, /^here: "weight_dcay" is not a setting of train; "weight_decay" is$/],
  [{ settings: { zzz: 1 } }, /"zzz" is not a setting of train; choose of .*weight_decay/],
  [{ list: [{ frction: 1 }] }, /"frction" is not a setting of train; "fraction" is$/],
  [{ list: [] }, /list is no list of objects/],
  [{ grid: { p: 7 } }, /grid\.p is no list of values/],
  [{ grid: { p: [] } }, /grid\.p is no list of values/],
  [{ grid: { p: [7] }, settings: { p: 5 } }, /p is in grid and given besides/],
  [{ preset: "small" }, /preset "small" is none; choose mainline/],
  [{ checkpoints: "some" }, /checkpoints cannot be some; choose last, all, states/],
  [{ until: "accuracy=1" }, /"accuracy=1" is no measure and value; write train_loss/],
  [{ until: "test_loss" }, /no measure and value/],
  [{ until: "test_accuracy=99" }, /no test_accuracy is ever 99; give a share/],
  [{ until: "test_loss=-1" }, /no test_loss is ever -1; give 0 or more/],
  [{ until: { measure: "test_loss", value: 1, evaluation: 3 } }, /"evaluation" is no part of it; give measure, value/],
  [{ until: { measure: "test_loss", value: 1, evaluations: -1 } }, /evaluations are -1; give a whole number/],
])("the spec %j is refused: what, where, the remedy", (spec, message) => {
  expect(() => checkedSpec("here", spec)).toThrow(message);
});

test.each([
  [
    { grid: { fraction: [0.5, 1.5] } },
    /^here: run 1 \(fraction 1\.5\): --fraction: must lie between 0 and 1, got 1\.5$/,
  ],
  [{ grid: { seed: [0, 1, 0] } }, /^here: runs 0 and 2 are the same \(seed-0\)/],
  [{ settings: { p: "7" } }, /run 0 \(the only one\): --p: must be a number, got 7/],
])("the runs of %j are refused before any is run", (spec, message) => {
  expect(() => cellsOf("here", spec as never)).toThrow(message);
});

test("a file may be JSON or YAML; what is neither is said", () => {
  const at = folder();
  const put = (name: string, text: string) => {
    writeFileSync(join(at, name), text);
    return join(at, name);
  };
  const spec = { preset: "tiny", grid: { weight_decay: [0, 0.5] } };
  expect(readSpec(put("a.json", JSON.stringify(spec)))).toEqual(spec);
  expect(readSpec(put("a.yaml", "preset: tiny\ngrid:\n  weight_decay: [0, 0.5]\n"))).toEqual(spec);
  expect(() => readSpec(put("b.json", "{"))).toThrow(/b\.json: no valid JSON/);
  expect(() => readSpec(join(at, "none.json"))).toThrow(/cannot be read: ENOENT.*; name a JSON or YAML file$/);
});

describe("a plan in its folder", () => {
  const spec = { preset: "tiny", grid: { weight_decay: [0, 1] } } as const;

  test("is read as it was written, and written again to the same bytes", () => {
    const at = folder();
    writePlan(sweepPlan(at, { ...spec, until: "test_accuracy=0.9" }));
    const plan = readPlan(at);
    expect(plan.until).toEqual({ measure: "test_accuracy", value: 0.9, evaluations: 10 });
    expect(plan).toMatchObject({ folder: at, checkpoints: "last", cells: sweepPlan(at, spec).cells });
  });

  test("can grow by values, not by settings that rename its runs, nor end by another rule", () => {
    const at = folder();
    writePlan(sweepPlan(at, spec));
    writePlan(sweepPlan(at, { ...spec, grid: { weight_decay: [0, 0.5, 1] } }));
    expect(readPlan(at).cells).toHaveLength(3);
    expect(writePlan(sweepPlan(at, { ...spec, grid: { weight_decay: [0, 1] } }))).toEqual(["weight_decay-0.5"]);
    expect(() => writePlan(sweepPlan(at, { ...spec, grid: { weight_decay: [0, 1], seed: [7, 8] } }))).toThrow(
      /has run weight_decay-0, which would be weight_decay-0_seed-7; choose another folder/,
    );
    expect(() => writePlan(sweepPlan(at, { ...spec, until: "test_loss=1" }))).toThrow(
      /was planned with until null, not/,
    );
  });

  test("of which there is none is said", () => {
    expect(() => readPlan(folder())).toThrow(/holds no sweep; plan one/);
  });
});

describe("until", () => {
  const at = (test_accuracy: number | null, test_loss = test_accuracy === null ? null : 1 - test_accuracy) => ({
    epoch: 0,
    train_loss: 1,
    train_accuracy: 1,
    test_accuracy,
    test_loss,
    gradient_norm: null,
    zero_loss: 0,
  });

  test("an accuracy is at least, a loss at most the value, at so many evaluations in a row after the first", () => {
    const accuracies = [0.1, 0.99, null, 0.98, 0.99, null, 1, 0.995, 0.2];
    for (const criterion of ["test_accuracy=0.99", "test_loss=0.01001"]) {
      const seen = enough({ ...untilOf(criterion), evaluations: 2 });
      expect(accuracies.map((accuracy) => seen(at(accuracy)))).toEqual([
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        true,
        false,
      ]);
    }
  });

  test("with no evaluations after it ends at the first", () => {
    const seen = enough({ measure: "test_accuracy", value: 0.5, evaluations: 0 });
    expect([0.4, 0.5].map((accuracy) => seen(at(accuracy)))).toEqual([false, true]);
  });
});
