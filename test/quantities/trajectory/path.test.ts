import { describe, expect, test } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import { checkpointGram } from "#quantities/trajectory/checkpoint-gram.js";
import { pathGeometry, randomWalkGram, straightness } from "#quantities/trajectory/path-geometry.js";
import { principalPath } from "#quantities/trajectory/principal-path.js";
import { trajectory } from "#quantities/trajectory/trajectory.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { normal } from "../../_networks.ts";

/** ⟨x_i, x_j⟩ of points. */
function gramOf(points: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(
    points.flatMap((x) => points.map((y) => x.reduce((sum, value, d) => sum + value * y[d], 0))),
  );
}

describe("a straight path", () => {
  const points = [0, 1, 3, 4, 10].map((t) => [5 + t, 2 - 2 * t, 2 * t]);
  const gram = gramOf(points);

  test("is straight, goes straight on, and has one component", () => {
    const geometry = pathGeometry(gram, points.length);
    expect(straightness(geometry)).toBeCloseTo(1, 12);
    for (const turn of geometry.turns.slice(1, -1)) expect(turn).toBeCloseTo(1, 12);
    expect(geometry.lengths.at(-1)).toBeCloseTo(30, 10);
    const { shares, coordinates } = principalPath(gram, points.length, 3);
    expect(shares[0]).toBeCloseTo(1, 12);
    const [first, , , , last] = coordinates[0];
    expect(last - first).toBeCloseTo(30, 10);
  });
});

test("a path with one corner turns there, and back is −1", () => {
  const corner = gramOf([
    [0, 0],
    [2, 0],
    [2, 1],
    [2, 0],
  ]);
  const { turns, steps } = pathGeometry(corner, 4);
  expect([...turns]).toEqual([Number.NaN, 0, -1, Number.NaN]);
  expect([...steps]).toEqual([Number.NaN, 2, 1, 1]);
});

test("a path that does not move has neither direction nor straightness", () => {
  const gram = gramOf(Array(4).fill([1, 2]));
  const geometry = pathGeometry(gram, 4);
  expect(geometry.turns.every(Number.isNaN)).toBe(true);
  expect(straightness(geometry)).toBeNaN();
  expect(principalPath(gram, 4, 3).shares).toEqual([0, 0, 0]);
});

test("a walk in random directions has the shares of its control, near 61, 15 and 7 %, and turns by right angles", () => {
  const draw = normal(1);
  const at = Array<number>(2000).fill(0);
  const points = Array.from({ length: 60 }, () => {
    for (let d = 0; d < at.length; d++) at[d] += draw(1);
    return [...at];
  });
  const gram = gramOf(points);
  const geometry = pathGeometry(gram, 60);
  const { shares } = principalPath(gram, 60, 3);
  // Each points to where the end lies further along it than the start, and is seen from the mean.
  for (const along of principalPath(gram, 60, 12).coordinates) {
    expect(along[59]).toBeGreaterThanOrEqual(along[0]);
    expect(along.reduce((sum, x) => sum + x, 0) / Math.hypot(...along)).toBeCloseTo(0, 6);
  }
  const control = principalPath(randomWalkGram(geometry), 60, 3);
  for (const [k, share] of shares.entries()) {
    expect(Math.abs(share - control.shares[k])).toBeLessThan(0.01);
    expect(Math.abs(share - 6 / (Math.PI * (k + 1)) ** 2)).toBeLessThan(0.02);
  }
  for (const turn of geometry.turns.slice(1, -1)) expect(Math.abs(turn)).toBeLessThan(0.1);
  expect(Math.abs(straightness(geometry) - 1 / Math.sqrt(59))).toBeLessThan(0.01);
});

describe("of a run", async () => {
  const run = selected(await openRun("fixtures/tiny"), { every: 6 });
  const n = run.checkpoints.length;

  test("inner products are those of all weights, in slices as at once", () => {
    const whole = checkpointGram(run);
    const flat = run.checkpoints.map((checkpoint) => {
      const { parameters } = modelAt(run, checkpoint);
      return parameters.names.flatMap((name) => [...(parameters.get(name)?.data ?? [])]);
    });
    for (const [at, expected] of gramOf(flat).entries()) expect(Math.abs(whole[at] / expected - 1)).toBeLessThan(1e-12);
    // 7 values of each checkpoint at a time.
    const sliced = checkpointGram(run, 7 * n);
    for (const [at, value] of sliced.entries()) expect(Math.abs(value / whole[at] - 1)).toBeLessThan(1e-12);
  });

  test("a checkpoint whose weights are not finite is left out, and the others keep their path", () => {
    const { checkpoints } = run;
    const [name] = Object.keys(checkpoints[1].weights);
    const { shape = [] } = modelAt(run, checkpoints[1]).parameters.get(name) ?? {};
    const size = shape.reduce((n, length) => n * length, 1);
    const broken = {
      ...checkpoints[1],
      weights: { ...checkpoints[1].weights, [name]: arrayOf(new Float64Array(size).fill(Number.NaN), shape) },
    };
    const without = checkpoints.filter((_, i) => i !== 1);
    const found = trajectory({ ...run, checkpoints: checkpoints.map((one, i) => (i === 1 ? broken : one)) });
    expect(found.points.map(({ epoch }) => epoch)).toEqual(without.map(({ epoch }) => epoch));
    expect(found.straightness).toBeCloseTo(trajectory({ ...run, checkpoints: without }).straightness as number, 10);
  });

  test("of a run none of whose weights are finite there is no path", () => {
    const broken = run.checkpoints.map((one) => ({
      ...one,
      weights: Object.fromEntries(
        Object.keys(one.weights).map((name) => {
          const { shape = [] } = modelAt(run, one).parameters.get(name) ?? {};
          const size = shape.reduce((n, length) => n * length, 1);
          return [name, arrayOf(new Float64Array(size).fill(Number.NaN), shape)];
        }),
      ),
    }));
    const found = trajectory({ ...run, checkpoints: broken });
    expect(found).toEqual({ points: [], shares: [], straightness: null, control: { shares: [], straightness: null } });
  });

  test("one checkpoint is a point, with no path", () => {
    const alone = trajectory({ ...run, checkpoints: run.checkpoints.slice(0, 1) });
    expect(alone).toMatchObject({ straightness: null, shares: [0], control: { straightness: null } });
    expect(alone.points).toMatchObject([{ step: null, turn: null, length: 0 }]);
  });
});
