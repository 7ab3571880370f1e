import { beforeAll, describe, expect, test } from "vitest";
import neurons from "#analyzers/neurons.js";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import { type Model, weight } from "#networks/model.js";
import { phaseOf, wrapped } from "#numerics/angles.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";
import { basis } from "../_basis.ts";
import { CYCLIC } from "../_cyclic-tasks.ts";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";
import { naiveShares } from "../quantities/_naive.ts";
import { phasedNetwork, plantedNeurons } from "./_planted-phases.ts";

beforeAll(async () => {
  await startBackend();
});

/** Weights are rounded to float32, activations too. */
const FLOAT32 = 1e-6;
/** Both are float64 over the same float32 activations; a phase of a faint wave loses digits. */
const FLOAT64 = 1e-9;

/** The rows of the one checkpoint there is. */
function asked(model: Model, of: Task, { last = true, rows: option = "clusters" as "clusters" | "every" } = {}) {
  const network = { architecture: model.architecture, task: of, split: undefined };
  const stored = [
    { train: null, test: null },
    { train: null, test: null },
  ] as const;
  const options = { block: "each", rows: option } as const;
  const prepared = { blocks: [0], blockCount: 1 };
  const rows = neurons.measure(model, { network, epoch: 0, last, stored, options, prepared });
  return { groups: rows.filter(({ neuron }) => neuron === null), each: rows.filter(({ neuron }) => neuron !== null) };
}

describe.each(CYCLIC)("planted neurons of frequencies 3 and 5 with known phases: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;

  test.each([
    ["neurons", 0],
    ["neurons", 1],
    ["sum", 1],
    ["concatenate", 1],
  ] as const)("inputs that meet by %s, bias %i: every phase is found, and aligned", (meeting, bias) => {
    const truth = plantedNeurons(form, [3, 5], 6);
    const { each } = asked(phasedNetwork(p, form, truth, bias, meeting), task(name, p));
    expect(each.map(({ frequency }) => frequency)).toEqual(truth.map(({ frequency }) => frequency));
    for (const [i, { a, b, output }] of truth.entries()) {
      const row = each[i];
      near(row.fve, bias === 0 ? 0.8 : 20 / 21);
      for (const [ours, theirs] of [
        [row.phase_a, a],
        [row.phase_b, b],
        [row.phase_answer, a + form.sign * b],
        [row.phase_output, output],
      ] as const)
        near(wrapped((ours ?? Number.NaN) - theirs), 0);
      near(row.misalignment, 0);
      near(row.output_share, 1);
    }
  });

  test("with a bias they are clusters; without one no frequency explains enough of the square", () => {
    const truth = plantedNeurons(form, [3, 5], 6);
    const [biased, square] = [1, 0].map((bias) => asked(phasedNetwork(p, form, truth, bias), task(name, p)));
    expect(biased.groups.map(({ group, frequency, neurons: count }) => [group, frequency, count])).toEqual([
      ["cluster", 3, 6],
      ["cluster", 5, 6],
      ["unclustered", null, 0],
      ["constant", null, 0],
    ]);
    expect(square.groups.map(({ group, neurons: count }) => [group, count])).toEqual([
      ["unclustered", 12],
      ["constant", 0],
    ]);
    expect(new Set(square.each.map(({ cluster }) => cluster))).toEqual(new Set([null]));
  });

  test("outputs that are off by 2.5 are said to be, with their sign, wherever the phases lie", () => {
    for (const error of [2.5, -2.5]) {
      const { each, groups } = asked(phasedNetwork(p, form, plantedNeurons(form, [3, 5], 6, error), 1), task(name, p));
      for (const { misalignment } of each) near(misalignment, error);
      for (const { group, absolute_misalignment } of groups)
        if (group === "cluster") near(absolute_misalignment, Math.abs(error));
    }
  });
});

test("a constant neuron follows no frequency and has no phase, and is counted", () => {
  const of = task("addition", 29);
  const form = cyclicForm(of) as CyclicForm;
  const truth = [...plantedNeurons(form, [4], 2), { frequency: 0, a: 0, b: 0, output: 0 }];
  const { each, groups } = asked(phasedNetwork(29, form, truth, 1), of);
  const { block, neuron, neurons: count, group, output_waves: _, ...nothing } = each[2];
  expect([block, group, neuron, count]).toEqual([0, "neuron", 2, 1]);
  expect(new Set(Object.values(nothing))).toEqual(new Set([null]));
  expect(groups.at(-1)).toMatchObject({ group: "constant", neurons: 1, fve: null });
});

