import { logChoose } from "./binomial.ts";

/**
 * P(X ≥ hits) for the number X of marked ones among `drawn` of `all` of which `marked` are marked, drawn without putting
 * back: Σ_{x ≥ hits} C(marked, x) C(all − marked, drawn − x) / C(all, drawn).
 */
export function hypergeometricTail(hits: number, all: number, marked: number, drawn: number): number {
  const most = Math.min(marked, drawn);
  let sum = 0;
  for (let x = Math.max(hits, drawn + marked - all, 0); x <= most; x++)
    sum += Math.exp(logChoose(marked, x) + logChoose(all - marked, drawn - x) - logChoose(all, drawn));
  return Math.min(1, sum);
}
