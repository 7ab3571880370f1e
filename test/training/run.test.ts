import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GrokError, PRESETS, RunError, type TrainingConfig, trainRun } from "#index.js";
import { forward } from "#networks/forward.js";
import { lossesOfPairs, meanOver } from "#networks/pair-losses.js";
import { correct } from "#numerics/losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import { TEST, TRAIN } from "#tasks/_split.js";
import { contents, folder, metricsOf, small, trained } from "./_small.ts";

/** Of a loss: what is trained in one order of float32 sums is read in another. */
const SAME = 1e-6;

const epochsOf = (path: string) => readdirSync(join(path, "checkpoints")).map((name) => Number(/\d+/.exec(name)?.[0]));

describe("the checkpoints read back give the losses that were logged", () => {
  test.each<[string, Partial<TrainingConfig>]>([
    ["transformer", {}],
    ["transformer, float32 losses", { loss_dtype: "float32" }],
    ["transformer without =", { equals_sign: false }],
    ["transformer, = has no logit, no biases", { equals_logit: false, biases: false }],
    ["transformer, gelu, sgd", { activation: "gelu", optimiser: "sgd", weight_decay: 0, learning_rate: 0.1 }],
    ["transformer, one head, adam", { heads: 1, optimiser: "adam", weight_decay: 1e-3 }],
    ["mlp, neurons", { family: "mlp", meeting: "neurons", activation: "square", shared_embedding: false }],
    ["mlp, sum", { family: "mlp", meeting: "sum", shared_embedding: true }],
    ["mlp, concatenate", { family: "mlp", meeting: "concatenate", shared_embedding: true }],
    ["mlp, concatenate, two embeddings", { family: "mlp", meeting: "concatenate", shared_embedding: false }],
    ["subtraction", { task: "subtraction", split: "torch-randperm" }],
    ["multiplication", { task: "multiplication", split: "universality" }],
    ["division", { task: "division", split: "numpy-permutation" }],
    ["division, cpython", { task: "division" }],
    ["quadratic", { task: "quadratic" }],
    ["cubic", { task: "cubic" }],
    ["dihedral", { task: "dihedral", p: 12 }],
  ])("%s", async (_, changes) => {
    const path = join(folder(), "run");
    const config = small(changes);
    await trained(path, config);
    const run = await openRun(path);
    expect(run.network?.task.name).toBe(config.task);
    const { task, split } = run.network ?? expect.unreachable();
    const metrics = metricsOf(path);
    expect(metrics.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 11 }, (_, i) => i));
    expect(run.checkpoints.map(({ epoch }) => epoch)).toEqual([0, 5, 10]);
    for (const checkpoint of run.checkpoints) {
      const model = modelAt(run, checkpoint);
      const { logits } = forward(model);
      const losses = lossesOfPairs(logits, model.architecture, task, { over: "all", dtype: config.loss_dtype });
      const [pairs, stride] = logits.shape;
      const right = correct(logits.data, pairs, stride, stride, task.answers);
      const logged = metrics[checkpoint.epoch];
      for (const [name, part] of [
        ["train", TRAIN],
        ["test", TEST],
      ] as const) {
        const loss = meanOver(losses, task, split, part);
        expect(Math.abs(loss / (logged[`${name}_loss`] ?? Number.NaN) - 1), `${name} ${checkpoint.epoch}`).toBeLessThan(
          SAME,
        );
        expect(meanOver(right, task, split, part)).toBeCloseTo(logged[`${name}_accuracy`] ?? Number.NaN, 12);
      }
    }
    expect(metrics[10].train_loss).toBeLessThan(metrics[0].train_loss ?? 0);
  });
});

test("run.json and each checkpoint say all that made them; hidden and temporary files are none", async () => {
  const path = join(folder(), "deep", "er");
  const config = small();
  await trained(path, config);
  const { format, version, ...stored } = JSON.parse(readFileSync(join(path, "run.json"), "utf8"));
  expect(stored).toEqual(config);
  expect(format).toBe("grok-analyze run");
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(Object.keys(contents(path))).toEqual([
    ".resume.safetensors",
    "checkpoints/epoch-000000.safetensors",
    "checkpoints/epoch-000005.safetensors",
    "checkpoints/epoch-000010.safetensors",
    "metrics.csv",
    "run.json",
  ]);
});

test("the test pairs are evaluated as often as asked, at checkpoints, and last", async () => {
  const path = folder();
  await trained(path, small());
  const evaluated = metricsOf(path).filter(({ test_loss }) => test_loss !== null);
  expect(evaluated.map(({ epoch }) => epoch)).toEqual([0, 3, 5, 6, 9, 10]);
  for (const { test_accuracy } of evaluated) expect(test_accuracy).not.toBeNull();
});