test.each([
  ["addition", 29],
  ["addition", 26],
  ["multiplication", 23],
] as const)(
  "output waves are the row of W_L in the Fourier basis, at the last checkpoint alone: %s mod %i",
  (name, p) => {
    const of = task(name, p);
    const form = cyclicForm(of) as CyclicForm;
    const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p] });
    const [W_out, W_U] = [weight(model, "W_out", 0), weight(model, "W_U")];
    const [neuronCount, d_model] = W_out.shape;
    const { each, groups } = asked(model, of);
    expect(each).toHaveLength(neuronCount);
    for (const { neuron, output_waves } of each.slice(0, 5)) {
      const written = Array.from(form.order, (c) => {
        let sum = 0;
        for (let d = 0; d < d_model; d++)
          sum += W_out.data[(neuron ?? Number.NaN) * d_model + d] * W_U.data[d * W_U.shape[1] + c];
        return sum;
      });
      const waves = basis(form.n).slice(1);
      expect(output_waves).toHaveLength(waves.length);
      for (const [i, { values }] of waves.entries()) {
        const exact = values.reduce((sum, value, x) => sum + value * written[x], 0);
        // Three digits are kept.
        expect(Math.abs((output_waves?.[i] ?? Number.NaN) - exact)).toBeLessThan(0.005 * Math.abs(exact) + FLOAT64);
      }
    }
    expect(groups.map(({ output_waves }) => output_waves)).toEqual(groups.map(() => null));
    const before = asked(model, of, { last: false, rows: "every" });
    expect(new Set(before.each.map(({ output_waves }) => output_waves))).toEqual(new Set([null]));
  },
);

test("a neuron that reads a product of waves alone has the phase of the answer, and of the one input that it has", () => {
  // (cos a + cos b)², (cos a − cos b)², …: pre-activations of the inputs at k, activations at k in the product alone.
  const of = task("addition", 29);
  const form = cyclicForm(of) as CyclicForm;
  const { each } = asked(planted(29, form, [3]), of);
  const turn = (x: number | null) => Math.round(((x ?? Number.NaN) / Math.PI) * 2);
  // Pairs (f, g) of cosine and ± sine: a sine is a cosine with the phase −π/2.
  expect(each.map(({ phase_a, phase_b }) => [turn(phase_a), turn(phase_b)])).toEqual([
    [0, 0],
    [0, 2],
    [-1, -1],
    [-1, 1],
    [-1, 0],
    [-1, 2],
    [0, -1],
    [0, 1],
  ]);
  for (const { misalignment } of each) near(misalignment, 0);
});

describe.each([
  ["addition", 7],
  ["addition", 8],
  ["subtraction", 9],
  ["multiplication", 11],
  ["division", 7],
] as const)("random weights, %s mod %i: as written out over all pairs", (name, p) => {
  const of = task(name, p);
  const form = cyclicForm(of) as CyclicForm;
  const { n, order, sign } = form;
  const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p], activation: "gelu" }, { biases: true });

  test("frequency, FVE and phases", () => {
    const { each } = asked(model, of);
    const shares = naiveShares(model, form);
    const { data, shape } = forward(model).neurons;
    const [W_out, W_U] = [weight(model, "W_out", 0), weight(model, "W_U")];
    for (const [i, row] of each.entries()) {
      const k = shares[i].indexOf(Math.max(...shares[i])) + 1;
      expect(row.frequency).toBe(k);
      expect(Math.abs((row.fve ?? Number.NaN) - shares[i][k - 1])).toBeLessThan(FLOAT64);
      const sums = { a: [0, 0], b: [0, 0], answer: [0, 0], output: [0, 0] };
      const add = (to: number[], value: number, x: number) => {
        const angle = (2 * Math.PI * ((((k * x) % n) + n) % n)) / n;
        to[0] += value * Math.cos(angle);
        // Exactly nothing at n/2, which has no sine.
        if (2 * k !== n) to[1] += value * Math.sin(angle);
      };
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) {
          const value = data[(order[a] * p + order[b]) * shape[1] + i];
          add(sums.a, value, a);
          add(sums.b, value, b);
          add(sums.answer, value, a + sign * b);
        }
        let written = 0;
        for (let d = 0; d < W_out.shape[1]; d++)
          written += W_out.data[i * W_out.shape[1] + d] * W_U.data[d * W_U.shape[1] + order[a]];
        add(sums.output, written, a);
      }
      const phase = (of: keyof typeof sums) => phaseOf(sums[of][0], sums[of][1]);
      for (const part of ["a", "b", "answer", "output"] as const)
        expect(Math.abs(wrapped((row[`phase_${part}`] ?? Number.NaN) - phase(part))), part).toBeLessThan(FLOAT64);
      const off = wrapped((row.misalignment ?? Number.NaN) - (phase("output") - phase("a") - sign * phase("b")));
      expect(Math.abs(off)).toBeLessThan(FLOAT64);
    }
  });
});

