import { beforeAll, describe, expect, test } from "vitest";
import cosines from "#analyzers/cosines.js";
import excludedLoss from "#analyzers/excluded-loss.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import sparsity from "#analyzers/sparsity.js";
import { UsageError } from "#errors.js";
import { FREQUENCY_VARIANT_NAMES, type FrequencyVariantName } from "#quantities/frequency-variants.js";
import { KEY_RULES } from "#quantities/key-frequencies.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { type ExpectedRun, type ExpectedTiny, expected } from "../_expected.ts";

/** The float32 forward pass is off by up to 2e-5 in a logit: so much can a small loss change, as a share of it. */
const LOSS = 5e-5;
/** Cosines over 29³ logits that a float32 forward pass rounds. */
const FLOAT32 = 1e-6;
/** Both are float64, of the same float32 weights or logits. */
const FLOAT64 = 1e-9;

type ExpectedVariant = Readonly<Record<string, number>> & { readonly excluded_train_each?: readonly number[] };
const tiny = expected("tiny") as ExpectedRun<
  ExpectedTiny & { readonly restricted_excluded: Readonly<Record<FrequencyVariantName, ExpectedVariant>> }
> & { readonly final_keys: readonly number[] };
const MOST = (tiny.p - 1) / 2;
/** Before it learns, while it memorises, as it groks and after; losses of single frequencies are known of three. */
const EPOCHS = [0, 100, 500, 1500, 2000, 3000, 6000];
/** One row an epoch: init.pth and 0.pth hold the same weights. */
const checkpoints = tiny.checkpoints.filter(
  ({ file, epoch }) => file !== "init.pth" && EPOCHS.includes(epoch as number),
);
const LAST = checkpoints.at(-1)?.epoch;

let run: Run;
beforeAll(async () => {
  const whole = await openRun("fixtures/tiny");
  run = { ...whole, checkpoints: whole.checkpoints.filter(({ epoch }) => EPOCHS.includes(epoch)) };
});

/** The run with these checkpoints only. */
const few = (...epochs: readonly number[]): Run => ({
  ...run,
  checkpoints: run.checkpoints.filter(({ epoch }) => epochs.includes(epoch)),
});