test("checkpoints at 0, 1, 2, 5, 10, 20 … and the last epoch", async () => {
  const path = folder();
  await trained(path, small({ checkpoint_every: 0, epochs: 23 }));
  expect(epochsOf(path)).toEqual([0, 1, 2, 5, 10, 20, 23]);
});

test("0 epochs: the initial weights alone", async () => {
  const path = folder();
  const { last, stopped } = await trained(path, small({ epochs: 0 }));
  expect({ epoch: last.epoch, stopped }).toEqual({ epoch: 0, stopped: false });
  expect(epochsOf(path)).toEqual([0]);
  expect(metricsOf(path)).toHaveLength(1);
});

test("the mainline of seed 1 begins with the published losses", async () => {
  const { last } = await trained(folder(), { ...PRESETS.mainline.config, seed: 1, data_seed: 1, epochs: 0 });
  expect(Math.abs(last.train_loss - 4.776912)).toBeLessThan(1e-6);
  expect(Math.abs((last.test_loss ?? 0) - 4.767726)).toBeLessThan(1e-6);
});

describe("the same configuration gives the same bytes", () => {
  test.each<[string, Partial<TrainingConfig>]>([
    ["full batch", {}],
    ["mini-batches", { batch: 32 }],
    ["mini-batches, mlp", { batch: 17, family: "mlp" }],
  ])("%s: twice, and stopped and resumed", async (_, changes) => {
    const [once, again, parts] = [folder(), folder(), folder()];
    await trained(once, small(changes));
    // Whatever threads compute it.
    await trainRun(again, small(changes));
    expect(contents(again)).toEqual(contents(once));
    for (const stop of [5, 7]) {
      const abort = new AbortController();
      const { stopped, last } = await trained(parts, small(changes), {
        resume: true,
        signal: abort.signal,
        onEpoch: ({ epoch }) => epoch === stop - 1 && abort.abort(),
      });
      expect({ stopped, epoch: last.epoch }).toEqual({ stopped: true, epoch: stop });
    }
    expect((await trained(parts, small(changes), { resume: true })).stopped).toBe(false);
    // Where it was stopped there is one checkpoint more.
    rmSync(join(parts, "checkpoints", "epoch-000007.safetensors"));
    expect(contents(parts)).toEqual(contents(once));
  });

  test("another seed gives others", async () => {
    const [one, other] = [folder(), folder()];
    await trained(one, small({ batch: 32 }));
    await trained(other, small({ batch: 32, seed: 8, data_seed: 7 }));
    expect(contents(other)["metrics.csv"]).not.toBe(contents(one)["metrics.csv"]);
  });

  test("a mini-batch epoch sees each training pair once", async () => {
    // With SGD of a tiny rate one pass of batches is, to first order, one full batch times the number of batches.
    const losses = async (changes: Partial<TrainingConfig>) => {
      const path = folder();
      await trained(path, small({ optimiser: "sgd", weight_decay: 0, warm_up: 0, epochs: 1, ...changes }));
      const [before, after] = metricsOf(path).map(({ train_loss }) => train_loss ?? Number.NaN);
      return after - before;
    };
    // 84 training pairs of 13²: four batches of 21.
    const full = await losses({ learning_rate: 4e-3 });
    const batches = await losses({ learning_rate: 1e-3, batch: 21 });
    expect(full).toBeLessThan(0);
    expect(Math.abs(batches / full - 1)).toBeLessThan(0.01);
  });
});

