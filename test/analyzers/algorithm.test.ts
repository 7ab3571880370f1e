import { beforeAll, describe, expect, test } from "vitest";
import algorithm from "#analyzers/algorithm.js";
import { startBackend } from "#engine/backend.js";
import type { MlpArchitecture, TransformerArchitecture } from "#networks/architecture.js";
import { forward } from "#networks/forward.js";
import { type Model, weight } from "#networks/model.js";
import { circles, circularity } from "#quantities/circles.js";
import { closedForms, fit } from "#quantities/closed-forms.js";
import { distanceIrrelevance } from "#quantities/distance-irrelevance.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";
import { changed, MAINLINE, network, normal, planted, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const FLOAT32 = 1e-5;
const TASKS = [
  ["addition", 13],
  ["addition", 12],
  ["subtraction", 13],
  ["multiplication", 13],
] as const;
const formOf = (of: Task) => cyclicForm(of) as CyclicForm;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
/** The whole network's row, as of a checkpoint that is not the last. */
const asked = (model: Model, of: Task) =>
  algorithm.measure(model, {
    network: { architecture: model.architecture, task: of, split: undefined },
    epoch: 0,
    last: false,
    stored: [
      { train: null, test: null },
      { train: null, test: null },
    ],
    options: {},
    prepared: { noSymmetricity: null },
  })[0];

/** The MLP that answers any logits of (a, b, c): one neuron fires for each pair, by a half. */
function tabulated(p: number, logit: (a: number, b: number, c: number) => number): Model {
  const architecture: MlpArchitecture = { kind: "mlp", p, activation: "relu", meeting: "neurons", hiddenLayers: 1 };
  return network(architecture, {
    W_x: [[p, p * p], (i) => (Math.floor(i / p ** 2) === Math.floor((i % p ** 2) / p) ? 1 : 0)],
    W_y: [[p, p * p], (i) => (Math.floor(i / p ** 2) === i % p ? 1 : 0)],
    b_in: [[p * p], () => -1.5],
    W_U: [[p * p, p], (i) => 2 * logit(Math.floor(i / p ** 2), Math.floor(i / p) % p, i % p)],
  });
}

describe.each(TASKS)("%s mod %i", (name, p) => {
  const own = task(name, p);
  const form = formOf(own);
  const { n, order, sign } = form;
  const place = new Map(Array.from(order, (residue, i) => [residue, i]));
  /** w_k(s − c) and w_k d/2 of residues. */
  const angles = (k: number, [a, b, c]: readonly number[]) => {
    const [i, j, l] = [a, b, c].map((x) => place.get(x) ?? 0);
    return { whole: (2 * Math.PI * k * (i + sign * j - l)) / n, half: (Math.PI * k * (i - sign * j)) / n };
  };
  const clock = (k: number, abc: readonly number[]) => Math.cos(angles(k, abc).whole);
  const pizza = (k: number, abc: readonly number[]) => Math.abs(Math.cos(angles(k, abc).half)) * clock(k, abc);
  const cube = [...order].flatMap((a) => [...order].flatMap((b) => [...order].map((c) => [a, b, c])));

  test("a clock has R² 1 as a clock, and as a pizza what the two forms share", () => {
    const model = planted(p, form, [2, 5]);
    const row = asked(model, own);
    expect(row.clock_r_squared).toBeCloseTo(1, 6);
    expect(row.clock_fve).toBeCloseTo(1, 6);
    const shared = [2, 5].map((k) => {
      const [cp, pp] = cube.reduce(([x, y], t) => [x + clock(k, t) * pizza(k, t), y + pizza(k, t) ** 2], [0, 0]);
      return cp ** 2 / (pp * cube.reduce((sum, t) => sum + clock(k, t) ** 2, 0));
    });
    expect(row.pizza_r_squared).toBeCloseTo((shared[0] + shared[1]) / 2, 6);
    expect(row.distance_irrelevance).toBeNull();
  });

  test("a pizza has R² 1 as a pizza, whose distance alone decides how sure it is", () => {
    const row = asked(
      tabulated(p, (...abc) => 3 * pizza(2, abc) + 2 * pizza(5, abc)),
      own,
    );
    expect(row.pizza_r_squared).toBeCloseTo(1, 6);
    expect(row.pizza_fve).toBeCloseTo(1, 6);
    expect(row.clock_r_squared).toBeLessThan(0.9);
    expect(row.distance_irrelevance).toBeLessThan(FLOAT32);
    expect(row).toMatchObject({ verdict: "pizza", gradient_symmetricity: 1 });
  });

  test("what forms explain of random logits is what projections on each wave explain", () => {
    const draw = normal(3);
    const values = new Map(range(p ** 3).map((i) => [i, draw(1)]));
    const model = tabulated(p, (a, b, c) => values.get((a * p + b) * p + c) ?? 0);
    const { data, shape } = forward(model).logits;
    const logits = cube.map(([a, b, c]) => data[(a * p + b) * shape[1] + c]);
    const rowMean = logits.map((_, at) => {
      const from = at - (at % n);
      return logits.slice(from, from + n).reduce((sum, x) => sum + x, 0) / n;
    });
    const centred = logits.reduce((sum, x, at) => sum + (x - rowMean[at]) ** 2, 0);
    const forms = closedForms(model, form);
    for (const [which, wave] of [
      ["clock", clock],
      ["pizza", pizza],
    ] as const) {
      const all = range(Math.floor(n / 2)).map((i) => {
        const f = cube.map((abc) => wave(i + 1, abc));
        const dot = f.reduce((sum, x, at) => sum + x * logits[at], 0);
        const squares = f.reduce((sum, x) => sum + x * x, 0);
        expect(fit(forms, which, [i + 1]).rSquared).toBeCloseTo(dot ** 2 / squares / centred, 9);
        const mean = logits.reduce((sum, x) => sum + x, 0) / logits.length;
        const r = dot / Math.sqrt(squares * logits.reduce((sum, x) => sum + (x - mean) ** 2, 0));
        expect(fit(forms, which, [i + 1]).standardised).toBeCloseTo(2 * r - 1, 9);
        return dot ** 2 / squares;
      });
      expect(fit(forms, which).rSquared).toBeCloseTo(all.reduce((sum, x) => sum + x, 0) / centred, 9);
    }
  });

  test("distance irrelevance is that of its definition", () => {
    const draw = normal(4);
    const values = range(p ** 2).map(() => draw(1));
    const model = tabulated(p, (a, b, c) => (own.answers[a * p + b] === c ? values[a * p + b] : 0));
    const deviation = (x: readonly number[]) => {
      const mean = x.reduce((sum, y) => sum + y, 0) / x.length;
      return Math.sqrt(x.reduce((sum, y) => sum + (y - mean) ** 2, 0) / x.length);
    };
    const byDistance = new Map<number, number[]>();
    for (const a of order) {
      for (const b of order) {
        const d = ((place.get(a) ?? 0) - sign * (place.get(b) ?? 0) + n) % n;
        byDistance.set(d, [...(byDistance.get(d) ?? []), values[a * p + b]]);
      }
    }
    const lists = [...byDistance.values()];
    const expected = lists.reduce((sum, list) => sum + deviation(list), 0) / n / deviation(lists.flat());
    expect(distanceIrrelevance(model, form)).toBeCloseTo(expected, 6);
  });
});

const addition = task("addition", 11);
const mainline: TransformerArchitecture = { ...MAINLINE, p: 11, sequence: ["a", "b", 11] };

test.each([1, 2, 3, 4, 5])("random weights are neither, seed %i", (seed) => {
  const row = asked(randomTransformer(mainline, { seed, d_model: 32, neurons: 96 }), addition);
  expect(row.verdict).toBe("neither");
  expect(row.circularity).toBeLessThan(0.6);
});

describe("an embedding of two circles", () => {
  const p = 13;
  const form = formOf(task("addition", p));
  const angle = (k: number, x: number) => (2 * Math.PI * k * x) / p;
  const base = randomTransformer({ ...mainline, p, sequence: ["a", "b", p] });
  const model = changed(base, "W_E", (old, i) => {
    const [x, m] = [Math.floor(i / 16), i % 16];
    if (x >= p) return old;
    // Dimensions 0 and 1 a circle of frequency 3, 2 and 3 a smaller one of frequency 5, the others a constant.
    return (
      [2 * Math.cos(angle(3, x)), 2 * Math.sin(angle(3, x)), Math.cos(angle(5, x)), Math.sin(angle(5, x))][m] ?? 0.5
    );
  });

  test("has circularity 1, and the circles that it was made of", () => {
    expect(circularity(model, form)).toBeCloseTo(1, 6);
    expect(circles(model, form).map(({ frequency }) => frequency)).toEqual([3, 5]);
  });

  test("restricted to one keeps that one, the mean and the signs", () => {
    for (const { frequency, model: alone } of circles(model, form)) {
      const [W, restricted] = [weight(model, "W_E"), weight(alone, "W_E")];
      for (let i = 0; i < W.data.length; i++) {
        const m = i % 16;
        const gone = i < 16 * p && m < 4 && m < 2 !== (frequency === 3);
        expect(Math.abs(restricted.data[i] - (gone ? 0 : W.data[i]))).toBeLessThan(FLOAT32);
      }
    }
  });
});

describe.each([
  "fixtures/tiny",
  "fixtures/layouts/clock-and-pizza",
  "fixtures/layouts/lightning",
  "fixtures/layouts/universality-mlp",
  "fixtures/layouts/two-layer-mlp",
])("%s", (path) => {
  let run: Run;
  beforeAll(async () => {
    run = await openRun(path);
  });

  test("has rows of exactly its columns, the same on every asking, and says why a measure is not had", async () => {
    const few = { ...run, checkpoints: [run.checkpoints[0], ...run.checkpoints.slice(-1)] };
    const prepared = await algorithm.prepare?.(few, {});
    expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared);
    if (algorithm.applies?.(run) !== true) return;
    const { table, findings } = await analyze(few, algorithm);
    for (const row of table.rows) expect(Object.keys(row)).toEqual(Object.keys(table.columns));
    expect((await analyze(few, algorithm)).table).toEqual(table);
    const figures = algorithm.figures(table, {}, { conclusion: undefined });
    expect(JSON.parse(JSON.stringify([findings, figures]))).toEqual([findings, figures]);
    const symmetricity = table.rows[0].gradient_symmetricity;
    expect(symmetricity === null).toBe(prepared?.noSymmetricity !== null);
  });
});

test("the tiny run is a clock at its end, and neither at its start", async () => {
  const run = selected(await openRun("fixtures/tiny"), { every: 4 });
  const { table, findings, conclusion } = await analyze(run, algorithm);
  const whole = table.rows.filter(({ circle }) => circle === null);
  expect([whole[0].verdict, whole.at(-1)?.verdict]).toEqual(["neither", "clock"]);
  const since = whole[whole.findLastIndex(({ verdict }) => verdict !== "clock") + 1].epoch;
  expect(conclusion).toMatchObject({ epoch: 6000, verdict: "clock", neither_because: null, since });
  expect(findings.slice(0, 2)).toEqual([
    { label: "algorithm at epoch 6000", value: "clock" },
    { label: "clock at every checkpoint", value: `from epoch ${since} on` },
  ]);
});
