import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PRESETS, type TrainingConfig } from "#index.js";
import { openRun } from "#runs/open.js";
import { TRAIN } from "#tasks/_split.js";
import { evaluate } from "#tensors/evaluate.js";
import { gradients } from "#tensors/gradient.js";
import { constant, sum } from "#tensors/operations.js";
import { norm, rescale } from "#training/_frozen-norm.js";
import { trainingPlan } from "#training/_plan.js";
import * as filters from "#training/filters/index.js";
import * as losses from "#training/losses/index.js";
import { startingFrom } from "#training/starting-from.js";
import { contents, folder, metricsOf, small, trained } from "./_small.ts";

/* Printed by torch 2.15, float64:
z = torch.tensor([[3., -2., .5], [0., -1., -30.], [60., .5, 2.]]).requires_grad_(); a = [0, 2, 1]
s = torch.where(z >= 0, z + 1, 1 / (1 - z)); l = -torch.log(s / s.sum(1, keepdim=True))[range(3), a]; l.sum().backward()
*/
test("the cross-entropy of StableMax and its gradient are torch's", () => {
  const logits = constant(Float64Array.of(3, -2, 0.5, 0, -1, -30, 60, 0.5, 2), [3, 3]);
  const rows = losses.stablemax.ofRows(logits, constant(Int32Array.of(0, 2, 1)), "float64");
  const [d] = gradients(sum(rows, [0, 1]), [logits]);
  const found = evaluate({ rows, d });
  const loss = [0.37729423114146804, 3.8607297110405954, 3.776585034533042];
  for (const [i, value] of loss.entries()) expect(found.rows[i]).toBeCloseTo(value, 12);
  const gradient = [
    ...[-0.07857142857142857, 0.019047619047619046, 0.17142857142857143],
    ...[0.6526315789473685, 0.1631578947368421, -0.03157894736842105],
    ...[0.015267175572519082, -0.6513994910941475, 0.015267175572519082],
  ];
  for (const [i, value] of gradient.entries()) expect(found.d[i]).toBeCloseTo(value, 12);
});

const slots = [
  { name: "w", rows: 1, columns: 4, offset: 0, weight: { name: "w", axes: ["out"], shape: [4] } },
  { name: "v", rows: 1, columns: 2, offset: 4, weight: { name: "v", axes: ["out"], shape: [2] } },
];
const WEIGHTS = Float32Array.of(1, -2, 0.5, 3, 1, 1);
const SETTINGS = { grokfastAlpha: 0.98, grokfastLambda: 2 };
const gradientOf = (times = 1) => Float32Array.of(0.3, 0.1, -0.2, 0.4, 1, 2).map((g) => g * times);

describe("a filter does to gradients what its authors' code does", () => {
  test("orthogonal: each parameter by itself, its length kept", () => {
    const gradient = gradientOf();
    filters.orthogonal.filter({ gradient, weights: WEIGHTS, memory: undefined, slots }, SETTINGS);
    const expected = [0.2649853008959061, 0.3296158620900297, -0.2973005814929679, 0.18096557134354568];
    for (const [i, value] of expected.entries()) expect(gradient[i]).toBeCloseTo(value, 6);
    for (const [from, to] of [
      [0, 4],
      [4, 6],
    ]) {
      const part = gradient.subarray(from, to);
      expect(part.reduce((along, g, i) => along + g * (WEIGHTS[from + i] as number), 0)).toBeCloseTo(0, 6);
      expect(norm(part)).toBeCloseTo(norm(gradientOf().subarray(from, to)), 6);
    }
  });

  test("grokfast: three steps", () => {
    let memory: Float32Array | undefined;
    const first = [1, -2, 3].map((times) => {
      const gradient = gradientOf(times);
      memory = filters.grokfast.filter({ gradient, weights: WEIGHTS, memory, slots }, SETTINGS);
      return gradient[0];
    });
    for (const [i, value] of [0.9, -0.036, 1.48872].entries()) expect(first[i]).toBeCloseTo(value, 5);
  });

  test("none: nothing", () => {
    const gradient = gradientOf();
    filters.none.filter({ gradient, weights: WEIGHTS, memory: undefined, slots }, SETTINGS);
    expect(gradient).toEqual(gradientOf());
  });
});

test("all weights are scaled to a norm by one factor", () => {
  const weights = WEIGHTS.slice();
  rescale(weights, 2);
  expect(norm(weights)).toBeCloseTo(2, 6);
  expect((weights[3] as number) / (weights[0] as number)).toBeCloseTo(3, 6);
});

describe("a run that is steered goes on to the same bytes however often it was stopped", () => {
  test.each<[string, Partial<TrainingConfig>]>([
    ["grokfast", { gradient_filter: "grokfast" }],
    ["orthogonal, StableMax in float32", { gradient_filter: "orthogonal", loss: "stablemax", loss_dtype: "float32" }],
    ["frozen norm", { frozen_norm: true }],
    ["curriculum, corrupted", { curriculum: "0:0.1,3:0.3,6:0.5", corrupted: 0.25 }],
  ])("%s", async (_, changes) => {
    const [once, parts] = [folder(), folder()];
    await trained(once, small(changes));
    for (const epochs of [4, 7, 10]) await trained(parts, { ...small(changes), epochs }, { resume: epochs > 4 });
    const [whole, grown] = [contents(once), contents(parts)];
    for (const name of ["metrics.csv", "run.json", ".resume.safetensors", "checkpoints/epoch-000010.safetensors"])
      expect(grown[name] === whole[name], name).toBe(true);
    const plain = folder();
    await trained(plain, small());
    expect(whole["metrics.csv"]).not.toBe(contents(plain)["metrics.csv"]);
  });
});