describe("--resume", () => {
  test("of a run that is longer now: as if it had been from the start, but for what the first end left", async () => {
    const [once, parts] = [folder(), folder()];
    await trained(once, small({ epochs: 20 }));
    await trained(parts, small());
    await trained(parts, small({ epochs: 20 }), { resume: true });
    const [whole, grown] = [contents(once), contents(parts)];
    for (const name of ["metrics.csv", "run.json", ".resume.safetensors", "checkpoints/epoch-000020.safetensors"])
      expect(grown[name] === whole[name], name).toBe(true);
  });

  test.each<[string, Partial<TrainingConfig>, RegExp]>([
    ["other settings", { learning_rate: 0.5 }, /was begun with learning_rate 0\.003, not 0\.5; resume with the same/],
    ["fewer epochs than it has", { epochs: 4 }, /is at epoch 10 already; --epochs can be 10 or more/],
  ])("with %s is refused, and all is left as it was", async (_, changes, message) => {
    const path = folder();
    await trained(path, small());
    const before = contents(path);
    await expect(trained(path, small(changes), { resume: true })).rejects.toThrow(message);
    expect(contents(path)).toEqual(before);
  });

  test("of what was killed before its first checkpoint begins it; half-written files go", async () => {
    const [once, path] = [folder(), folder()];
    await trained(once, small());
    writeFileSync(join(path, ".run.json.4711.tmp"), '{"for');
    await trained(path, small({ epochs: 0 }), { resume: true });
    rmSync(join(path, ".resume.safetensors"));
    writeFileSync(join(path, "checkpoints", ".epoch-000005.safetensors.4711.tmp"), "half");
    await trained(path, small(), { resume: true });
    expect(contents(path)).toEqual(contents(once));
  });

  test.each<[string, (path: string) => void, RegExp]>([
    ["no run.json", (path) => rmSync(join(path, "run.json")), /is not empty and holds no run; choose another folder/],
    ["half a run.json", (path) => writeFileSync(join(path, "run.json"), '{"a'), /run\.json: cannot be read: .*; begin/],
    ["no metrics.csv", (path) => rmSync(join(path, "metrics.csv")), /metrics\.csv: lacks epochs before 10; begin/],
    ["half a state", (path) => writeFileSync(join(path, ".resume.safetensors"), "half"), /\.resume\.safetensors: /],
    [
      "a checkpoint for a state",
      (path) => {
        const other = join(path, "checkpoints", "epoch-000000.safetensors");
        writeFileSync(join(path, ".resume.safetensors"), readFileSync(other));
      },
      /\.resume\.safetensors: holds no .*; begin the run anew/,
    ],
  ])("with %s says so in one line", async (_, damage, message) => {
    const path = folder();
    await trained(path, small());
    damage(path);
    const failed = trained(path, small(), { resume: true });
    await expect(failed).rejects.toThrow(GrokError);
    await expect(failed).rejects.toThrow(message);
  });
});

test("without --resume a folder that holds a run, or anything, is refused and left", async () => {
  const path = folder();
  await trained(path, small());
  const before = contents(path);
  await expect(trained(path, small())).rejects.toThrow(/holds a run already; continue it with --resume/);
  expect(contents(path)).toEqual(before);
  const other = folder();
  writeFileSync(join(other, "thesis.tex"), "mine");
  await expect(trained(other, small(), { resume: true })).rejects.toThrow(RunError);
  expect(contents(other)).toEqual({ "thesis.tex": "mine" });
});

test.each<[string, (at: string) => string]>([
  ["a file", (at) => at],
  ["a folder below a file", (at) => join(at, "deeper")],
  ["a file system that takes no folders", () => "/proc/run"],
  ["no name", () => ""],
])("into %s: one line, and all is left as it was", async (_, where) => {
  const file = join(folder(), "file");
  writeFileSync(file, "mine");
  const failed = trained(where(file), small());
  await expect(failed).rejects.toThrow(GrokError);
  await expect(failed).rejects.toThrow(/^[^\n]*: (is a file|cannot be written: [^\n]*); [^\n]+$/);
  expect(readFileSync(file, "utf8")).toBe("mine");
});

test("a loss that diverges stops the run with its epoch and advice, and the last checkpoint stays", async () => {
  const path = folder();
  const wild = small({ optimiser: "sgd", learning_rate: 1e4, warm_up: 0, epochs: 100, checkpoint_every: 1 });
  await expect(trained(path, wild)).rejects.toThrow(
    /: the train loss is \S+ at epoch \d+; lower --learning-rate or --init-scale; the last checkpoint is kept$/,
  );
  expect(existsSync(join(path, "checkpoints", "epoch-000000.safetensors"))).toBe(true);
});

test("a loss that rises after a resume is measured by the first one of the run, not of the process", async () => {
  const [once, parts] = [folder(), folder()];
  // Memorised to 1e-9 and less, then disturbed: it would be stopped if the resumed loss were the measure.
  const config = small({ family: "mlp", p: 7, neurons: 64, weight_decay: 0, learning_rate: 0.1, epochs: 60 });
  await trained(once, config);
  await trained(parts, { ...config, epochs: 30 });
  expect(metricsOf(parts)[30]?.train_loss).toBeLessThan(metricsOf(parts)[0]?.train_loss ?? 0);
  await trained(parts, config, { resume: true });
  expect(contents(parts)["metrics.csv"]).toBe(contents(once)["metrics.csv"]);
});

test("callbacks: every epoch in order", async () => {
  const seen: number[] = [];
  const { last } = await trained(folder(), small(), { onEpoch: ({ epoch }) => seen.push(epoch) });
  expect(seen).toEqual(Array.from({ length: 11 }, (_, i) => i));
  expect(last.epoch).toBe(10);
});
