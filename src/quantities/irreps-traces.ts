import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { GroupIrreps } from "./irreps.ts";

/** The logits against tr ρ(a) ρ(b) ρ(c)⁻¹ over the cube [a, b, c], of one irrep. */
export interface TraceFit {
  /** ⟨L, tr⟩ / (‖L‖ ‖tr‖) of the logits centred over the answers of each pair. */
  readonly similarity: number;
  /** The projection of the centred logits on the trace, a function of a∘b∘c⁻¹ [element], float64. */
  readonly part: Float64Array;
}

/** Similarities above this make an irrep key in Chughtai et al. 2023's code. */
const MIN_SIMILARITY = 0.005;
/** Of independent random logits no similarity reaches this many standard deviations, among a hundred irreps. */
const DEVIATIONS = 5;

/**
 * Trace similarity of each irrep (`logit_trace_similarity` in the code of Chughtai et al. 2023), here in float64. A trace
 * over the cube is a character at a∘b∘c⁻¹, so that one histogram of the logits over the n elements gives all of them;
 * ‖tr‖² = n² Σ χ².
 */
export const traceFits: (model: Model, irreps: GroupIrreps) => readonly TraceFit[] = memoOfTwo(
  (model, { group, irreps }) => {
    const { n, product, inverse } = group;
    const { sums, squares } = centredLogits(model, group);
    const histogram = new Float64Array(n);
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) histogram[product[r * n + inverse[c]]] += sums[r * n + c];
    return irreps.map(({ character }) => {
      let [inner, norm] = [0, 0];
      for (let e = 0; e < n; e++) {
        inner += histogram[e] * character[e];
        norm += n ** 2 * character[e] ** 2;
      }
      return { similarity: inner / Math.sqrt(norm * squares), part: character.map((x) => (inner / norm) * x) };
    });
  },
);

/** Names of the irreps whose trace similarity is above the threshold: 0.005, or what random logits reach where n is small. */
export function keyIrreps(model: Model, irreps: GroupIrreps): readonly string[] {
  const fits = traceFits(model, irreps);
  const least = minSimilarity(irreps.group.n);
  return irreps.irreps.flatMap(({ name }, i) => (fits[i].similarity > least ? [name] : []));
}

/** The cosine of n³ independent numbers, centred, with a fixed function has standard deviation 1/√(n² (n − 1)). */
export function minSimilarity(n: number): number {
  return Math.max(MIN_SIMILARITY, DEVIATIONS / Math.sqrt(n ** 2 * (n - 1)));
}

/** The logits less their mean over the answers of each pair: summed over pairs of equal product [product, answer], ‖·‖². */
function centredLogits(
  model: Model,
  { n, product }: GroupIrreps["group"],
): { readonly sums: Float64Array; readonly squares: number } {
  const { data, shape } = logitsOf(model);
  const first = firstToken(model.architecture);
  const sums = new Float64Array(n * n);
  let squares = 0;
  for (let s = 0; s < n * n; s++) {
    const from = s * shape[1] + first;
    let mean = 0;
    for (let c = 0; c < n; c++) mean += data[from + c] / n;
    for (let c = 0, to = product[s] * n; c < n; c++) {
      const value = data[from + c] - mean;
      sums[to + c] += value;
      squares += value * value;
    }
  }
  return { sums, squares };
}
