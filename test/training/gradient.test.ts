import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { AXES, type Model, type WeightName } from "#networks/model.js";
import { tensor } from "#numerics/tensor.js";
import { type ParameterPlan, partsOf } from "#training/_parameters.js";
import { initialWeights, type TrainingPlan, trainingPlan } from "#training/_plan.js";
import { startThreads } from "#training/_threads.js";
import type { TrainingConfig } from "#training/config.js";
import { naive } from "../networks/_naive.ts";
import { small } from "./_small.ts";

/** Of the largest entry of a weight's gradient: sums of float32 terms; tfjs's erf is an approximation to 1e-6. */
const FLOAT32 = 3e-5;
/** Central differences of float64 losses at this distance are off by its square. */
const STEP = 1e-4;

let backend: Awaited<ReturnType<typeof startBackend>>;
beforeAll(async () => {
  backend = await startBackend();
});

const CONFIGURATIONS: readonly (readonly [string, Partial<TrainingConfig>])[] = [
  ["transformer", {}],
  ["transformer, one head", { heads: 1 }],
  ["transformer, gelu", { activation: "gelu" }],
  ["transformer, gelu_tanh", { activation: "gelu_tanh" }],
  ["transformer, square", { activation: "square" }],
  ["transformer without =", { equals_sign: false }],
  ["transformer, = has no logit, no biases", { equals_logit: false, biases: false }],
  ...(["neurons", "sum", "concatenate"] as const).flatMap((meeting) =>
    [true, false].map(
      (shared_embedding) =>
        [
          `mlp, ${meeting}, ${shared_embedding ? "one embedding" : "two"}`,
          { family: "mlp", meeting, shared_embedding, activation: meeting === "sum" ? "gelu" : "square" },
        ] as const,
    ),
  ),
  ["mlp, relu", { family: "mlp", activation: "relu" }],
];

test.each(CONFIGURATIONS)("%s: the gradient is that of plain float64 loops", (_, changes) => {
  const config = small({ p: 5, d_model: 4, neurons: 6, ...changes });
  const plan = trainingPlan(config);
  const weights = initialWeights(config, plan.parameters);
  // Zero biases would hide a bias that is not read.
  for (const { name, offset, columns } of plan.parameters.slots)
    if (name.startsWith("b_")) for (let i = 0; i < columns; i++) weights[offset + i] = 0.3 * Math.sin(i + 1);
  const gradient = new Float32Array(weights.length);
  const answers = plan.train.map((pair) => plan.task.answers[pair]);
  const [W, dW] = [weights, gradient].map((flat) => partsOf(plan.parameters, flat));
  const scale = 1 / plan.train.length;
  const { loss } = plan.gradient(W, plan.train, answers, dW, scale, "float64");
  const exact = Float64Array.from(weights);
  const reference = () => naiveLoss(plan, exact, config.heads);
  expect(Math.abs(loss * scale - reference())).toBeLessThan(FLOAT32);
  for (const { name, offset, rows, columns } of plan.parameters.slots) {
    const end = offset + rows * columns;
    const differences = Array.from(exact.subarray(offset, end), (old, i) => {
      exact[offset + i] = old + STEP;
      const above = reference();
      exact[offset + i] = old - STEP;
      const below = reference();
      exact[offset + i] = old;
      return (above - below) / (2 * STEP);
    });
    const largest = Math.max(...differences.map(Math.abs));
    expect(largest, name).toBeGreaterThan(1e-4);
    const worst = Math.max(...differences.map((value, i) => Math.abs(value - gradient[offset + i])));
    expect(worst / largest, name).toBeLessThan(FLOAT32);
  }
});

test("the gradient takes the place of what is there, and none is written where none is wanted", () => {
  const config = small();
  const plan = trainingPlan(config);
  const weights = initialWeights(config, plan.parameters);
  const W = partsOf(plan.parameters, weights);
  const answers = plan.train.map((pair) => plan.task.answers[pair]);
  const once = new Float32Array(weights.length);
  const outcome = plan.gradient(W, plan.train, answers, partsOf(plan.parameters, once), 1, "float64");
  const more = new Float32Array(weights.length).fill(1);
  plan.gradient(W, plan.train, answers, partsOf(plan.parameters, more), 1, "float64");
  expect(more).toEqual(once);
  expect(plan.gradient(W, plan.train, answers, undefined, 1, "float64")).toEqual(outcome);
});

test.each([
  ["transformer", {}],
  ["mlp", { family: "mlp" }],
] as const)("%s: two threads give the bits of one that takes both shards in turn", async (_, changes) => {
  const config = small({ p: 29, d_model: 32, neurons: 64, heads: 4, ...changes });
  const plan = trainingPlan(config);
  const { size } = plan.parameters;
  const threads = await startThreads(config, size, backend);
  try {
    threads.weights.set(initialWeights(config, plan.parameters));
    const together = new Float32Array(size);
    const outcome = await threads.outcome(plan.train, together);
    const half = Math.floor(plan.train.length / 2);
    const shards = [plan.train.slice(0, half), plan.train.slice(half)].map((pairs) => {
      const gradient = new Float32Array(size);
      const answers = pairs.map((pair) => plan.task.answers[pair]);
      const W = partsOf(plan.parameters, threads.weights.slice());
      const dW = partsOf(plan.parameters, gradient);
      return { gradient, ...plan.gradient(W, pairs, answers, dW, 1 / plan.train.length, "float64") };
    });
    expect(outcome.loss).toBe(shards[0].loss + shards[1].loss);
    expect(together).toEqual(shards[0].gradient.map((value, i) => value + shards[1].gradient[i]));
    expect(together.some((value) => value !== 0)).toBe(true);
  } finally {
    await threads.close();
  }
});

/** Mean cross-entropy over the train pairs by plain loops over float64 weights. */
function naiveLoss({ architecture, parameters, task, train }: TrainingPlan, flat: Float64Array, heads: number): number {
  const model: Model = { architecture, parameters: tensors(parameters, flat, architecture.kind === "mlp" ? 0 : heads) };
  const losses = Array.from(train, (pair) => {
    const { logits } = naive(model, Math.floor(pair / task.p), pair % task.p);
    return Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[task.answers[pair]];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The weights as a model names them; `heads` 0 for an MLP. */
function tensors({ slots }: ParameterPlan, flat: Float64Array, heads: number): Model["parameters"] {
  const found = new Map(
    slots.map(({ name, rows, columns, offset }) => {
      const data = flat.subarray(offset, offset + rows * columns);
      const axes: readonly string[] = AXES[name as WeightName];
      const full = heads > 0 && /^W_[QKVO]$|_in$|_out$/.test(name) ? `blocks.0.${name}` : name;
      if (heads > 0 && name === "W_O") return [full, tensor(axes, [heads, rows / heads, columns], data)] as const;
      if (heads > 0 && /^W_[QKV]$/.test(name)) {
        const size = columns / heads;
        const turned = data.map((_, i) => {
          const [h, r, d] = [Math.floor(i / (rows * size)), Math.floor(i / size) % rows, i % size];
          return data[r * columns + h * size + d];
        });
        return [full, tensor(axes, [heads, rows, size], turned)] as const;
      }
      return [full, tensor(axes, axes.length === 1 ? [columns] : [rows, columns], data)] as const;
    }),
  );
  return { names: [...found.keys()], get: (name) => found.get(name) };
}
