import { beforeAll, describe, expect, test } from "vitest";
import logitMap from "#analyzers/logit-map.js";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import { forward } from "#networks/forward.js";
import { type Model, weight } from "#networks/model.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";
import { CYCLIC } from "../_cyclic-tasks.ts";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";
import { naiveNorms } from "../quantities/_naive.ts";
import { phasedNetwork, plantedNeurons } from "./_planted-phases.ts";

beforeAll(async () => {
  await startBackend();
});

/** Weights, activations and their projections are rounded to float32. */
const FLOAT32 = 1e-5;
/** Both are float64 over the same float32 logits or weights. */
const FLOAT64 = 1e-9;

type MapRow = ReturnType<typeof logitMap.measure>[number];

/** The rows of the one checkpoint there is, with these key frequencies. */
function asked(model: Model, of: Task, keys: readonly number[], frequencies: "keys" | "every" = "keys") {
  const network = { architecture: model.architecture, task: of, split: undefined };
  const stored = [
    { train: null, test: null },
    { train: null, test: null },
  ] as const;
  const options = { block: "each", keys, rule: "logit-map", keysAt: "last", frequencies } as const;
  const prepared = {
    keys,
    none: null,
    rule: null,
    epoch: null,
    normalised: false,
    blocks: [0],
    blockCount: 1,
    noMap: [null],
  };
  const rows = logitMap.measure(model, { network, epoch: 0, last: true, stored, options, prepared });
  return (quantity: MapRow["quantity"]) => rows.filter((row) => row.quantity === quantity);
}

describe.each(CYCLIC)("planted networks of frequencies 3 and 5: %s mod %i", (name, p) => {
  const of = task(name, p);
  const form = cyclicForm(of) as CyclicForm;

  test("each cluster writes its own frequency alone", () => {
    const rows = asked(phasedNetwork(p, form, plantedNeurons(form, [3, 5], 6), 1), of, [3, 5])("cluster");
    expect(rows.map(({ frequency, neurons }) => [frequency, neurons])).toEqual([
      [3, 6],
      [5, 6],
    ]);
    // Six rows cos(w_k c + ψ).
    const norm = Math.sqrt(6 * (form.n / 2));
    for (const row of rows) near([row.share, row.norm / norm], [1, 1]);
  });

  test("what is written is the wave of the answer, and nothing else is", () => {
    const rows = asked(planted(p, form, [3, 5]), of, [3, 5]);
    expect(rows("direction").map(({ wave, frequency }) => `${wave} ${frequency}`)).toEqual([
      "cos 3",
      "sin 3",
      "cos 5",
      "sin 5",
    ]);
    near(
      rows("direction").map(({ share }) => share),
      [1, 1, 1, 1],
    );
    expect(rows("residual")).toHaveLength(1);
    near([rows("residual")[0].share], [0]);
    const answer = form.sign === 1 ? "a+b" : "a-b";
    for (const { wave, share } of rows("logits")) near([share], [wave === answer ? 0.5 : 0]);
  });

  test("a key frequency that is missing is in the residual", () => {
    const rows = asked(planted(p, form, [3, 5]), of, [3]);
    near([rows("residual")[0].share, rows("logits").at(-1)?.share ?? null], [0.5, 0.5]);
  });
});

