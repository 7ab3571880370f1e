import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "inverse-participation-ratio",
  title: "inverse participation ratio",
  also: ["IPR"],
  group: "frequencies",
  brief: "1 where a neuron has one frequency alone",
  what: "How far the power of a neuron, or of a dimension of the embedding, lies in one frequency.",
  why: "It shows each neuron settle on a frequency of its own.",
  formula: "IPR = Σ_k (|x̂_k| / ‖x̂‖₂)⁴",
  reading: "1 is one frequency alone, 1/m is m frequencies alike.",
  careful:
    "A mean over neurons hides two kinds of neurons; the median is beside it. Constant ones are left out, and counted.",
  source: "Doshi et al. 2023, arXiv:2310.13061; without the constant",
  shownBy: ["sparsity"],
  related: ["gini", "sparsity", "neurons"],
});
