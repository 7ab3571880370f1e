import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { ACTIVATIONS } from "#networks/activations.js";
import type { Activation, MlpArchitecture, TransformerArchitecture } from "#networks/architecture.js";
import { forward } from "#networks/forward.js";
import { embeddingGradients, type Triple } from "#networks/gradients.js";
import type { Model } from "#networks/model.js";
import { gradientSymmetricity, sampledTriples } from "#quantities/gradient-symmetricity.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { valuesOf } from "#tensors/evaluate.js";
import { gradients } from "#tensors/gradient.js";
import { constant } from "#tensors/operations.js";
import { changed, MAINLINE, network, normal, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const mainline: TransformerArchitecture = { ...MAINLINE, p: 11, sequence: ["a", "b", 11] };

describe("gradients against differences of the pass", () => {
  const TRIPLES: readonly Triple[] = [
    [1, 4, 7],
    [9, 2, 0],
    [3, 10, 5],
  ];
  /** Half the step between the two passes, and what float32 logits and the curvature over it leave. */
  const STEP = 4e-3;
  const TOLERANCE = 2e-3;
  const agree = (model: Model, names: readonly [string, string], first: number) => {
    const { architecture } = model;
    const places = architecture.kind === "transformer" ? architecture.sequence : ["a", "b"];
    const found = embeddingGradients(model, TRIPLES);
    const d_model = found[0].length / TRIPLES.length;
    for (const [side, gradient] of [found[places.indexOf("a")], found[places.indexOf("b")]].entries()) {
      const draw = normal(side + 7);
      const direction = range(d_model).map(() => draw(1 / Math.sqrt(d_model)));
      for (const [t, triple] of TRIPLES.entries()) {
        const row = first + triple[side];
        const logit = (step: number) => {
          const moved = changed(model, names[side], (old, i) =>
            Math.floor(i / d_model) === row ? old + step * direction[i % d_model] : old,
          );
          return forward(moved, [[triple[0], triple[1]]]).logits.data[first + triple[2]];
        };
        const slope = (logit(STEP) - logit(-STEP)) / (2 * STEP);
        const own = gradient.subarray(t * d_model, (t + 1) * d_model);
        const along = direction.reduce((sum, x, i) => sum + x * own[i], 0);
        const size = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
        expect(Math.abs(along - slope), `triple ${t}, side ${side}`).toBeLessThan(TOLERANCE * Math.max(1, size));
      }
    }
  };

  const NAMES: readonly Activation[] = ["relu", "gelu", "gelu_tanh", "square"];
  test.each(NAMES)("a transformer with '=', %s", (activation) => {
    agree(randomTransformer({ ...mainline, activation }, { biases: true }), ["W_E", "W_E"], 0);
  });

  test("a transformer that answers at b, α = 0.4, signs before its inputs", () => {
    const architecture = { ...mainline, sequence: ["a", "b"], causal: false, attentionCoefficient: 0.4, firstToken: 2 };
    agree(
      randomTransformer({ ...architecture, activation: "gelu" } as TransformerArchitecture, { biases: true }),
      ["W_E", "W_E"],
      2,
    );
  });

  test.each(["neurons", "sum", "concatenate"] as const)("an MLP of two layers, inputs met by %s", (meeting) => {
    const draw = normal(5);
    const random = (...shape: number[]) => [shape, () => draw(1 / Math.sqrt(8))] as const;
    const [p, d, neurons] = [11, 8, 12];
    const width = meeting === "neurons" ? neurons : d;
    const architecture: MlpArchitecture = { kind: "mlp", p, activation: "gelu", meeting, hiddenLayers: 2 };
    const model = network(architecture, {
      W_x: random(p, width),
      W_y: random(p, width),
      ...(meeting === "neurons" ? {} : { W_in: random(meeting === "sum" ? d : 2 * d, neurons) }),
      b_in: random(neurons),
      "layers.1.W": random(neurons, 10),
      "layers.1.b": random(10),
      W_U: random(10, p),
    });
    agree(model, ["W_x", "W_y"], 0);
  });

  test("the slope of each nonlinearity is that of its value", () => {
    const at = [-7, -2.5, -0.3, 0.1, 1, 4, 8];
    for (const [name, act] of Object.entries(ACTIVATIONS)) {
      const of = (step: number) => valuesOf(act(constant(Float64Array.from(at, (x) => x + step))));
      const x = constant(Float64Array.from(at));
      const [d] = gradients(act(x), [x]);
      const [above, below, slope] = [of(1e-5), of(-1e-5), valuesOf(d)];
      for (const [i] of at.entries()) expect((above[i] - below[i]) / 2e-5, name).toBeCloseTo(slope[i], 7);
    }
    expect(valuesOf(ACTIVATIONS.gelu(constant(Float64Array.of(1))))[0]).toBeCloseTo(0.841344746068543, 14);
  });
});

test("a transformer that weighs its positions alike, and answers at '=', is symmetric", () => {
  const even = changed(randomTransformer(mainline), "blocks.0.W_Q", () => 0);
  expect(gradientSymmetricity(even, cyclicForm(task("addition", 11)) as CyclicForm)).toBeCloseTo(1, 12);
});

test("triples are drawn once each, also where n³ of them are too many to shuffle", () => {
  for (const [n, order] of [59, 300].map((n) => [n, Int32Array.from(range(n))] as const)) {
    const triples = sampledTriples({ n, order, sign: 1 });
    expect(new Set(triples.map(String)).size).toBe(100);
    for (const x of triples.flat()) expect(Number.isInteger(x) && x >= 0 && x < n).toBe(true);
  }
});
