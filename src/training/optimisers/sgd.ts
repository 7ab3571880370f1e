import type { Optimiser } from "./rule/optimiser.ts";

/** Plain gradient descent with the decay added to the gradient, as torch.optim.SGD without momentum. */
const sgd: Optimiser = {
  name: "sgd",
  formula: "w −= η (g + λ w)",
  update: ({ weights, gradient }, { learningRate, weightDecay }) => {
    for (let i = 0; i < weights.length; i++) weights[i] -= learningRate * (gradient[i] + weightDecay * weights[i]);
  },
};

export default sgd;
