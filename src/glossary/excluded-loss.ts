import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "excluded-loss",
  title: "excluded loss",
  group: "losses",
  brief: "the loss without the key frequencies",
  what: "The loss on the training pairs of a network from which what its key frequencies contribute to the logits is taken away.",
  why: "It says how much the network relies on the generalising circuit for the very pairs that it has memorised.",
  formula: "CE(L − P) over training pairs; P = Σ_k projection of L on cos w_k(a+b), sin w_k(a+b)",
  reading: "It rises as the generalising circuit takes over. Beside the train loss, as a ratio, the turn is plainer.",
  careful:
    "It falls for a long time, as the train loss falls faster. Five definitions go by the name; each row names its variant.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5.1; five variants, of which sum-directions is the published code's",
  shownBy: ["excluded-loss", "phases", "report"],
  related: ["restricted-loss", "variant", "control", "key-frequencies", "memorising-circuit"],
});
