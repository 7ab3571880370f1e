import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "fraction-of-variance-explained",
  title: "fraction of variance explained",
  also: ["FVE", "R²", "r squared", "variance explained"],
  group: "frequencies",
  brief: "share of a variance that a model of it has",
  what: "Which part of how a quantity varies over the pairs is explained by a frequency or a closed form.",
  why: 'It says how much is left out when one says "this neuron follows frequency 14".',
  formula:
    "FVE = 1 − ‖x − fit‖² / ‖x − mean‖²; of a neuron: the 8 components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) but the constant",
  reading: "1 is all, 0 is no more than the mean. A neuron belongs to a cluster from 0.85.",
  careful: "What clock-or-pizza papers call FVE of logits is 2r − 1, not R²: both are given.",
  source: "Nanda et al. 2023, arXiv:2301.05217; 2r − 1: Zhong et al. 2023, arXiv:2306.17844",
  shownBy: ["neurons", "attention", "algorithm", "logit-map"],
  related: ["cluster", "neurons", "cosines", "algorithm"],
});
