import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "cluster",
  title: "cluster",
  also: ["clusters", "unclustered"],
  group: "circuits",
  brief: "the neurons of one frequency",
  what: "The neurons of a block, or of an MLP's layer, of which one frequency explains at least 0.85 of the variance.",
  why: "Taken away as a whole a cluster shows what its frequency is for.",
  formula: "k(i) = argmax_k FVE_k(i); neuron i is in cluster k(i) if FVE ≥ 0.85",
  reading: "Clusters come and grow; in the published network five hold 84.6 % of the neurons.",
  careful: "Unclustered neurons may matter all the same: the command ablations asks them too.",
  source: "Nanda et al. 2023, arXiv:2301.05217",
  shownBy: ["neurons", "ablations", "logit-map"],
  related: ["neurons", "fraction-of-variance-explained", "ablations", "key-frequencies"],
});
