import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "gradient-symmetricity",
  title: "gradient symmetricity",
  group: "circuits",
  brief: "near 1: the network uses a and b as a sum",
  what: "How alike the gradients of a logit are with respect to the embeddings of a and of b.",
  why: "A pizza answers by the sum of the two embeddings, a clock does not.",
  formula: "mean over 100 triples (a, b, c) of cos(∂z_c/∂x_a, ∂z_c/∂x_b)",
  reading: "Of the published pizza 0.99, of the published clock 0.33.",
  careful:
    "Where the architecture adds the embeddings it is 1 whatever the weights are; where a and b have embeddings of their own there is none.",
  source: "Zhong et al. 2023, arXiv:2306.17844, section 4; ours exact in float64",
  shownBy: ["algorithm"],
  related: ["distance-irrelevance", "clock", "pizza", "algorithm"],
});
