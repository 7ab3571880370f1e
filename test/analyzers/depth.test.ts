import { beforeAll, describe, expect, test } from "vitest";
import depth from "#analyzers/depth.js";
import { startBackend } from "#engine/backend.js";
import type { TransformerArchitecture } from "#networks/architecture.js";
import type { Model } from "#networks/model.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";
import { randomMlp, split } from "../quantities/_split-networks.ts";

beforeAll(async () => {
  await startBackend();
});

const SETTINGS = { probeSeed: 0, neuronsAt: "last" } as const;

/** What is concluded of one network. */
function concluded(model: Model, name = "addition") {
  const { architecture } = model;
  const learnt = task(name, architecture.p);
  const of: Network = { architecture, task: learnt, split: split(learnt) };
  const prepared = { chance: 1 / architecture.p };
  const around = { epoch: 0, last: true, stored: [] as never, options: SETTINGS, prepared };
  const rows = depth.measure(model, { ...around, network: of }).map((row) => ({ epoch: 0, ...row }));
  const context = { history: [], options: SETTINGS, prepared };
  const conclusion = depth.conclude?.({ columns: depth.columns, rows } as never, context as never);
  if (!conclusion) throw new Error("nothing is concluded");
  return { rows, conclusion };
}

describe("trained networks", () => {
  const last = async (name: string) =>
    analyze(selected(await openRun(`fixtures/depth/${name}`), { last: true }), depth);

  test.each([1, 2, 3, 4])(
    "of %i blocks the answer is read off after the last, and none computes nothing",
    async (blocks) => {
      const { conclusion } = await last(`transformer-${blocks}`);
      if (!conclusion) throw new Error("nothing is concluded");
      expect(conclusion.read_off).toMatchObject({ part: "mlp", block: blocks - 1 });
      expect(conclusion.layers.map(({ block }) => block)).toEqual(Array.from({ length: blocks }, (_, i) => i));
      expect(conclusion.blocks.map(({ idle }) => idle)).toEqual(Array(blocks).fill(false));
      for (const { control_accuracy } of conclusion.places) expect(control_accuracy).toBeLessThan(0.15);
    },
  );

  test("the first three of four blocks have simple neurons of one frequency, the last has sums of them", async () => {
    const { conclusion } = await last("transformer-4");
    const shares = conclusion?.layers.map(({ simple_share }) => simple_share ?? 0) ?? [];
    expect(shares[0]).toBe(1);
    expect(shares[3]).toBe(0);
    for (const { frequencies, approximate_coset_share, approximate_coset_control } of conclusion?.layers ?? []) {
      expect(frequencies).toEqual([4]);
      expect(approximate_coset_share).toBeGreaterThan(0.9);
      expect(approximate_coset_control).toBe(0);
    }
  });

  test("a block that was planted to write nothing is said to compute nothing", async () => {
    const { conclusion, findings } = await last("idle-block");
    expect(conclusion?.blocks.map(({ idle }) => idle)).toEqual([false, true]);
    expect(conclusion?.read_off).toMatchObject({ part: "mlp", block: 0 });
    const [, idle] = conclusion?.blocks ?? [];
    expect(idle.probe_gain).toBe(0);
    expect(findings.find(({ label }) => label === "blocks that compute nothing")?.value).toEqual([1]);
  });
});

describe.each([
  ["transformer of two blocks", () => randomTransformer(deep(2))],
  ["MLP of two layers", () => randomMlp(17)],
] as const)("a random %s", (_, model) => {
  test("has nothing to be found", () => {
    const { conclusion } = concluded(model());
    expect(conclusion.read_off).toBeNull();
    for (const { probe_accuracy } of conclusion.places) expect(probe_accuracy).toBeLessThan(0.15);
    for (const { simple_r2, simple_share, approximate_coset_share } of conclusion.layers) {
      expect(simple_r2).toBeLessThan(0.5);
      expect(simple_share).toBe(0);
      expect(approximate_coset_share).toBeLessThan(0.05);
    }
    // It has learnt nothing from which a block could be spared.
    for (const { idle } of conclusion.blocks) expect(idle).toBeNull();
  });
});

test("an MLP that was planted is simple, and read off after its one layer", () => {
  const form = cyclicForm(task("addition", 17)) as CyclicForm;
  const { conclusion, rows } = concluded(planted(17, form, [2, 5]));
  expect(conclusion.read_off).toMatchObject({ part: "layer", block: 0, accuracy: 1 });
  expect(conclusion.layers[0]).toMatchObject({
    simple_share: 1,
    frequencies: [2, 5],
    approximate_coset_share: 1,
    approximate_coset_control: 0,
  });
  expect(conclusion.layers[0].simple_r2).toBeCloseTo(1, 6);
  expect(conclusion.blocks).toEqual([]);
  const neurons = rows.filter(({ measure }) => measure === "neuron");
  expect(new Set(neurons.map(({ simple_frequency }) => simple_frequency))).toEqual(new Set([2, 5]));
  for (const { alpha, beta } of neurons) expect(alpha).toBeCloseTo(beta ?? 0, 5);
});

test("of a task without frequencies the places and blocks alone are measured", () => {
  const { conclusion } = concluded(randomTransformer(deep(2)), "quadratic");
  expect(conclusion.layers).toEqual([]);
  expect(conclusion.places).toHaveLength(5);
  expect(conclusion.blocks).toHaveLength(2);
});

function deep(blocks: number): TransformerArchitecture {
  return { ...MAINLINE, p: 17, sequence: ["a", "b", 17], blocks };
}

test("a network without places is told so", async () => {
  const run = await openRun("fixtures/depth/transformer-1");
  const of = run.network as Network;
  const { p, sequence, firstToken } = of.architecture as TransformerArchitecture;
  const blocks = [
    { block: "embedding", weights: "", hooks: "", settings: {} },
    { block: "unembedding", weights: "", hooks: "", settings: {} },
  ];
  const other = {
    ...run,
    network: { ...of, architecture: { kind: "blocks", p, sequence, firstToken, blocks } as const },
  };
  expect(depth.applies?.(other)).toMatch(/neither a residual stream nor hidden layers/);
});
