import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TrainingConfig } from "#index.js";
import { openRun } from "#runs/open.js";
import { trainingPlan } from "#training/_plan.js";
import { startingFrom } from "#training/starting-from.js";
import { contents, folder, metricsOf, small, trained } from "./_small.ts";

describe("--from", () => {
  test("the last checkpoint, nothing changed, is --resume", async () => {
    const [whole, begun, on] = [folder(), folder(), folder()];
    await trained(whole, small());
    await trained(begun, small({ epochs: 5 }));
    const { config, state, anew } = await startingFrom(begun, { epochs: 10 });
    expect([anew, config.from_epoch]).toEqual([undefined, 5]);
    const before = [state.moments.first.slice(), state.moments.second.slice()];
    await trained(on, config, { from: state });
    expect(metricsOf(on)).toEqual(metricsOf(whole).slice(5));
    // It may begin another run: it is as it was.
    expect([state.moments.first, state.moments.second]).toEqual(before);
    const { checkpoints } = await openRun(on);
    expect(checkpoints.map(({ epoch }) => epoch)).toEqual([5, 10]);
  });

  test("another checkpoint begins with its weights, and the optimiser anew, which is said; it resumes to the same bytes", async () => {
    const [before, once, parts] = [folder(), folder(), folder()];
    await trained(before, small());
    const changes = { weight_decay: 0, fraction: 0.3, epochs: 14 };
    const { config, state, anew } = await startingFrom(`${before}@5`, changes);
    expect(anew).toBe("they are kept of epoch 10 alone");
    expect(config).toMatchObject({ ...changes, from_epoch: 5, p: 13, seed: 7 });
    await trained(once, config, { from: state });
    expect(metricsOf(once)[0]?.test_loss).not.toBe(metricsOf(before)[5]?.test_loss);
    const again = await startingFrom(`${before}@5`, { ...changes, epochs: 9 });
    await trained(parts, again.config, { from: again.state });
    await trained(parts, config, { resume: true });
    expect(contents(parts)["metrics.csv"] === contents(once)["metrics.csv"]).toBe(true);
    // Fewer pairs are trained on, all of which were before.
    const [fewer, all] = [config, { ...config, fraction: 0.5 }].map((one) => new Set(trainingPlan(one).train));
    expect([...(fewer as Set<number>)].every((pair) => all?.has(pair))).toBe(true);
  });

  test("other people's checkpoints go on with the network and split that they have", async () => {
    const from = "fixtures/layouts/full-run-data";
    const changes = { epochs: 10 ** 5, learning_rate: 1e-4, weight_decay: 0 };
    const { config, state, assumed } = await startingFrom(from, changes);
    expect([assumed.includes("optimiser"), assumed.includes("weight_decay")]).toEqual([true, false]);
    const run = await openRun(from);
    expect(trainingPlan(config).split.member).toEqual(run.network?.split?.member);
    const path = folder();
    await trained(path, { ...config, epochs: config.from_epoch }, { from: state });
    const [first] = metricsOf(path);
    const stored =
      run.history.find(({ measure }) => measure === "test_loss")?.values.at(-1) ??
      run.checkpoints.at(-1)?.stored.test_loss;
    expect(Math.abs((first?.test_loss ?? 0) / (stored ?? Number.NaN) - 1)).toBeLessThan(0.1);
  });

  test.each<[string, string, Partial<TrainingConfig>, RegExp]>([
    ["an epoch that is not there", "@7", {}, /has no checkpoint of epoch 7; it has 0, 5, 10/],
    ["fewer epochs", "", { epochs: 9 }, /--epochs: must be 10 or more, where it begins, got 9/],
    ["another width", "", { epochs: 20, d_model: 16 }, /has no W_E of the shape that the network asked for has; leave/],
  ])("%s is refused", async (_, at, changes, message) => {
    const path = folder();
    await trained(path, small());
    await expect(startingFrom(`${path}${at}`, changes)).rejects.toThrow(message);
  });

  test("a folder that says it began so is not begun without", async () => {
    const config = { ...small(), from: "abc@5", from_epoch: 5 };
    await expect(trained(join(folder(), "run"), config)).rejects.toThrow(
      /begins with the weights abc@5, which are not given/,
    );
  });

  test("weights that are not those that the settings name are refused", async () => {
    const path = folder();
    await trained(path, small());
    const { state } = await startingFrom(path, { epochs: 20 });
    await expect(trained(join(folder(), "run"), small(), { from: state })).rejects.toThrow(
      /says that it begins with "", not [0-9a-f]{16}@10/,
    );
  });

  test("what has learnt may lose all again, and has not diverged", async () => {
    const [before, after] = [folder(), folder()];
    const learnt = small({ p: 7, d_model: 32, neurons: 64, learning_rate: 0.03, weight_decay: 0, epochs: 300 });
    await trained(before, { ...learnt, checkpoint_every: 300 });
    const { config, state } = await startingFrom(before, { weight_decay: 30, epochs: 400 });
    await trained(after, config, { from: state });
    const [first, last] = [metricsOf(after)[0], metricsOf(after).at(-1)].map((row) => row?.train_loss ?? Number.NaN);
    expect(last / first).toBeGreaterThan(1e4);
  });
});
