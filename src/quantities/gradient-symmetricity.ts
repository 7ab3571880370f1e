import { sequenceOf } from "../networks/architecture.ts";
import { embeddingGradients, type Triple } from "../networks/gradients.ts";
import { type Model, optionalWeight } from "../networks/model.ts";
import { memo } from "../numerics/memo.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import { mean } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/** How many triples the authors draw, and their seed, in Python. */
const TRIPLES = 100;
const SEED = 42;
/** The most elements whose n³ triples are shuffled as the authors do: 2²⁴ of them, 64 MiB. */
const MAX_SHUFFLED = 256;

/** True, or why the two gradients are not to be compared. */
export function hasGradientSymmetricity(model: Model): true | string {
  return (
    optionalWeight(model, "W_E") !== undefined ||
    (model.architecture.kind === "mlp" && model.architecture.meeting !== "concatenate") ||
    "a and b are embedded in spaces of their own, in which directions cannot be compared"
  );
}

/**
 * Mean cosine of ∂logit_c/∂x_a and ∂logit_c/∂x_b over 100 triples (a, b, c), c any answer: near 1 where the network answers
 * by x_a + x_b, as a pizza does (Zhong et al. 2023, section 4; their code and draw). Where the architecture adds the two it is 1
 * whatever the weights are. A triple whose gradient is 0 has no direction, and is left out; NaN where all are.
 */
export function gradientSymmetricity(model: Model, form: CyclicForm): number {
  const sequence = sequenceOf(model.architecture);
  const found = embeddingGradients(model, sampledTriples(form));
  const [a, b] = (["a", "b"] as const).map((input) => found[sequence.indexOf(input)]);
  const d_model = a.length / TRIPLES;
  const cosines = Array.from({ length: a.length / d_model }, (_, t) => {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = t * d_model; i < (t + 1) * d_model; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return aa * bb === 0 ? [] : ab / Math.sqrt(aa * bb);
  });
  return mean(cosines.flat());
}

/**
 * The first 100 of all n³ triples (a, b, c) of places after Python's `random.Random(42).shuffle`, as residues. Where n is too
 * large for that, the first 100 of three shuffles of n places, of seeds 42, 43 and 44.
 */
export const sampledTriples: (form: CyclicForm) => readonly Triple[] = memo(({ n, order }) => {
  if (n > MAX_SHUFFLED) {
    const [a, b, c] = [0, 1, 2].map((i) => pythonShuffle(SEED + i, n));
    return Array.from({ length: TRIPLES }, (_, t): Triple => [order[a[t]], order[b[t]], order[c[t]]]);
  }
  return Array.from(
    pythonShuffle(SEED, n * n * n).subarray(0, TRIPLES),
    (i): Triple => [order[Math.floor(i / n ** 2)], order[Math.floor(i / n) % n], order[i % n]],
  );
});
