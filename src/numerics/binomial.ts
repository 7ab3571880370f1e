/** P(X ≥ hits) for the number X of hits in `trials` independent trials, each a hit with probability 0 < `share` ≤ 1. */
export function binomialTail(hits: number, trials: number, share: number): number {
  if (hits <= 0) return 1;
  if (share >= 1) return hits <= trials ? 1 : 0;
  let sum = 0;
  for (let x = hits; x <= trials; x++)
    sum += Math.exp(logChoose(trials, x) + x * Math.log(share) + (trials - x) * Math.log1p(-share));
  return Math.min(1, sum);
}

/** ln C(n, k). */
export function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
