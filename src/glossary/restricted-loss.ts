import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "restricted-loss",
  title: "restricted loss",
  group: "losses",
  brief: "the loss with the key frequencies alone",
  what: "The loss of a network of which nothing is kept but what its key frequencies contribute to the logits, and the mean of the rest.",
  why: "It says whether the generalising circuit is there, before the network as a whole generalises.",
  formula: "CE(P + mean(L − P)) over all pairs; P = Σ_k projection of L on cos w_k(a+b), sin w_k(a+b)",
  reading:
    "Where it falls while the test loss stays, the circuit is there and drowned. Low from the start means nothing: see its control.",
  careful:
    "Five definitions go by the name, and differ by orders of magnitude in a transition; each row names its variant. It is not always below the train loss.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5.1; five variants, of which sum-directions is the published code's",
  shownBy: ["restricted-loss", "phases", "report"],
  related: ["excluded-loss", "variant", "control", "key-frequencies", "generalising-circuit"],
});
