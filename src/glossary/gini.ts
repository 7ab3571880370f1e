import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "gini",
  title: "gini",
  also: ["gini coefficient"],
  group: "frequencies",
  brief: "how unequal norms are: 0 alike, 1 one has all",
  what: "How unequally a matrix's norm is spread over the frequencies.",
  why: "One number for how sparse a spectrum is, with no threshold in it.",
  formula: "Σ_i (2i − n − 1) x_i / (n Σ x), x ascending",
  reading: "0 where all are alike; near 1 where few hold all.",
  careful:
    "Per frequency and per component (cosines and sines apart) are two numbers: 0.535 and 0.527 on one W_E. The largest it can be is (n − 1)/n.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, figure 6; as a measure of sparsity: Hurley and Rickard 2008, arXiv:0811.4706",
  shownBy: ["sparsity", "fourier"],
  related: ["sparsity", "inverse-participation-ratio", "fourier"],
});