test("of random weights nothing is clustered, over 59 residues and 113", () => {
  for (const p of [59, 113]) {
    const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p] }, { d_model: 32, neurons: 96 });
    const { groups } = asked(model, task("addition", p));
    const [{ group, neurons: unclustered }, constant, ...others] = groups;
    expect([group, constant.group, others]).toEqual(["unclustered", "constant", []]);
    expect(unclustered + constant.neurons).toBe(96);
  }
});

describe("of the tiny run", () => {
  let run: Run;
  beforeAll(async () => {
    run = await openRun("fixtures/tiny");
  });

  test("groups at every checkpoint and neurons at the last, or at every one where asked for", async () => {
    const short = { ...run, checkpoints: run.checkpoints.slice(-3) };
    const [some, all] = [await analyze(short, neurons), await analyze(short, neurons, { rows: "every" })];
    const last = run.checkpoints.at(-1)?.epoch;
    for (const { epoch } of short.checkpoints) {
      const [ours, theirs] = [some, all].map(({ table }) => table.rows.filter((row) => row.epoch === epoch));
      expect(theirs.filter(({ group }) => group === "neuron")).toHaveLength(96);
      expect(ours).toEqual(epoch === last ? theirs : theirs.filter(({ group }) => group !== "neuron"));
      const groups = ours.filter(({ group }) => group !== "neuron");
      expect(groups.reduce((sum, row) => sum + row.neurons, 0)).toBe(96);
    }
    expect(JSON.parse(JSON.stringify(all.table.rows))).toStrictEqual(all.table.rows);
    expect(Object.keys(all.table.rows[0])).toEqual(Object.keys(all.table.columns));
    expect(all.findings).toEqual(some.findings);
  });

  test("the histogram counts every neuron that varies, the clusters' from 0.85 on", async () => {
    const { table, options } = await analyze(run, neurons);
    const { data } = neurons.figures(table, options, { conclusion: undefined })[0];
    const each = table.rows.filter(({ group, fve }) => group === "neuron" && fve !== null);
    const counts = data.map(({ meta, x, y }) => ({ meta, x: x as number[], y: y as number[] }));
    expect(counts.flatMap(({ y }) => y).reduce((sum, count) => sum + count, 0)).toBe(each.length);
    for (const { meta, x, y } of counts) {
      const own = each.filter(({ cluster }) => cluster === (meta?.frequency ?? null));
      expect(y.reduce((sum, count) => sum + count, 0)).toBe(own.length);
      for (const [i, middle] of x.entries()) if (meta?.background ? middle > 0.85 : middle < 0.85) expect(y[i]).toBe(0);
    }
  });

  test("a cluster's line is 0 where it has no neuron", async () => {
    const { table, options } = await analyze(run, neurons);
    const figures = neurons.figures(table, options, { conclusion: undefined });
    const [sizes, fve] = ["neuron-clusters", "neuron-fve"].map(
      (name) => figures.find((figure) => figure.name === name) ?? expect.unreachable(),
    );
    const of = (rows: typeof table.rows) =>
      new Set(rows.filter(({ group }) => group === "cluster").map(({ frequency }) => frequency));
    const kept = of(table.rows.filter(({ epoch }) => epoch === run.checkpoints.at(-1)?.epoch));
    expect(kept.size).toBeGreaterThan(0);
    for (const { data } of [sizes, fve]) {
      const shown = data.filter(({ meta }) => !meta?.background);
      expect(shown.map(({ name }) => name)).toEqual(
        [...kept].sort((a, b) => Number(a) - Number(b)).map((k) => `k = ${k}`),
      );
      // The unclustered, and clusters that the end has not.
      expect(data).toHaveLength(of(table.rows).size + 1);
      for (const { x } of data) expect(x).toEqual(run.checkpoints.map(({ epoch }) => epoch));
    }
    for (const { y } of sizes.data) for (const value of y as unknown[]) expect(Number.isInteger(value)).toBe(true);
  });
});

function near(ours: number | null, theirs: number): void {
  expect(Math.abs((ours ?? Number.NaN) - theirs)).toBeLessThan(FLOAT32);
}
