import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "cosines",
  title: "cosines",
  group: "frequencies",
  brief: "how much of the logits is a sum of cosines",
  what: "The share of the logits' variance in cos w_k(a + b − c), for each frequency k.",
  why: "A network that adds by angles has exactly such logits: they are largest together at c = a + b.",
  formula: "coeff_k = ⟨L, cos w_k(a+b−c)⟩ / ‖cos‖; share_k = coeff_k² / ‖L − mean_c L‖²",
  reading:
    "The shares add up: 0.95 in a few frequencies is the published network. The rest is what the closed form does not explain.",
  careful: "A high share says what the logits are, not how they are computed: a pizza has nearly the same.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 4.2",
  shownBy: ["cosines", "report"],
  related: ["key-frequencies", "clock", "pizza", "logits", "fraction-of-variance-explained"],
});
