import type { LossFunction, Triple } from "../../networks/gradients.ts";
import { median } from "../../numerics/statistics.ts";
import { torchGenerator } from "../../numerics/torch-random.ts";
import { norm, plusTimes } from "../../numerics/vectors.ts";

/** Two mini-batches. */
export type BatchPair = readonly [A: readonly Triple[], B: readonly Triple[]];

/**
 * ‖θ_AB − θ_BA‖ / (‖ηg_A‖ ‖ηg_B‖): how far two steps of gradient descent end apart when they are made in the other order, θ_AB
 * after A then B, each g that of its batch at the weights θ. For a small η it is ‖H_B g_A − H_A g_B‖ / (‖g_A‖ ‖g_B‖), and
 * grows as the curvature does. The published code (Xu 2026, arXiv:2602.16746) adds 1e-12 to the denominator, which is larger
 * than the denominator itself once gradients are below 1e-3; here nothing is added. NaN where a gradient is 0.
 */
export function commutatorDefect(A: LossFunction, B: LossFunction, η: number): number {
  const [a, b] = [A.gradient().gradient, B.gradient().gradient];
  const afterA = B.at(plusTimes(B.weights, -η, a)).gradient().gradient;
  const afterB = A.at(plusTimes(A.weights, -η, b)).gradient().gradient;
  // θ − ηg_A − ηg_B(θ − ηg_A) less θ − ηg_B − ηg_A(θ − ηg_B): the weights themselves, whose digits would hide it, fall out.
  const apart = plusTimes(plusTimes(a, 1, afterA), -1, plusTimes(b, 1, afterB));
  return norm(apart) / (η * norm(a) * norm(b));
}

/**
 * Pairs of disjoint mini-batches without repetition, from the head of a `torch.randperm` each, of one generator with the seed:
 * of `size` triples, or of half of all where they are too few. The published code draws with repetition, anew at every
 * checkpoint; these are the same at all, so that a curve moves by the network alone. None where there are fewer than two.
 */
export function batchPairs(
  triples: readonly Triple[],
  size: number,
  draws: number,
  seed: number,
): readonly BatchPair[] {
  const of = Math.min(size, Math.floor(triples.length / 2));
  if (of === 0) return [];
  const { randperm } = torchGenerator(seed);
  return Array.from({ length: draws }, () => {
    const order = randperm(triples.length);
    const batch = (from: number) => Array.from(order.subarray(from, from + of), (i) => triples[i]);
    return [batch(0), batch(of)] as const;
  });
}

/** The median defect over pairs of batches, `lossOf` each; NaN where there are none, or the median's is. */
export function medianDefect(
  lossOf: (triples: readonly Triple[]) => LossFunction,
  pairs: readonly BatchPair[],
  η: number,
): number {
  const defects = pairs.map(([A, B]) => commutatorDefect(lossOf(A), lossOf(B), η));
  return defects.some(Number.isNaN) || defects.length === 0 ? Number.NaN : median(defects);
}
