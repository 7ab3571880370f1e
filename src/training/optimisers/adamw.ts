import { adamUpdate } from "./rule/adam.ts";
import type { Optimiser } from "./rule/optimiser.ts";

/** Adam with the decay apart from the gradient (Loshchilov and Hutter 2019), as torch.optim.AdamW. */
const adamw: Optimiser = {
  name: "adamw",
  formula: "w *= 1 − η λ; m, v ← averages of g, g²; w −= η m̂ / (√v̂ + ε)",
  update: (update, settings) =>
    adamUpdate(update, settings, { kept: 1 - settings.learningRate * settings.weightDecay, added: 0 }),
};

export default adamw;
