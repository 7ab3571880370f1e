import { beforeAll, describe, expect, test } from "vitest";
import embeddingCircles from "#analyzers/embedding-circles.js";
import { startBackend } from "#engine/backend.js";
import { type Model, weight } from "#networks/model.js";
import { frequencyCircles } from "#quantities/frequency-circles.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { basis } from "../_basis.ts";
import { changed, MAINLINE, planted, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** Weights are rounded to float32. */
const FLOAT32 = 1e-6;
const WIDTH = 16;
/** How far a share of 113 random numbers is from its mean. */
const RANDOM_SPREAD = 0.15;

/** A network whose embedding is m + R cos(w_k x) e_3 + S sin(w_k x) e_7, x the input's place; 0 and '=' anywhere. */
function circled(p: number, { n, order }: CyclicForm, k: number, [R, S]: readonly [number, number]): Model {
  const model = randomTransformer({ ...MAINLINE, p, sequence: ["a", "b", p] }, { d_model: WIDTH });
  return changed(model, "W_E", (old, i) => {
    const place = order.indexOf(Math.floor(i / WIDTH));
    if (place < 0) return old;
    const angle = (2 * Math.PI * k * place) / n;
    const column = i % WIDTH;
    return 0.3 * column + (column === 3 ? R * Math.cos(angle) : column === 7 ? S * Math.sin(angle) : 0);
  });
}

describe.each([
  ["addition", 29],
  ["subtraction", 26],
  ["multiplication", 23],
  ["division", 29],
] as const)("a planted circle of frequency 3: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;
  const { n } = form;

  test("has its radius at every input, in the inputs' order, and everything in its frequency", () => {
    const [{ name: matrix, circles, shares }] = frequencyCircles(circled(p, form, 3, [2, 2]), form, [3, 5]);
    const [{ x, y, radius, radiusDeviation, angleDeviation, share, axesCosine }] = circles;
    expect(matrix).toBe("W_E");
    for (let i = 0; i < n; i++) {
      near(x[i], 2 * Math.cos((6 * Math.PI * i) / n));
      near(y[i], 2 * Math.sin((6 * Math.PI * i) / n));
    }
    near(radius, 2);
    for (const nothing of [radiusDeviation, angleDeviation, axesCosine, shares[1]]) near(nothing, 0);
    for (const all of [share, shares[0]]) near(all, 1);
  });

  test("stretched to an ellipse it is one frequency still, and no longer round", () => {
    const [{ circles }] = frequencyCircles(circled(p, form, 3, [1, 2]), form, [3]);
    const r = Array.from({ length: n }, (_, i) => {
      const angle = (6 * Math.PI * i) / n;
      return Math.hypot(Math.cos(angle), 2 * Math.sin(angle));
    });
    const mean = r.reduce((sum, one) => sum + one, 0) / n;
    near(circles[0].share, 1);
    near(circles[0].radius, mean);
    near(circles[0].radiusDeviation, Math.sqrt(r.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n) / mean);
    expect(circles[0].angleDeviation).toBeGreaterThan(0.1);
  });
});

test("a frequency without a sine has one axis, and its inputs stand at both its ends", () => {
  const form = cyclicForm(task("addition", 26)) as CyclicForm;
  const [{ circles }] = frequencyCircles(circled(26, form, 13, [2, 2]), form, [13]);
  expect([...circles[0].y]).toEqual(Array(26).fill(0));
  expect(circles[0].axesCosine).toBeNaN();
  for (const [i, x] of circles[0].x.entries()) near(x, 2 * (-1) ** i);
  near(circles[0].share, 1);
});

test("a and b with embeddings of their own have circles each", async () => {
  const of = task("addition", 29);
  const found = frequencyCircles(planted(29, cyclicForm(of) as CyclicForm, [3, 5]), cyclicForm(of) as CyclicForm, [3]);
  expect(found.map(({ name }) => name)).toEqual(["W_x", "W_y"]);
  for (const { circles, shares } of found) {
    near(circles[0].radiusDeviation, 0);
    near(circles[0].share, 1);
    // Two circles of one size.
    near(shares[0], 1 / 2);
  }
});

