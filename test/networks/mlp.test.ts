import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { MlpArchitecture } from "#networks/architecture.js";
import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { type Entry, network, normal, planted, plantedLogit } from "../_networks.ts";
import { expectNaive } from "./_compare.ts";

beforeAll(async () => {
  await startBackend();
});

/** Of 2, the largest logit: squares of float32 sums cancel each other. */
const FLOAT32 = 2e-6;
const MEETINGS = ["neurons", "sum", "concatenate"] as const;

describe.each(MEETINGS)("an MLP whose inputs meet by %s", (meeting) => {
  test.each([
    ["addition", 29, [3, 5]],
    ["subtraction", 29, [3, 5]],
    ["multiplication", 23, [3, 5]],
    ["division", 23, [3, 5]],
    ["addition", 12, [1, 5]],
  ] as const)("built to compute Σ cos(w_k(i ± j − l)) does so: %s mod %i", (name, p, frequencies) => {
    const form = cyclicForm(task(name, p));
    if (!form) throw new Error("not cyclic");
    const { logits } = forward(planted(p, form, frequencies, meeting));
    let most = 0;
    for (let i = 0; i < form.n; i++) {
      for (let j = 0; j < form.n; j++) {
        const start = (form.order[i] * p + form.order[j]) * p;
        for (let l = 0; l < form.n; l++) {
          const error = Math.abs(logits.data[start + form.order[l]] - plantedLogit(form, frequencies, [i, j, l]));
          most = error <= most ? most : error;
        }
      }
    }
    expect(most).toBeLessThan(FLOAT32);
  });

  test.each([
    [1, "relu", "W_E"],
    [1, "square", "W_x"],
    [3, "gelu", "W_E"],
  ] as const)(
    "computes what plain float64 loops do: %i hidden layers, %s, %s",
    (hiddenLayers, activation, embedding) => {
      expectNaive(randomMlp({ kind: "mlp", p: 7, activation, meeting, hiddenLayers }, embedding));
    },
  );
});

/** Normal weights, with biases; `embedding` says whether a and b share one. */
function randomMlp(architecture: MlpArchitecture, embedding: "W_E" | "W_x"): Model {
  const { p, meeting, hiddenLayers } = architecture;
  const [d_model, neurons] = [6, 10];
  const draw = normal(5);
  const random = (...shape: number[]): Entry => [shape, () => draw(0.5)];
  const width = meeting === "neurons" ? neurons : d_model;
  return network(architecture, {
    ...(embedding === "W_E" ? { W_E: random(p, width) } : { W_x: random(p, width), W_y: random(p, width) }),
    ...(meeting === "neurons" ? {} : { W_in: random(meeting === "sum" ? d_model : 2 * d_model, neurons) }),
    b_in: random(neurons),
    ...Object.fromEntries(
      Array.from({ length: hiddenLayers - 1 }, (_, i) => [
        [`layers.${i + 1}.W`, random(neurons, neurons)],
        [`layers.${i + 1}.b`, random(neurons)],
      ]).flat(),
    ),
    W_U: random(neurons, p),
    b_U: random(p),
  });
}