describe("of the tiny run, by default", () => {
  test("restricted loss in every column is PyTorch's, with the keys of the last checkpoint", async () => {
    const { table, findings, conclusion } = await analyze(run, restrictedLoss);
    expect(table.rows.map(({ epoch, variant }) => [epoch, variant])).toEqual(
      checkpoints.flatMap(({ epoch }) => FREQUENCY_VARIANT_NAMES.map((variant) => [epoch, variant])),
    );
    for (const row of table.rows) {
      const theirs = expectedAt(row.epoch, row.variant);
      expect([row.keys, row.dtype]).toEqual([tiny.final_keys, "float64"]);
      for (const part of ["train", "test", "all"] as const)
        meets(row[`${part}_loss`], theirs[`restricted_${part}`], LOSS, `${row.epoch} ${row.variant} ${part}`);
      expect(row.all_accuracy).toBeCloseTo(theirs.restricted_accuracy_all, 11);
      expectControl(row, "sum-directions");
    }
    expect(findings[0]).toEqual({
      label: `key frequencies, rule logit-map at epoch ${LAST}`,
      value: tiny.final_keys,
    });
    expect(conclusion?.key_frequencies).toEqual({ keys: tiny.final_keys, rule: "logit-map", epoch: LAST, none: null });
    expect(findings.slice(1).map(({ label }) => label)).toEqual(
      FREQUENCY_VARIANT_NAMES.map((variant) => `restricted loss, ${variant}, all pairs, at epoch ${LAST}`),
    );
  });

  test("excluded loss in every column is PyTorch's, and one frequency at a time in sum-directions", async () => {
    const { table } = await analyze(run, excludedLoss);
    for (const row of table.rows.filter(({ frequency }) => frequency === null)) {
      const theirs = expectedAt(row.epoch, row.variant);
      for (const part of ["train", "test", "all"] as const)
        meets(row[`${part}_loss`], theirs[`excluded_${part}`], LOSS, `${row.epoch} ${row.variant} ${part}`);
      expect(row.all_accuracy).toBeCloseTo(theirs.excluded_accuracy_all, 11);
      const intact = checkpoints.find(({ epoch }) => epoch === row.epoch)?.train?.loss ?? expect.unreachable();
      meets(row.ratio, theirs.excluded_train / intact, 2 * LOSS, `${row.epoch} ${row.variant} ratio`);
      expectControl(row, "sum-directions");
    }
    const single = table.rows.filter(({ frequency }) => frequency !== null);
    expect(new Set(single.map(({ variant }) => variant))).toEqual(new Set(["sum-directions"]));
    expect(single).toHaveLength(checkpoints.length * MOST);
    expectEach(single);
    for (const { test_loss, all_loss, control_loss } of single)
      expect([test_loss, all_loss, control_loss]).toEqual([null, null, null]);
  });

  test.each([restrictedLoss, excludedLoss] as const)(
    "with --control every, each variant has its own",
    async (asked) => {
      const { rows } = (await analyze(few(LAST as number), asked as typeof restrictedLoss, { control: "every" })).table;
      const whole = rows.filter((row) => !("frequency" in row) || row.frequency === null);
      expect(new Set(whole.map(({ control_loss }) => control_loss)).size).toBe(FREQUENCY_VARIANT_NAMES.length);
      for (const row of whole) expectControl(row, row.variant);
    },
  );

  test("with --each every, one frequency at a time in every variant", async () => {
    const { rows } = (await analyze(run, excludedLoss, { each: "every" })).table;
    expect(rows).toHaveLength(checkpoints.length * FREQUENCY_VARIANT_NAMES.length * (1 + MOST));
    expectEach(rows);
  });

  test("cosines are PyTorch's; the shares of variance are their squares, and at most all of it", async () => {
    const { rows } = (await analyze(run, cosines)).table;
    for (const { epoch, keys } of checkpoints) {
      const ours = rows.filter((row) => row.epoch === epoch);
      expect(ours.map(({ frequency }) => frequency)).toEqual(Array.from({ length: MOST }, (_, i) => i + 1));
      for (const [i, { centred_similarity, share_of_variance }] of ours.entries()) {
        expect(Math.abs(centred_similarity - keys.cosine_similarity[i])).toBeLessThan(FLOAT32);
        expect(Math.abs(centred_similarity ** 2 - share_of_variance)).toBeLessThan(FLOAT64);
      }
      expect(ours.reduce((sum, { share_of_variance }) => sum + share_of_variance, 0)).toBeLessThanOrEqual(1);
    }
  });

  test("Gini of W_E and W_L is PyTorch's", async () => {
    const { rows } = (await analyze(run, sparsity)).table;
    for (const { epoch, embedding, logit_map, keys } of checkpoints) {
      const row = (matrix: string) => rows.find((one) => one.epoch === epoch && one.matrix === matrix);
      for (const [matrix, theirs] of [["W_E", embedding] as const, ["W_L", logit_map] as const]) {
        meets(row(matrix)?.gini_per_frequency, theirs.gini_frequency, FLOAT64, matrix);
        meets(row(matrix)?.gini_per_component, theirs.gini_component, FLOAT64, matrix);
        expect(row(matrix)?.constant).toBe(0);
      }
      expect(row("neurons")?.constant).toBe(96 - keys.neurons_alive);
    }
  });
});

