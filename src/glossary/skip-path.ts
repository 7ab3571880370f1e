import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "skip-path",
  title: "skip path",
  also: ["skip", "residual stream"],
  group: "circuits",
  brief: "what passes the MLP by",
  what: "The way from attention to the logits that goes past the neurons, by the residual stream.",
  why: "If it can be taken away at no cost the neurons do all the work.",
  formula: "logits = (x + MLP(x)) W_U: the term x W_U",
  reading: "In the published network its ablation raises the loss from 2.4e−7 to 9.1e−7 only.",
  careful: "Restricted loss at the neurons leaves it out, excluded loss at the neurons keeps it.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 4",
  shownBy: ["ablations"],
  related: ["ablations", "logit-map", "variant"],
});
