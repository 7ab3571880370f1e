import { valuesOf } from "../../tensors/evaluate.ts";
import type { Expression } from "../../tensors/expression.ts";
import { add, constant, matmul, multiply } from "../../tensors/operations.ts";
import { isBias, type Slot } from "../_parameters.ts";
import { adamUpdate } from "./rule/adam.ts";
import type { Optimiser, OptimiserSettings, Update } from "./rule/optimiser.ts";

/** Five steps of x ← a x + (b A + c A²) x, A = x xᵀ, bring every singular value near 1 (Jordan et al. 2024). */
const STEPS = 5;
const [A, B, C] = [3.4445, -4.775, 2.0315];
/** Keeps the norm of a gradient of zeros from dividing by 0. */
const EPSILON = 1e-7;
/** Of the momentum, whatever beta1 is: Adam's usual one is too short for it. */
const MOMENTUM = 0.95;

/**
 * Momentum made orthogonal, for the matrices between the embedding and the unembedding, with Nesterov's momentum of 0.95 and
 * decoupled decay, as torch.optim.Muon, which rounds the orthogonalisation to bfloat16 where ours is float32. Embeddings,
 * positions, the unembedding and vectors follow AdamW, as its authors have it.
 */
const muon: Optimiser = {
  name: "muon",
  formula: "m = μ m + (1 − μ) g; w = (1 − η λ) w − η √max(1, columns/rows) orthogonal(μ m + (1 − μ) g); else AdamW",
  update: (update, settings) => {
    for (const slot of update.slots) {
      const part = partOf(update, slot);
      if (isHidden(slot)) muonUpdate(part, slot, settings);
      else adamUpdate(part, settings, { kept: 1 - settings.learningRate * settings.weightDecay, added: 0 });
    }
  },
};

export default muon;

/** Whether a weight is a matrix from activations to activations. */
function isHidden({ name, rows }: Slot): boolean {
  return rows > 1 && !isBias(name) && !/(^|\.)W_(E|x|y|pos|U)$/.test(name);
}

function partOf({ weights, gradient, moments, step, slots }: Update, { offset, rows, columns }: Slot): Update {
  const of = (all: Float32Array) => all.subarray(offset, offset + rows * columns);
  const { first, second } = moments;
  return {
    weights: of(weights),
    gradient: of(gradient),
    moments: { first: of(first), second: of(second) },
    step,
    slots,
  };
}

function muonUpdate(
  { weights, gradient, moments: { first } }: Update,
  { rows, columns }: Slot,
  { learningRate, weightDecay }: OptimiserSettings,
): void {
  const direction = new Float32Array(weights.length);
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    first[i] += (1 - MOMENTUM) * (gradient[i] - first[i]);
    direction[i] = gradient[i] + MOMENTUM * (first[i] - gradient[i]);
    squares += direction[i] ** 2;
  }
  const norm = Math.max(Math.sqrt(squares), EPSILON);
  const orthogonal = valuesOf(
    orthogonalised(
      constant(
        direction.map((x) => x / norm),
        [rows, columns],
      ),
    ),
  );
  // torch's rows are outputs, and ours are inputs.
  const size = learningRate * Math.sqrt(Math.max(1, columns / rows));
  for (let i = 0; i < weights.length; i++)
    weights[i] = (1 - learningRate * weightDecay) * weights[i] - size * orthogonal[i];
}

function orthogonalised(x: Expression): Expression {
  const wide = x.shape[0] <= x.shape[1];
  let y = x;
  for (let i = 0; i < STEPS; i++) {
    const square = wide ? matmul(y, y, { right: true }) : matmul(y, y, { left: true });
    const inner = add(multiply(square, B), multiply(matmul(square, square), C));
    y = add(multiply(y, A), wide ? matmul(inner, y) : matmul(y, inner));
  }
  return y;
}
