/** Σ x_i / n; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Σ (x_i − x̄)² / (n − 1); NaN of fewer than two. */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - centre) ** 2;
  return values.length < 2 ? Number.NaN : sum / (values.length - 1);
}

/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  // Halves first: the sum of two large values is not finite.
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1] as number) / 2 + upper / 2;
}

/** The least value; NaN where one is no number, and of nothing. */
export function least(values: ArrayLike<number>): number {
  let found = values.length === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) found = Math.min(found, values[i]);
  return found;
}

/** The value below which a share of the values lies, between neighbours on the straight line between them; NaN of nothing. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (place - Math.floor(place)) * (above - below);
}

/** The index of the largest value, the first of equals; −1 of nothing. */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length === 0 ? -1 : 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/**
 * Σ_i (2i − n − 1) x_i / (n Σ x), x ascending, i = 1 … n, of values that are not negative: 0 where all are equal,
 * 1 − 1/n where one holds everything. Gini 1912; without the correction n/(n−1). All zeros count as equal.
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let weighted = 0;
  let sum = 0;
  for (const [i, x] of sorted.entries()) {
    weighted += (2 * (i + 1) - n - 1) * x;
    sum += x;
  }
  return sum === 0 ? 0 : weighted / (n * sum);
}

/**
 * Inverse participation ratio Σ p_i² / (Σ p_i)² of powers p_i = |x_i|², i.e. Σ (|x_i| / ‖x‖₂)⁴: 1 where one of them holds
 * everything, 1/n where n are equal; NaN where there is nothing. Doshi et al. 2023, arXiv:2310.13061.
 */
export function inverseParticipationRatio(powers: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < powers.length; i++) {
    const power = powers[i] as number;
    sum += power;
    squares += power * power;
  }
  return squares / sum ** 2;
}