test("with a frozen norm all checkpoints have the norm of the first", async () => {
  const path = folder();
  await trained(path, small({ frozen_norm: true }));
  const state = async (epoch: number) => norm((await startingFrom(`${path}@${epoch}`, { epochs: 20 })).state.weights);
  const first = await state(0);
  for (const epoch of [5, 10]) expect(Math.abs((await state(epoch)) / first - 1)).toBeLessThan(1e-6);
});

describe("a curriculum", () => {
  const config = small({ curriculum: "0:0.1,3:0.3,6:0.5" });

  test("trains on growing parts of one order, and tests on what is never trained on", () => {
    const plan = trainingPlan(config);
    const at = (epoch: number) => new Set(plan.trainAt(epoch));
    expect([0, 2, 3, 5, 6, 99].map((epoch) => at(epoch).size)).toEqual([16, 16, 50, 50, 84, 84]);
    for (const [small, large] of [
      [0, 3],
      [3, 6],
    ] as const)
      expect([...at(small)].every((pair) => at(large).has(pair))).toBe(true);
    expect(plan.test.some((pair) => at(6).has(pair))).toBe(false);
    expect(new Set(plan.train)).toEqual(at(6));
  });

  test("is said where the run is read, and what it logged of the training pairs is held against nothing", async () => {
    const path = folder();
    await trained(path, config);
    const run = await openRun(path);
    expect(run.doubts.join()).toMatch(/its training pairs grew by a curriculum/);
    expect(run.contradictions).toEqual([]);
    expect(run.network?.split?.member.filter((part) => part === TRAIN)).toHaveLength(84);
  });

  test.each([
    ["1:0.1,3:0.5", /begins at epoch 1, not at 0/],
    ["0:0.3,3:0.1,5:0.5", /does not ascend at 3:0\.1/],
    ["0:0.3,0:0.5", /does not ascend at 0:0\.5/],
    ["0:0.1,3:0.3", /ends with the share 0\.3, and --fraction is 0\.5/],
    ["0:much", /"0:much" is no epoch with a share/],
    ["0:0.001,3:0.5", /leave some of the 169 pairs/],
  ])("%s is refused", (curriculum, message) => {
    expect(() => small({ curriculum })).toThrow(message);
  });
});

test("so large a share of the training pairs, and no test pair, is given another answer", async () => {
  const config = small({ corrupted: 0.25 });
  const { labels, task, train, test } = trainingPlan(config);
  const wrong = (pairs: Int32Array) => pairs.filter((pair) => labels[pair] !== task.answers[pair]).length;
  expect([wrong(train), wrong(test)]).toEqual([21, 0]);
  expect(labels.every((label) => label >= 0 && label < config.p)).toBe(true);
  const path = folder();
  await trained(path, config);
  const { doubts, contradictions, network } = await openRun(path);
  expect(doubts.join()).toMatch(/wrong answers for 25 % of the training pairs/);
  expect([contradictions, network?.split?.kind]).toEqual([[], "drawn"]);
});

describe("a run from before there were these settings", () => {
  test("goes on with the columns that it has", async () => {
    const [old, now] = [folder(), folder()];
    await trained(now, small());
    await trained(old, small({ epochs: 5 }));
    const later = [
      "curriculum",
      "corrupted",
      "loss",
      "gradient_filter",
      "grokfast_alpha",
      "grokfast_lambda",
      "frozen_norm",
    ];
    const stored = JSON.parse(readFileSync(join(old, "run.json"), "utf8"));
    for (const name of [...later, "from", "from_epoch"]) delete stored[name];
    writeFileSync(join(old, "run.json"), JSON.stringify(stored));
    const metrics = readFileSync(join(old, "metrics.csv"), "utf8");
    const fewer = metrics
      .trim()
      .split("\n")
      .map((line) => line.split(",").slice(0, 5).join());
    writeFileSync(join(old, "metrics.csv"), `${fewer.join("\n")}\n`);
    await trained(old, small(), { resume: true });
    const [grown, whole] = [metricsOf(old), metricsOf(now)];
    expect(grown).toHaveLength(whole.length);
    for (const [i, row] of grown.entries()) {
      const { gradient_norm, zero_loss, ...rest } = whole[i] ?? expect.unreachable();
      expect(row).toEqual(rest);
    }
  });
});

test("a watcher sees rows while a run trains, whole lines, long before its next checkpoint", async () => {
  const path = folder();
  const seen: number[] = [];
  await trained(path, small({ epochs: 9, checkpoint_every: 100, evaluate_every: 3 }), {
    onEpoch: ({ epoch }) => epoch % 3 === 0 && seen.push(metricsOf(path).length),
  });
  expect(seen).toEqual([1, 4, 7, 10]);
});

test("without weight decay a float32 softmax loses the gradient of the right answers, one pair after the other", async () => {
  const path = folder();
  const config = small({
    ...PRESETS.tiny.config,
    p: 7,
    d_model: 32,
    heads: 4,
    neurons: 64,
    weight_decay: 0,
    learning_rate: 0.03,
  });
  // Long after the first time that all have: on the way there one may come back.
  await trained(path, { ...config, loss_dtype: "float32", epochs: 1200, checkpoint_every: 1200 });
  const zero = metricsOf(path).map(({ zero_loss }) => zero_loss ?? Number.NaN);
  expect([zero[0], zero.at(-1)]).toEqual([0, 1]);
  const exact = folder();
  await trained(exact, { ...config, epochs: zero.indexOf(1), checkpoint_every: 300 });
  expect(metricsOf(exact).every(({ zero_loss }) => zero_loss === 0)).toBe(true);
});
