import { expect, test } from "vitest";
import cosines from "#analyzers/cosines.js";
import excludedLoss from "#analyzers/excluded-loss.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import sparsity from "#analyzers/sparsity.js";
import { AnalyzerError } from "#errors.js";
import { controlFrequencies } from "#quantities/control-frequencies.js";
import { FREQUENCY_VARIANT_NAMES } from "#quantities/frequency-variants.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import {
  inner,
  naiveCosine,
  naiveKept,
  naiveLogits,
  naivePart,
  naiveScore,
  type Rows,
} from "../quantities/_naive-losses.ts";
import { among } from "../quantities/_split-networks.ts";
import { bareWeights, folder } from "../runs/_made.ts";

/** Both are float64 over the same float32 logits. */
const FLOAT64 = 1e-9;

const TASKS = ["addition", "subtraction", "multiplication", "division"];

test.each(TASKS)("%s: losses, cosines and controls as whole matrices give them", async (name) => {
  const of = await openRun(`fixtures/tasks/${name}`);
  const network = of.network as Network;
  expect([network.task.name, network.split?.kind]).toEqual([name, "stored"]);
  const form = cyclicForm(network.task) as CyclicForm;
  const model = modelAt(of, of.checkpoints[0]);
  const logits = naiveLogits(model, form);
  const keys = [2, 4];
  const draws = controlFrequencies(keys, Math.floor(form.n / 2));
  expect(draws).toHaveLength(10);
  for (const how of ["restricted", "excluded"] as const) {
    const analyzer = (how === "restricted" ? restrictedLoss : excludedLoss) as typeof excludedLoss;
    const { rows } = (await analyze(of, analyzer, { keys, control: "every" })).table;
    for (const row of rows.filter(({ frequency }) => typeof frequency !== "number")) {
      const score = (some: readonly number[], part: "train" | "test" | "all") =>
        naiveScore(naiveKept(logits, naivePart(model, form, row.variant, some), how), network, among(network, part));
      for (const part of ["train", "test", "all"] as const) {
        const { loss, accuracy } = score(keys, part);
        meets(row[`${part}_loss`], loss, FLOAT64, `${how} ${row.variant} ${part}`);
        expect(row[`${part}_accuracy`]).toBeCloseTo(accuracy, 11);
      }
      const control = draws.map((draw) => score(draw, how === "restricted" ? "all" : "train").loss);
      meets(row.control_loss, control.reduce((sum, x) => sum + x, 0) / control.length, FLOAT64, "control");
      meets(row.control_least, Math.min(...control), FLOAT64, "control, least");
      meets(row.control_most, Math.max(...control), FLOAT64, "control, most");
    }
  }
  const whole = inTheGroup(logits, form);
  const [ofLogits, ofCentred] = [whole, centred(whole)].map((rows) => inner(rows, rows));
  for (const row of (await analyze(of, cosines)).table.rows) {
    const { coefficient } = naiveCosine(logits, form, row.frequency);
    expect(Math.abs(row.coefficient - coefficient)).toBeLessThan(FLOAT64);
    expect(Math.abs(row.similarity - coefficient / Math.sqrt(ofLogits))).toBeLessThan(FLOAT64);
    expect(Math.abs(row.centred_similarity - coefficient / Math.sqrt(ofCentred))).toBeLessThan(FLOAT64);
    expect(Math.abs(row.share_of_variance - coefficient ** 2 / ofCentred)).toBeLessThan(FLOAT64);
  }
});

test.each(["tasks/quadratic", "tasks/cubic", "layouts/universality-mlp"])("%s has no frequencies", async (path) => {
  const of = await openRun(`fixtures/${path}`);
  for (const analyzer of [restrictedLoss, excludedLoss, cosines, sparsity]) {
    const asked = analyze(of, analyzer as typeof cosines);
    await expect(asked).rejects.toThrow(AnalyzerError);
    await expect(asked).rejects.toThrow(
      `${analyzer.name} does not apply: ${of.network?.task.formula} is no cyclic group's operation`,
    );
  }
});

test("without a split there are values over all pairs, the same as with it, and nothing else", async () => {
  const bare = await openRun(folder({ "6000.safetensors": bareWeights("fixtures/tiny/final.pth") }));
  expect(bare.network?.split).toBeUndefined();
  const whole = await openRun("fixtures/tiny/final.pth");
  for (const analyzer of [restrictedLoss, excludedLoss]) {
    const asked = analyzer as typeof excludedLoss;
    const known = (await analyze(whole, asked)).table.rows;
    for (const [i, row] of (await analyze(bare, asked)).table.rows.entries()) {
      const { train_loss, test_loss, train_accuracy, test_accuracy } = row;
      expect([train_loss, test_loss, train_accuracy, test_accuracy]).toEqual(Array(4).fill(null));
      if (typeof row.frequency === "number") expect(row.all_loss).toBeGreaterThan(0);
      else expect([row.all_loss, row.all_accuracy]).toEqual([known[i].all_loss, known[i].all_accuracy]);
      if (asked === excludedLoss) expect([row.ratio, row.control_loss]).toEqual([null, null]);
      else expect(row.control_loss).toBe(known[i].control_loss);
    }
  }
});

test.each([
  ["structural/nn-transformer-post", "post", false],
  ["lightning", "post", false],
  // Without a final LayerNorm the neurons' part of the logits is theirs times W_L.
  ["structural/nn-transformer", "pre", true],
  ["structural/nn-linear", "none", true],
  ["transformer-lens", "none", true],
])(
  "%s, LayerNorm %s: a LayerNorm after the neurons leaves neuron-level out, which is said",
  async (path, norm, has) => {
    const of = await openRun(`fixtures/layouts/${path}`);
    expect(of.network?.architecture).toMatchObject({ normalisation: norm });
    for (const analyzer of [restrictedLoss, excludedLoss]) {
      const { table, findings } = await analyze(of, analyzer as typeof restrictedLoss);
      const value = "left out: a LayerNorm stands between the neurons and the logits";
      const said = findings.filter(({ label }) => label === "variant neuron-level");
      expect(said).toEqual(has ? [] : [{ label: "variant neuron-level", value }]);
      const variants = FREQUENCY_VARIANT_NAMES.filter((name) => has || name !== "neuron-level");
      expect([...new Set(table.rows.map(({ variant }) => variant))]).toEqual(variants);
    }
  },
);

/** The logits of the answers that are in the group. */
function inTheGroup(logits: Rows, { order }: CyclicForm): Rows {
  return logits.map((row) => Array.from(order, (c) => row[c]));
}

function centred(rows: Rows): Rows {
  return rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    return row.map((value) => value - mean);
  });
}

function meets(ours: number | null, theirs: number, tolerance: number, what: string): void {
  expect(Math.abs((ours ?? Number.NaN) / theirs - 1), what).toBeLessThan(tolerance);
}
