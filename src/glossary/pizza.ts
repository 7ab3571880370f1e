import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "pizza",
  title: "pizza",
  group: "circuits",
  brief: "adds by the middle of the two points",
  what: "The algorithm that takes the middle of the two points on a circle, whose direction is half the sum of the angles.",
  why: "It needs no multiplication, and is what networks with even attention find.",
  formula: "logit = Σ_k α_k |cos(w_k(a − b)/2)| cos w_k(a + b − c)",
  reading:
    "Sure where a and b are near on the circle, unsure where they are opposite: distance irrelevance near 0, gradient symmetricity near 1.",
  careful: "Several circles make up for each other's weak pairs, so that the whole looks like a clock.",
  source: "Zhong et al. 2023, arXiv:2306.17844",
  shownBy: ["algorithm"],
  related: ["clock", "algorithm", "distance-irrelevance", "gradient-symmetricity"],
});
