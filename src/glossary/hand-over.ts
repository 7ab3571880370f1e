import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "hand-over",
  title: "hand-over",
  group: "circuits",
  brief: "when the generalising circuit takes the load",
  what: "The accuracy of the generalising and of the memorising circuit alone, on the training and the test pairs, over the epochs.",
  why: "It dates grokking from inside: when each set of pairs no longer needs the memorising circuit.",
  formula: "carries: accuracy ≥ 0.99 with the circuit alone; needed: accuracy < 0.5 without it",
  reading:
    "The generalising circuit gets the test pairs right alone for a long time before the network does: the memorising one still outvotes it.",
  careful: "Two circuits add up in the logits, not in the loss. Told apart in the activations the epochs can differ.",
  source: "restricted and excluded logits of Nanda et al. 2023, arXiv:2301.05217, section 5.1; the epochs are ours",
  shownBy: ["hand-over", "report"],
  related: ["generalising-circuit", "memorising-circuit", "cleanup", "circuit-formation"],
});
