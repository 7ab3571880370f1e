import { describe, expect, test } from "vitest";
import type { MlpArchitecture, TransformerArchitecture } from "#networks/architecture.js";
import type { Model } from "#networks/model.js";
import { alongLine, alongRay, barrier, barrierThreshold } from "#quantities/landscape/landscape.js";
import { modelBetween } from "#quantities/landscape/weights-along.js";
import { accuracies, losses } from "#quantities/split-losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { type Entry, MAINLINE, network as networkOf, normal, randomTransformer } from "../../_networks.ts";

const run = await openRun("fixtures/tiny");
const network = run.network as Network;
const last = modelAt(run, run.checkpoints[run.checkpoints.length - 1]);
const first = modelAt(run, run.checkpoints[0]);
const { p } = network.task;
const architecture: TransformerArchitecture = { ...MAINLINE, p, sequence: ["a", "b", p] };

/** The network with its MLP's neurons in reverse order: the same function. */
function reversed(model: Model): Model {
  const entries = model.parameters.names.map((name) => {
    const weight = model.parameters.get(name);
    if (!weight) throw new Error(`no weight ${name}`);
    const axis = weight.axes.indexOf("neuron");
    const [, columns = 1] = weight.shape;
    const neurons = weight.shape[axis];
    const from = (i: number) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      if (weight.shape.length === 1) return neurons - 1 - i;
      return axis === 0 ? (neurons - 1 - row) * columns + column : row * columns + (neurons - 1 - column);
    };
    const entry: Entry = [weight.shape, (i) => weight.data[axis < 0 ? i : from(i)]];
    return [name, entry] as const;
  });
  return networkOf(model.architecture, Object.fromEntries(entries));
}

describe("along a ray", () => {
  const [zero, half, one] = alongRay(last, network, [0, 0.5, 1]);

  test("the loss at α = 1 is that of the network", () => {
    expect(one.loss).toEqual(losses(last, network));
    expect(one.accuracy).toEqual(accuracies(last, network));
  });

  test("the loss at α = 0 is that of a guess, and the weight norm goes with α", () => {
    for (const loss of [zero.loss.train, zero.loss.test, zero.loss.all]) expect(loss).toBeCloseTo(Math.log(p), 12);
    expect(zero.weightNorm).toBe(0);
    expect(half.weightNorm / one.weightNorm).toBeCloseTo(0.5, 6);
  });

  test("a homogeneous network is right on the same pairs at any α, and surer the larger it is", () => {
    const mlp: MlpArchitecture = { kind: "mlp", p, activation: "relu", meeting: "sum", hiddenLayers: 1 };
    const draw = normal(1);
    const random = (...shape: number[]): Entry => [shape, () => draw(0.5)];
    const homogeneous = networkOf(mlp, { W_E: random(p, 8), W_in: random(8, 32), W_U: random(32, p) });
    const points = alongRay(homogeneous, network, [0.25, 0.5, 1, 2]);
    for (const { accuracy } of points) expect(accuracy).toEqual(points[0].accuracy);
  });

  test("an untrained network has its least test loss as a guess", () => {
    const untrained = randomTransformer(architecture);
    const points = alongRay(untrained, network, [0, 1, 2, 4]).map(({ loss }) => loss.test as number);
    expect(Math.min(...points)).toBeGreaterThan(0.99 * Math.log(p));
  });
});

describe("along a line", () => {
  test("the ends are the two networks", () => {
    const points = alongLine(first, last, network, 5);
    expect(points.map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(points[0].loss).toEqual(losses(first, network));
    expect(points[4].loss).toEqual(losses(last, network));
  });

  test("from a network to itself there is no barrier", () => {
    const points = alongLine(last, last, network, 5).map(({ loss }) => loss.train as number);
    expect(barrier(points)).toBeLessThan(1e-9);
  });

  test("to the same network with its neurons in another order there is one", () => {
    const other = reversed(last);
    expect(Math.abs((losses(other, network).all ?? 0) / losses(last, network).all - 1)).toBeLessThan(0.01);
    const points = alongLine(last, other, network, 5).map(({ loss }) => loss.train as number);
    expect(barrier(points)).toBeGreaterThan(10 * barrierThreshold(p));
  });

  test("two untrained networks have none", () => {
    const [one, other] = [1, 2].map((seed) => randomTransformer(architecture, { seed }));
    expect(barrier(alongLine(one, other, network, 5).map(({ loss }) => loss.all))).toBeLessThan(barrierThreshold(p));
  });

  test("there is none to a network of other weights", () => {
    const other = randomTransformer(architecture);
    expect(() => modelBetween(last, other, 0.5).parameters.get("W_E")).toThrow(RangeError);
  });
});

test("a barrier is what rises over the higher end", () => {
  expect(barrier([1, 3, 2])).toBe(1);
  expect(barrier([10, 5, 1e-7])).toBe(0);
  expect(barrier([1, Number.NaN, 2])).toBeNaN();
});
