import { power } from "../../../numerics/power.ts";
import type { OptimiserSettings, Update } from "./optimiser.ts";

/** Adam's step (Kingma and Ba 2015), the weights first shrunk by `kept`, and `added` times them added to the gradient. */
export function adamUpdate(
  { weights, gradient, moments: { first, second }, step }: Update,
  { learningRate, betas: [beta1, beta2], epsilon }: OptimiserSettings,
  { kept, added }: { readonly kept: number; readonly added: number },
): void {
  const size = learningRate / (1 - power(beta1, step + 1));
  const spread = Math.sqrt(1 - power(beta2, step + 1));
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i];
    const g = gradient[i] + added * w;
    const m = Math.fround(beta1 * first[i] + (1 - beta1) * g);
    const v = Math.fround(beta2 * second[i] + (1 - beta2) * g * g);
    first[i] = m;
    second[i] = v;
    weights[i] = kept * w - (size * m) / (Math.sqrt(v) / spread + epsilon);
  }
}
