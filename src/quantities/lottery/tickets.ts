import type { Model } from "../../networks/model.ts";
import { memoOfTwo } from "../../numerics/memo.ts";
import { argmax } from "../../numerics/statistics.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { neuronPowers } from "../neuron-powers.ts";
import { overlaps } from "../neuron-waves/overlaps.ts";

/** What each rule ranks the frequencies of a neuron by, the largest first. */
export const TICKET_RULES = {
  product: "|ĉ_in| |ĉ_out| cos(φ_a ± φ_b − ψ), He et al. 2026",
  overlap:
    "|ĉ_a| |ĉ_b| |ĉ_out| cos(φ_a ± φ_b − ψ), ours: what the neuron writes of cos w_k(a ± b − c) where it squares",
  misalignment:
    "cos(φ_a ± φ_b − ψ): the least misalignment, whatever the magnitudes; of even n without n/2, which has no phase",
  magnitudes: "|ĉ_in| |ĉ_out|, whatever the phases",
  input: "|ĉ_in| alone",
  output: "|ĉ_out| alone",
  activation: "the share of its variance over the pairs, after the nonlinearity: the frequency that it has now",
} as const;
export type TicketRule = keyof typeof TICKET_RULES;
export const TICKET_RULE_NAMES = Object.keys(TICKET_RULES) as readonly TicketRule[];

/** What every rule gives each frequency of each neuron [frequency, neuron] at k − 1. */
export type Tickets = Readonly<Record<TicketRule, Float64Array>>;

/** The scores by each rule; see `Overlaps` for the symbols. Float64. */
export const tickets: (model: Model, form: CyclicForm) => Tickets = memoOfTwo((model, form) => {
  const { input, output, cosine, overlap } = overlaps(model, form);
  const { power, variance, neurons, frequencies } = neuronPowers(model, form);
  const magnitudes = input.map((value, i) => value * output[i]);
  return {
    product: magnitudes.map((value, i) => value * cosine[i]),
    overlap,
    // Waves of n/2 have no phase but 0 and π: half of them would be aligned to the last digit, and win.
    misalignment: cosine.map((value, i) => (2 * (Math.floor(i / neurons) + 1) === form.n ? -1 : value)),
    magnitudes,
    input,
    output,
    activation: input.map((_, i) => {
      const [k, neuron] = [Math.floor(i / neurons), i % neurons];
      return power[neuron * frequencies + k] / variance[neuron];
    }),
  };
});

/** The frequency of the largest score of each neuron [neuron]; 0 where all are alike or one is no number: then none is foretold. */
export function drawnFrequencies(scores: Float64Array, neurons: number): Int32Array {
  return Int32Array.from({ length: neurons }, (_, i) => {
    const own = Float64Array.from({ length: scores.length / neurons }, (_, k) => scores[k * neurons + i]);
    if (own.some(Number.isNaN) || own.every((score) => score === own[0])) return 0;
    return argmax(own) + 1;
  });
}

/**
 * The frequencies in the order of their scores summed over the neurons, the largest first. A neuron with a score that is no
 * number, as a constant one has by `activation`, counts nothing; none where all are such.
 */
export function rankedFrequencies(scores: Float64Array, neurons: number): readonly number[] {
  const frequencies = Array.from({ length: scores.length / neurons }, (_, i) => i + 1);
  const score = (k: number, i: number) => scores[(k - 1) * neurons + i];
  const known = Array.from({ length: neurons }, (_, i) => i).filter((i) =>
    frequencies.every((k) => !Number.isNaN(score(k, i))),
  );
  if (known.length === 0) return [];
  const sums = new Map(frequencies.map((k) => [k, known.reduce((sum, i) => sum + score(k, i), 0)]));
  const sumOf = (k: number) => sums.get(k) ?? 0;
  return frequencies.toSorted((x, y) => sumOf(y) - sumOf(x) || x - y);
}
