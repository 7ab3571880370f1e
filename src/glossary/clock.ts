import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "clock",
  title: "clock",
  group: "circuits",
  brief: "adds by multiplying the waves of a and b",
  what: "The algorithm that turns two angles into that of their sum: it multiplies cosines and sines, as attention can.",
  why: "It is what the published network of Nanda et al. does.",
  formula: "logit = Σ_k α_k cos w_k(a + b − c)",
  reading: "Every pair is equally sure, whatever a − b is: distance irrelevance near 1, gradient symmetricity low.",
  careful: "A network need not be either: mixtures and others exist.",
  source: "Zhong et al. 2023, arXiv:2306.17844; the algorithm itself: Nanda et al. 2023, arXiv:2301.05217",
  shownBy: ["algorithm"],
  related: ["pizza", "algorithm", "distance-irrelevance", "cosines"],
});
