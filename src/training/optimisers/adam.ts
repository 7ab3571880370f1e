import { adamUpdate } from "./rule/adam.ts";
import type { Optimiser } from "./rule/optimiser.ts";

/** Adam with the decay added to the gradient (L2), as torch.optim.Adam. */
const adam: Optimiser = {
  name: "adam",
  formula: "g += λ w; m, v ← averages of g, g²; w −= η m̂ / (√v̂ + ε)",
  update: (update, settings) => adamUpdate(update, settings, { kept: 1, added: settings.weightDecay }),
};

export default adam;
