import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "fourier",
  title: "fourier",
  also: ["spectrum"],
  group: "frequencies",
  brief: "how much of each frequency the weights hold",
  what: "The spectra of the embedding over the inputs and of the neuron-logit map over the answers, at every checkpoint.",
  why: "Before grokking all frequencies are alike; after it a few hold nearly all, and one sees since when.",
  formula:
    "x̂ = F x, rows of F 1/√p, √(2/p) cos w_k x, √(2/p) sin w_k x; norm_k = √(‖cos_k M‖² + ‖sin_k M‖²), M = W_E or W_L = W_out W_U",
  reading: "A few norms that stand far above the rest are key frequencies.",
  careful: "Norms of W_E can be large without being used: what counts is W_L. The '=' row is left out.",
  source: "Nanda et al. 2023, arXiv:2301.05217, sections 4.1 and 5",
  shownBy: ["fourier", "report"],
  related: ["key-frequencies", "frequency", "sparsity", "logit-map", "embedding"],
});
