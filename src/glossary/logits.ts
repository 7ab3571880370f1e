import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "logits",
  title: "logits",
  also: ["logit"],
  group: "circuits",
  brief: "the scores of the answers before the softmax",
  what: "The numbers that a network gives each possible answer; the largest is its answer.",
  why: "All that a circuit contributes is a sum in the logits, and can be taken apart there.",
  formula: "p(c) = exp z_c / Σ_j exp z_j",
  reading: "What counts is their differences: a constant over the answers changes nothing, and is taken off first.",
  careful: "Larger logits are a more certain network, not a better one.",
  source: "standard",
  shownBy: ["cosines", "logit-map", "input-maps", "algorithm"],
  related: ["cross-entropy", "cosines", "logit-map"],
});