describe.each([
  ["addition", 7, [1, 3]],
  ["addition", 8, [2, 4]],
  ["subtraction", 9, [4]],
  ["multiplication", 11, [2, 5]],
  ["division", 7, [1, 3]],
] as const)("random weights, %s mod %i, keys %j: as written out over all pairs", (name, p, keys) => {
  const of = task(name, p);
  const form = cyclicForm(of) as CyclicForm;
  const { n, order, sign } = form;
  const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p], activation: "gelu" }, { biases: true });
  const W_L = logitMapRows(model, form);
  let rows: ReturnType<typeof asked>;
  beforeAll(() => {
    rows = asked(model, of, keys, "every");
  });

  test("the residual of W_L", () => {
    const waves = naiveNorms(W_L).slice(1);
    const power = (some: typeof waves) => some.reduce((sum, { norm }) => sum + norm ** 2, 0);
    const left = power(waves.filter(({ k }) => !keys.includes(k as never)));
    near([rows("residual")[0].share, rows("residual")[0].norm], [left / power(waves), Math.sqrt(left)], FLOAT64);
  });

  test("R² of each direction, by least squares", () => {
    const { data, shape } = forward(model).neurons;
    const found = rows("direction");
    const expected = keys.flatMap((k) =>
      2 * k === n
        ? [[k, "cos"]]
        : [
            [k, "cos"],
            [k, "sin"],
          ],
    ) as [number, string][];
    expect(found.map(({ frequency, wave }) => [frequency, wave])).toEqual(expected);
    for (const [i, [k, wave]] of expected.entries()) {
      const f = wave === "cos" ? Math.cos : Math.sin;
      const scale = Math.sqrt((2 * k === n ? 1 : 2) / n);
      const u = W_L[0].map((_, j) => W_L.reduce((sum, row, c) => sum + scale * f(angle(k * c)) * row[j], 0));
      const values: { readonly y: number; readonly x: number }[] = [];
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) {
          const at = (order[a] * p + order[b]) * shape[1];
          values.push({ y: u.reduce((sum, v, j) => sum + v * data[at + j], 0), x: angle(k * (a + sign * b)) });
        }
      }
      // On the whole grid a cosine, a sine and the constant are orthogonal: each has its own least squares.
      const mean = values.reduce((sum, { y }) => sum + y, 0) / values.length;
      const slope = (g: (x: number) => number) =>
        values.reduce((sum, { x, y }) => sum + g(x) * y, 0) / values.reduce((sum, { x }) => sum + g(x) ** 2, 0);
      const [c, s] = [slope(Math.cos), 2 * k === n ? 0 : slope(Math.sin)];
      const left = values.reduce((sum, { x, y }) => sum + (y - mean - c * Math.cos(x) - s * Math.sin(x)) ** 2, 0);
      const whole = values.reduce((sum, { y }) => sum + (y - mean) ** 2, 0);
      near([found[i].share, found[i].norm], [1 - left / whole, Math.hypot(...u)]);
    }
  });

  test("the logits' part in each wave, and the rest", () => {
    const { data, shape } = forward(model).logits;
    const cube = Array.from({ length: n }, (_, a) =>
      Array.from({ length: n }, (_, b) => Array.from(order, (c) => data[(order[a] * p + order[b]) * shape[1] + c])),
    );
    const sum = (of: (a: number, b: number, c: number) => number, c: number) =>
      cube.reduce((all, plane, a) => all + plane.reduce((some, _, b) => some + of(a, b, c), 0), 0);
    const places = { a: [1, 0], b: [0, 1], "a+b": [1, 1], "a-b": [1, -1] } as const;
    const variance = Array.from(order, (_, c) => {
      const mean = sum((a, b) => cube[a][b][c], c) / n ** 2;
      return sum((a, b) => (cube[a][b][c] - mean) ** 2, c);
    }).reduce((x, y) => x + y, 0);
    let left = variance;
    for (const { frequency: k, wave, norm, share } of rows("logits")) {
      if (k === null) {
        expect(wave).toBe("rest");
        near([norm ** 2 / variance, share], [left / variance, left / variance], FLOAT64);
        continue;
      }
      const [x, y] = places[wave as keyof typeof places];
      const functions = 2 * k === n ? [Math.cos] : [Math.cos, Math.sin];
      const power = functions
        .flatMap((f) =>
          Array.from(order, (_, c) => {
            const g = (a: number, b: number) => f(angle(k * (x * a + y * b)));
            return sum((a, b) => g(a, b) * cube[a][b][c], c) ** 2 / sum((a, b) => g(a, b) ** 2, c);
          }),
        )
        .reduce((all, value) => all + value, 0);
      // At n/2 the waves of a + b and a − b are one.
      const expected = 2 * k === n && wave === "a-b" ? 0 : power;
      near([norm, share], [Math.sqrt(expected), expected / variance], FLOAT64);
      left -= expected;
    }
    expect(rows("logits")).toHaveLength(4 * Math.floor(n / 2) + 1);
  });

  /** Reduced before it is multiplied by 2π/n, so that the angle is exact. */
  function angle(turns: number): number {
    return (2 * Math.PI * (((turns % n) + n) % n)) / n;
  }
});