describe("of the mainline run", () => {
  let run: Run;
  beforeAll(async () => {
    const whole = await openRun("fixtures/mainline");
    run = { ...whole, checkpoints: [...whole.checkpoints.slice(0, 1), ...whole.checkpoints.slice(-1)] };
  });

  test("the keys' planes become circles, which hold most of the embedding", async () => {
    const { table, findings } = await analyze(run, embeddingCircles);
    expect(findings[0].value).toEqual([14, 35, 41, 42, 52]);
    const [first, last] = run.checkpoints.map(({ epoch }) => table.rows.filter((row) => row.epoch === epoch));
    for (const rows of [first, last]) {
      expect(rows.map(({ frequency }) => frequency)).toEqual([14, 35, 41, 42, 52, null]);
      near(
        rows.reduce((sum, { power_share }) => sum + power_share, 0),
        1,
      );
    }
    for (const { circle_share, radius_deviation, angle_deviation } of last.slice(0, 5)) {
      expect(circle_share).toBeGreaterThan(0.95);
      expect(radius_deviation).toBeLessThan(0.1);
      expect(angle_deviation).toBeLessThan(0.1);
    }
    // Of random weights: the plane is chosen for the frequency, which then has d_model of d_model + p parts.
    for (const { circle_share } of first.slice(0, 5))
      near(circle_share ?? Number.NaN, 128 / (128 + 113), RANDOM_SPREAD);
    expect(last[5].power_share).toBeLessThan(0.1);
    expect(first[5].power_share).toBeGreaterThan(0.8);
  });

  test("coordinates are the projections, to six digits", async () => {
    const { table } = await analyze(run, embeddingCircles, { keys: [35] });
    const last = run.checkpoints[1];
    const W_E = weight(modelAt(run, last), "W_E");
    const width = W_E.shape[1];
    const row = table.rows.find(({ epoch, frequency }) => epoch === last.epoch && frequency === 35);
    expect(row?.inputs).toEqual(Array.from({ length: 113 }, (_, i) => i));
    for (const [part, values] of [
      ["cos", row?.x],
      ["sin", row?.y],
    ] as const) {
      const wave = basis(113).find((one) => one.k === 35 && one.part === part)?.values ?? [];
      const direction = Array.from({ length: width }, (_, m) =>
        wave.reduce((sum, value, i) => sum + value * W_E.data[i * width + m], 0),
      );
      const along = Array.from({ length: 113 }, (_, i) =>
        direction.reduce((sum, value, m) => sum + value * W_E.data[i * width + m], 0),
      ).map((value) => value / Math.hypot(...direction));
      const mean = along.reduce((sum, value) => sum + value, 0) / 113;
      for (const [i, value] of along.entries()) near(values?.[i] ?? Number.NaN, value - mean, 1e-5);
    }
  });

  test("each checkpoint by its own keys: where it has none, everything is left", async () => {
    const { table } = await analyze(run, embeddingCircles, { keysAt: "each" });
    const first = table.rows.filter(({ epoch }) => epoch === run.checkpoints[0].epoch);
    expect(first).toMatchObject([{ matrix: "W_E", frequency: null, power_share: 1, x: null, y: null }]);
  });
});

test("it does not apply to a task without frequencies", async () => {
  const run = await openRun("fixtures/layouts/universality-table", {
    task: "fixtures/layouts/universality-table/S4.table.json",
  });
  await expect(analyze(run, embeddingCircles)).rejects.toThrow(/does not apply: .* no cyclic group/);
});

function near(ours: number, theirs: number, tolerance = FLOAT32): void {
  expect(Math.abs(ours - theirs), `${ours}, expected ${theirs}`).toBeLessThan(tolerance);
}