describe("which frequencies are key", () => {
  test("those given, each once and in order: the same as where a rule finds them", async () => {
    const some = few(0, 2000, 6000);
    const byRule = await analyze(some, restrictedLoss);
    const given = await analyze(some, restrictedLoss, { keys: [13, 3, 11, 3] });
    expect(given.table.rows).toEqual(byRule.table.rows);
    expect(given.findings[0]).toEqual({ label: "key frequencies, given", value: [3, 11, 13] });
  });

  test("those of another checkpoint, by any rule", async () => {
    const some = few(2000, 6000);
    for (const rule of KEY_RULES) {
      for (const { epoch, keys } of checkpoints.filter((one) => one.epoch === 2000 || one.epoch === 6000)) {
        const { table, findings } = await analyze(some, restrictedLoss, { rule, keysAt: epoch as number });
        const found = sparse(keys.rules[rule.replace("-", "_") as "logit_map"]);
        for (const row of table.rows) expect(row.keys, `${rule} at ${epoch}`).toEqual(found);
        expect(findings[0].label).toBe(`key frequencies, rule ${rule} at epoch ${epoch}`);
        if (found.length > 0) expect(findings[0].value).toEqual(found);
      }
    }
  });

  test("each checkpoint's own", async () => {
    const { table, findings, conclusion } = await analyze(run, excludedLoss, { keysAt: "each" });
    expect(findings[0]).toEqual({ label: "key frequencies", value: "each checkpoint's own, rule logit-map" });
    const own = checkpoints.map(({ keys }) => sparse(keys.rules.logit_map));
    expect(own).toContainEqual([]);
    for (const [i, { epoch }] of checkpoints.entries()) {
      for (const row of table.rows.filter((one) => one.epoch === epoch && one.frequency === null)) {
        expect(row.keys).toEqual(own[i]);
        expect(row.train_loss === null).toBe(own[i].length === 0);
      }
    }
    const last = own[own.length - 1];
    expect(conclusion?.key_frequencies).toEqual({ keys: last, rule: "logit-map", epoch: null, none: null });
  });

  test("none, of random weights: the losses are null, the reason is said, single frequencies are given", async () => {
    for (const analyzer of [restrictedLoss, excludedLoss]) {
      const { table, findings, conclusion } = await analyze(run, analyzer as typeof excludedLoss, { keysAt: 0 });
      expect(findings).toEqual([
        {
          label: "key frequencies, rule logit-map at epoch 0",
          value: "none: 14 of 14 frequencies pass, which is not sparse",
        },
      ]);
      const none = { code: "not sparse", formula: null, passing: 14, frequencies: 14 };
      expect(conclusion?.key_frequencies).toEqual({ keys: [], rule: "logit-map", epoch: 0, none });
      const rows = table.rows.filter(({ frequency }) => frequency === null || frequency === undefined);
      expect(rows).toHaveLength(checkpoints.length * FREQUENCY_VARIANT_NAMES.length);
      for (const row of rows) {
        const { keys, control_loss, control_least, control_most, train_loss, test_loss, all_loss } = row;
        expect(keys).toEqual([]);
        expect([control_loss, control_least, control_most, train_loss, test_loss, all_loss]).toEqual(
          Array(6).fill(null),
        );
        expect([row.train_accuracy, row.test_accuracy, row.all_accuracy]).toEqual(Array(3).fill(null));
      }
      if (analyzer === (excludedLoss as object)) expectEach(table.rows.filter(({ frequency }) => frequency !== null));
    }
  });

  test.each<[options: object, message: RegExp]>([
    [{ keys: [0] }, /^--keys: there is no frequency 0; a frequency is from 1 to 14$/],
    [{ keys: [3, 15] }, /^--keys: there is no frequency 15; a frequency is from 1 to 14$/],
    [{ keys: [1.5] }, /^--keys: takes integers, e\.g\. 3,5,14, got \[1\.5\]$/],
    [{ keysAt: 123 }, /^--keys-?at: there is no checkpoint of epoch 123; epochs go from 0 to 6000$/i],
    [{ keysAt: "first" }, /^--keys-?at: takes last or each or an integer, got "first"$/i],
    [{ rule: "fft" }, /^--rule: takes logit-map or embedding or neuron or cosine, got "fft"$/],
    [{ each: "all" }, /^--each: takes sum-directions or every or none, got "all"$/],
  ])("%j is refused in one line that says what is allowed", async (options, message) => {
    const asked = analyze(run, excludedLoss, options);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(message);
  });
});

function expectedAt(epoch: number, variant: FrequencyVariantName): ExpectedVariant {
  return checkpoints.find((one) => one.epoch === epoch)?.restricted_excluded[variant] ?? expect.unreachable();
}

/** Keys as the rule gives them, where not most frequencies pass. */
function sparse(passing: readonly number[]): readonly number[] {
  return passing.length <= MOST / 2 ? passing : [];
}

/** Checks the rows of single frequencies at the three checkpoints where they are expected. */
function expectEach(
  rows: readonly { epoch: number; variant: FrequencyVariantName; [column: string]: unknown }[],
): void {
  const epochs = new Set<number>();
  for (const { epoch, variant, frequency, train_loss } of rows) {
    const each = expectedAt(epoch, variant).excluded_train_each;
    if (!each || frequency === null) continue;
    meets(train_loss, each[(frequency as number) - 1], LOSS, `epoch ${epoch}, ${variant}, ${frequency}`);
    epochs.add(epoch);
  }
  expect([...epochs]).toEqual([100, 1500, 6000]);
}

/** Ordered where the variant has a control, else not there. */
function expectControl(row: Record<string, unknown>, controlled: string): void {
  const { variant, control_least, control_loss, control_most } = row;
  if (variant !== controlled) expect([control_least, control_loss, control_most]).toEqual([null, null, null]);
  else {
    expect(control_least).toBeLessThanOrEqual(control_loss as number);
    expect(control_loss).toBeLessThanOrEqual(control_most as number);
  }
}

function meets(ours: unknown, theirs: number, tolerance: number, what: string): void {
  expect(Math.abs(Number(ours ?? Number.NaN) / theirs - 1), what).toBeLessThan(tolerance);
}