test("no key frequencies: everything is residual, no direction is asked for, and no cluster is there", () => {
  const model = randomTransformer({ ...MAINLINE, p: 29, sequence: ["a", "b", 29] }, { d_model: 32, neurons: 96 });
  const rows = asked(model, task("addition", 29), []);
  expect([rows("cluster"), rows("direction")]).toEqual([[], []]);
  expect(rows("residual")[0].share).toBe(1);
  expect(rows("logits").map(({ wave, share }) => [wave, share])).toEqual([["rest", 1]]);
});

describe("of the tiny run", () => {
  let run: Run;
  beforeAll(async () => {
    const whole = await openRun("fixtures/tiny");
    run = { ...whole, checkpoints: [...whole.checkpoints.slice(0, 1), ...whole.checkpoints.slice(-1)] };
  });

  test("keys are found, said, and have the rows; findings survive JSON", async () => {
    const { table, findings } = await analyze(run, logitMap);
    expect(findings[0]).toEqual({ label: "key frequencies, rule logit-map at epoch 6000", value: [3, 11, 13] });
    const directions = table.rows.filter(({ quantity }) => quantity === "direction");
    expect(directions.map(({ frequency }) => frequency)).toEqual([3, 3, 11, 11, 13, 13, 3, 3, 11, 11, 13, 13]);
    for (const { share } of directions) expect(share).toBeLessThanOrEqual(1);
    expect(JSON.parse(JSON.stringify([findings, table]))).toStrictEqual([findings, table]);
    expect(Object.keys(table.rows[0])).toEqual(Object.keys(table.columns));
  });

  test("with --frequencies every the logits have four rows a frequency, and shares that add up to 1", async () => {
    const { table } = await analyze(run, logitMap, { frequencies: "every" });
    for (const { epoch } of run.checkpoints) {
      const rows = table.rows.filter((row) => row.epoch === epoch && row.quantity === "logits");
      expect(rows).toHaveLength(4 * 14 + 1);
      near([rows.reduce((sum, { share }) => sum + (share ?? Number.NaN), 0)], [1], FLOAT64);
    }
  });

  test("a frequency that does not exist is refused", async () => {
    await expect(analyze(run, logitMap, { keys: [15] })).rejects.toThrow(UsageError);
  });

  test("where a LayerNorm stands between the neurons and the logits, it is said", async () => {
    const { network } = run;
    if (network?.architecture.kind !== "transformer") throw new Error("the tiny run is a transformer");
    const options = { block: "each", keys: [3], rule: "logit-map", keysAt: "last", frequencies: "keys" } as const;
    const last = run.checkpoints[run.checkpoints.length - 1];
    const result = await analyze({ ...run, checkpoints: [last] }, logitMap, options);
    const withFinal = { ...last, weights: { ...last.weights, ln_final_w: last.weights["blocks.0.b_out"] } };
    for (const [normalisation, checkpoint, said] of [
      ["none", last, false],
      // Before each half of a block, and none at the end: nothing is between.
      ["pre", last, false],
      ["pre", withFinal, true],
      ["post", last, true],
    ] as const) {
      const architecture = { ...network.architecture, normalisation };
      const normed = { ...run, network: { ...network, architecture }, checkpoints: [checkpoint] };
      const prepared = (await logitMap.prepare?.(normed, options)) ?? expect.unreachable();
      const table = { columns: {} as never, rows: result.table.rows };
      const context = { history: [], options, prepared };
      const conclusion = logitMap.conclude?.(table, context) ?? expect.unreachable();
      expect(conclusion.normalised).toBe(said);
      const findings = logitMap.findings?.(table, { ...context, conclusion });
      expect(findings?.some(({ value }) => /LayerNorm/.test(String(value)))).toBe(said);
    }
  });
});

/** W_out W_U of the last block [place of the answer][neuron], by two loops. */
function logitMapRows(model: Model, { order }: CyclicForm): number[][] {
  const [W_out, W_U] = [weight(model, "W_out", 0), weight(model, "W_U")];
  const [neurons, d_model] = W_out.shape;
  return Array.from(order, (c) =>
    Array.from({ length: neurons }, (_, i) => {
      let sum = 0;
      for (let d = 0; d < d_model; d++) sum += W_out.data[i * d_model + d] * W_U.data[d * W_U.shape[1] + c];
      return sum;
    }),
  );
}

function near(ours: readonly (number | null)[], theirs: readonly number[], tolerance = FLOAT32): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries())
    expect(Math.abs((ours[i] ?? Number.NaN) - value), `${ours[i]}, expected ${value}`).toBeLessThan(tolerance);
}
