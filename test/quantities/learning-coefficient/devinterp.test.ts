import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { componentWeights } from "#networks/components.js";
import type { Model } from "#networks/model.js";
import { mean } from "#numerics/statistics.js";
import { trainingTriples } from "#quantities/gradients/training-loss.js";
import { llcEstimate } from "#quantities/learning-coefficient/estimate.js";
import { networkLandscape } from "#quantities/learning-coefficient/network-landscape.js";
import { sgldTrace } from "#quantities/learning-coefficient/sgld.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { network as networkOf } from "../../_networks.ts";

/** What devinterp sampled of fixtures/tiny: fixtures/make/llc.py. */
interface Reference {
  readonly settings: Readonly<Record<"step_size" | "localisation" | "burn_in" | "draws" | "chains" | "seed", number>>;
  readonly checkpoints: Readonly<Record<string, ReferenceCheckpoint>>;
}
interface ReferenceCheckpoint {
  readonly loss: number;
  readonly n: number;
  readonly n_beta: number;
  readonly llc_mean: number;
  readonly llc: number;
  readonly traces: readonly (readonly number[])[];
}

const reference: Reference = JSON.parse(readFileSync("fixtures/llc/tiny.json", "utf8"));
const { step_size: stepSize, localisation, burn_in: burnIn, draws, chains, seed } = reference.settings;
let models: Readonly<Record<string, Model>>;
let tiny: Network;

beforeAll(async () => {
  await startBackend();
  const run = await openRun("fixtures/tiny");
  tiny = run.network as Network;
  const found = run.checkpoints.filter(({ epoch }) => String(epoch) in reference.checkpoints);
  models = Object.fromEntries(found.map((checkpoint) => [checkpoint.epoch, modelAt(run, checkpoint)]));
});

const landscape = (model: Model, weights?: readonly string[]) =>
  networkLandscape(model, trainingTriples(tiny), weights ? { weights } : {});

test("the last checkpoint has the λ̂ that devinterp samples, within the chains' spread, burn-in left out", () => {
  const { loss, n, n_beta: nBeta, llc, llc_mean, traces } = reference.checkpoints["6000"];
  const own = landscape(models["6000"]);
  expect(trainingTriples(tiny)).toHaveLength(n);
  // Theirs is float32, which rounds losses below 6e-8 to 0.
  expect(Math.abs(own.loss - loss)).toBeLessThan(1e-7);
  const found = llcEstimate(() => own, { stepSize, localisation, nBeta, burnIn, draws, chains, seed }, { floor: 0 });
  const theirs = traces.map((trace) => mean(trace.slice(burnIn)));
  const spread = Math.abs(theirs[0] - theirs[1]) + Math.abs(found.ofChains[0] - found.ofChains[1]);
  expect(Math.abs(found.raw - llc)).toBeLessThan(spread);
  // The same noise: much closer than chance would have it.
  expect(Math.abs(found.raw / llc - 1)).toBeLessThan(0.01);
  expect(found.refusal).toBeNull();
  // With burn-in in the mean, as theirs has it, it is a tenth less.
  expect(Math.abs(mean(found.traces.map((trace) => mean(trace))) / llc_mean - 1)).toBeLessThan(0.01);
  expect(llc_mean / llc).toBeLessThan(0.95);
});

test("step by step the chain of a memorised network is devinterp's", () => {
  const { n_beta: nBeta, traces, loss } = reference.checkpoints["500"];
  const own = landscape(models["500"]);
  const trace = sgldTrace(own, { stepSize, localisation, nBeta, steps: 40 }, seed);
  for (const [t, value] of trace.entries()) {
    const theirs = loss + traces[0][t] / nBeta;
    expect(Math.abs(value / theirs - 1), `step ${t}`).toBeLessThan(2e-3);
  }
});

test("a restriction to a component moves its weights alone, and components share all weights out", () => {
  const model = models["6000"];
  const parts = (["embedding", "attention", "mlp", "unembedding"] as const).map((part) =>
    componentWeights(model, part),
  );
  expect(parts.flat().sort()).toEqual([...model.parameters.names].sort());
  expect(parts[2]).toEqual(["blocks.0.W_in", "blocks.0.W_out", "blocks.0.b_in", "blocks.0.b_out"]);
  const whole = landscape(model);
  const mlp = landscape(model, parts[2]);
  expect(mlp.start).toHaveLength(2 * 32 * 96 + 96 + 32);
  const slope = new Float64Array(mlp.start.length);
  const all = new Float64Array(whole.start.length);
  expect(mlp.gradient(mlp.start, slope)).toBe(whole.gradient(whole.start, all));
  expect([...slope]).toEqual([...all.subarray(all.length - slope.length)]);
});

test("a mini-batch is drawn anew at each step, and all come once before any comes twice", () => {
  const model = models["500"];
  const triples = trainingTriples(tiny);
  const one = networkLandscape(model, triples, { batch: { size: triples.length / 4, seed: 1 } });
  const into = new Float64Array(one.start.length);
  const losses = Array.from({ length: 4 }, () => one.gradient(one.start, into));
  expect(new Set(losses).size).toBe(4);
  expect(mean(losses)).toBeCloseTo(one.loss, 9);
});

test("neurons that are dead add weights and no directions: λ̂ stays; live ones add some, even if all alike", () => {
  const model = models["500"];
  const mlp = ["blocks.0.W_in", "blocks.0.W_out", "blocks.0.b_in", "blocks.0.b_out"];
  const settings = {
    stepSize,
    localisation: 300,
    nBeta: reference.checkpoints["500"].n_beta,
    burnIn: 30,
    draws: 50,
    chains: 2,
    seed,
  };
  const sampled = (one: Model) => llcEstimate(() => landscape(one, mlp), settings).raw;
  const own = sampled(model);
  const dead = sampled(widened(model, 192, -100));
  const live = sampled(widened(model, 192, 1));
  expect(Math.abs(dead / own - 1)).toBeLessThan(0.15);
  expect(live).toBeGreaterThan(1.1 * dead);
});

/** The network with more neurons, which read nothing but their bias, and write nothing yet: 0 below, and at work above. */
function widened(model: Model, more: number, bias: number): Model {
  const { names, get } = model.parameters;
  const weights = names.map((name) => {
    const { shape, data } = get(name) as NonNullable<ReturnType<typeof get>>;
    const added = (columns: number, value: (row: number, column: number) => number) =>
      [[shape[0], columns], (i: number) => value(Math.floor(i / columns), i % columns)] as const;
    if (name.endsWith("W_in"))
      return [name, added(96 + more, (row, column) => (column < 96 ? data[row * 96 + column] : 0))] as const;
    if (name.endsWith("b_in")) return [name, [[96 + more], (i: number) => (i < 96 ? data[i] : bias)]] as const;
    if (name.endsWith("W_out"))
      return [name, [[96 + more, shape[1]], (i: number) => (i < data.length ? data[i] : 0)]] as const;
    return [name, [shape, (i: number) => data[i]]] as const;
  });
  return networkOf(model.architecture, Object.fromEntries(weights));
}
