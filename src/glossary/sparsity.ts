import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "sparsity",
  title: "sparsity",
  group: "frequencies",
  brief: "on how few frequencies the weights rest",
  what: "Gini and inverse participation ratio of the embedding, the neuron-logit map and the neurons over the frequencies.",
  why: "Both rise as the generalising circuit takes over, without a choice of key frequencies.",
  formula: "Gini of the norms of a matrix; IPR of each neuron or dimension, and their mean",
  reading: "Gini is of a matrix as a whole, IPR of each neuron by itself.",
  careful: "Sparse is not yet generalising: a network can lose frequencies without using the others rightly.",
  source: "Gini: Nanda et al. 2023, arXiv:2301.05217, figure 6; IPR: Doshi et al. 2023, arXiv:2310.13061",
  shownBy: ["sparsity"],
  related: ["gini", "inverse-participation-ratio", "fourier", "progress-measures"],
});
