import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { neuronPowers } from "#quantities/neuron-powers.js";
import { neuronSums } from "#quantities/neuron-sums.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { network } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const P = 113;
const form = cyclicForm(task("addition", P)) as CyclicForm;
const NEURONS = 12;

/** An MLP whose neuron i is 3 at the pair (i, i), and `elsewhere` at every other. */
function spikes(elsewhere: number) {
  const W = [[P, NEURONS], (at: number) => (Math.floor(at / NEURONS) === at % NEURONS ? 1 : 0)] as const;
  return network(
    { kind: "mlp", p: P, activation: "relu", meeting: "neurons", hiddenLayers: 2 },
    {
      W_x: W,
      W_y: W,
      b_in: [[NEURONS], () => -1],
      // 1 at its pair and 0 elsewhere, times what is missing from 3.
      "layers.1.W": [[NEURONS, NEURONS], (at) => (Math.floor(at / NEURONS) === at % NEURONS ? 3 - elsewhere : 0)],
      "layers.1.b": [[NEURONS], () => elsewhere],
      W_U: [[NEURONS, P], () => 0],
    },
  );
}

test.each([0, 1, 1000.25])(
  "a neuron that is 3 at one pair and %d at all others has that variance, wherever the pair is",
  (elsewhere) => {
    const { variance } = neuronSums(spikes(elsewhere), form);
    const exact = (3 - elsewhere) ** 2 * (1 - 1 / P ** 2);
    for (const value of variance) expect(Math.abs(value / exact - 1)).toBeLessThan(1e-12);
  },
);

test("and its powers are those of a point: the same for every frequency, and all of the variance but the rest", () => {
  const { power, variance, frequencies } = neuronPowers(spikes(1), form);
  // 8 components of the p² − 1 that are not constant.
  for (const value of power.subarray(0, frequencies)) expect(value / variance[0]).toBeCloseTo(8 / (P ** 2 - 1), 9);
});

test("a constant neuron has no variance and no power, exactly", () => {
  const { power, variance } = neuronPowers(spikes(3), form);
  expect(variance.every((value) => value === 0)).toBe(true);
  expect(power.every((value) => value === 0)).toBe(true);
});
