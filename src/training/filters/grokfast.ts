import type { GradientFilter } from "./rule/filter.ts";

/**
 * Grokfast-EMA of Lee et al. 2024, arXiv:2405.20233: the slow part of the gradient, its exponential average, is added to it
 * again. The average begins as the first gradient.
 */
const grokfast: GradientFilter = {
  name: "grokfast",
  formula: "μ = α μ + (1 − α) g; g += λ μ",
  filter: ({ gradient, memory = gradient.slice() }, { grokfastAlpha: alpha, grokfastLambda: lambda }) => {
    for (let i = 0; i < gradient.length; i++) {
      memory[i] = alpha * memory[i] + (1 - alpha) * gradient[i];
      gradient[i] += lambda * memory[i];
    }
    return memory;
  },
};

export default grokfast;
