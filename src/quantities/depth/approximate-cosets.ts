import { greatestCommonDivisor } from "../../numerics/greatest-common-divisor.ts";
import { pythonShuffle } from "../../numerics/python-random.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { answerResidue, type PairSums, type ResidueSums } from "../pair-sums.ts";
import { bestFrequency, type LayerSums, residueShare } from "./simple-neurons.ts";

/** A function of one residue that holds less of a neuron's variance is not asked. */
export const ASKED_SHARE = 0.05;

/**
 * Which neurons concentrate on approximate cosets [neuron]: 1, 0, or NaN of a constant one. With k the frequency that holds
 * most of the neuron's variance, an approximate coset is an arc in the Cayley graph of Z_n whose generator d has k d ≡
 * gcd(k, n): residues that are few steps d apart (McCracken et al. 2025, arXiv:2505.18266, define it by path distance), an
 * arithmetic progression c, c + d, …; where g = gcd(k, n) > 1 a union of g of them, and a coset proper where g of one step.
 * A neuron is counted where the residues at which its mean pre-activation is over the mean of all are one such arc: as a
 * function of a, of b and of the answer's residue, each that holds at least `ASKED_SHARE` of its variance, at least one of
 * them. The level and that share are ours: the paper has the neuron's own threshold, ReLU > 0, which a function of one input
 * lacks.
 */
export function approximateCosets(layer: LayerSums, form: CyclicForm): Float64Array {
  const residues = ["a", "b", answerResidue(form)] as const;
  const { frequency } = bestFrequency(layer, ["a", "b", "plus", "minus"]);
  const shares = residues.map((residue) => residueShare(layer, residue));
  return layer.variance.map((spread, i) => {
    if (!(spread > 0)) return Number.NaN;
    const asked = residues.filter((_, r) => shares[r][i] >= ASKED_SHARE);
    return asked.length > 0 && asked.every((residue) => isArc(overMean(layer.sums[residue], i), frequency[i])) ? 1 : 0;
  });
}

/** The same of the same functions with the residues renamed at random: what such a count comes to by chance. */
export function shuffledCosets(layer: LayerSums, form: CyclicForm, seed: number): Float64Array {
  const order = pythonShuffle(seed, form.n);
  const renamed = ({ data, n, width }: ResidueSums): ResidueSums => {
    const out = new Float64Array(data.length);
    for (let r = 0; r < n; r++) out.set(data.subarray(order[r] * width, (order[r] + 1) * width), r * width);
    return { data: out, n, width };
  };
  const { a, b, plus, minus } = layer.sums;
  const sums: PairSums = { a: renamed(a), b: renamed(b), plus: renamed(plus), minus: renamed(minus) };
  return approximateCosets({ ...layer, sums }, form);
}

/** At which residues a neuron's function is over its mean. */
function overMean({ data, n, width }: ResidueSums, neuron: number): readonly boolean[] {
  const values = Array.from({ length: n }, (_, r) => data[r * width + neuron]);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return values.map((value) => value > mean);
}

/** Whether a set of residues mod n is one arc of the circle on which w_k x turns: neighbours are where k x differs by gcd(k, n). */
export function isArc(member: readonly boolean[], k: number): boolean {
  const n = member.length;
  const g = greatestCommonDivisor(k, n);
  const m = n / g;
  const step = Array.from({ length: m }, (_, d) => d).find((d) => ((k / g) * d) % m === 1 % m) ?? 0;
  if (member.some((one, r) => one !== member[r % m])) return false;
  let changes = 0;
  for (let j = 0; j < m; j++) if (member[(j * step) % m] !== member[((j + 1) * step) % m]) changes++;
  return changes === 2;
}
