import { wilsonInterval } from "../../numerics/wilson-interval.ts";

/** How often a rule is right, and what it would be without knowing anything of the single neuron. Shares; null of no neurons. */
export interface Hits {
  /** Neurons that count: those that ended at one frequency. */
  readonly neurons: number;
  readonly right: number;
  readonly share: number | null;
  /** The interval of 95 % of that share, were the neurons independent. */
  readonly interval: readonly [low: number, high: number] | null;
  /**
   * Σ_k q_k f_k, q_k the share of the neurons for which k is foretold and f_k that of those it became of: the mean over all
   * ways of handing the same predictions out to other neurons.
   */
  readonly shuffled: number | null;
  /** The share of the most common of the final frequencies: what calling that one for every neuron would get right, in hindsight. */
  readonly majority: number | null;
}

/** Scores predictions [neuron] against what became of the neurons [neuron], of which those of 0 do not count. */
export function hits(drawn: ArrayLike<number>, became: readonly number[]): Hits {
  const counted = [...became.keys()].filter((i) => became[i] > 0);
  const neurons = counted.length;
  const right = counted.filter((i) => drawn[i] === became[i]).length;
  if (neurons === 0) return { neurons, right, share: null, interval: null, shuffled: null, majority: null };
  const tally = (of: (i: number) => number) => {
    const counts = new Map<number, number>();
    for (const i of counted) counts.set(of(i), (counts.get(of(i)) ?? 0) + 1);
    return counts;
  };
  const [foretold, final] = [tally((i) => drawn[i]), tally((i) => became[i])];
  const agreeing = [...final].reduce((sum, [k, count]) => sum + count * (foretold.get(k) ?? 0), 0);
  return {
    neurons,
    right,
    share: right / neurons,
    interval: wilsonInterval(right, neurons),
    shuffled: agreeing / neurons ** 2,
    majority: Math.max(...final.values()) / neurons,
  };
}
