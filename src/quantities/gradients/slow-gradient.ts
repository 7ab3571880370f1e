import { power } from "../../numerics/power.ts";
import type { ParameterMoments } from "../../runs/moments-at.ts";

/**
 * Σ m̂² / Σ v̂ over all weights, m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) Adam's moments with the bias of their start from 0 taken
 * out: of the gradient's mean square, the share that its slow part has, in the sense of Grokfast (Lee et al. 2024,
 * arXiv:2405.20233), whose filter amplifies a running mean of the gradient. That is not kept by other runs, but m is such a
 * mean, and v what it is to be held against. 1 where every update had the same gradient; (1 − β₁)/(1 + β₁), .053 for the usual
 * β₁ = .9, where gradients are independent with mean 0. As v remembers longer than m it is above 1 while gradients grow.
 * NaN before the first update, or where no gradient was ever anything but 0.
 */
export function slowGradientShare(moments: readonly ParameterMoments[]): number {
  let [slow, all] = [0, 0];
  for (const { step, betas, first, second } of moments) {
    const [c1, c2] = betas.map((β) => 1 - power(β, step));
    let [m2, v] = [0, 0];
    for (let i = 0; i < first.length; i++) m2 += first[i] ** 2;
    for (let i = 0; i < second.length; i++) v += second[i];
    slow += m2 / c1 ** 2;
    all += v / c2;
  }
  return slow / all;
}
