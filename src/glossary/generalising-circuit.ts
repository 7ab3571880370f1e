import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "generalising-circuit",
  title: "generalising circuit",
  also: ["generalizing circuit"],
  group: "circuits",
  brief: "what the key frequencies contribute",
  what: "The part of the network that computes the answer by the rule: what its key frequencies contribute, and the mean of the rest.",
  why: "It can be complete long before the network as a whole generalises.",
  formula: "P + mean(L − P), in the logits or in the activations",
  reading: "Its test accuracy alone is what the network would have if it forgot what it memorised.",
  careful: "With the last checkpoint's key frequencies it is hindsight at early ones.",
  source:
    "restricted logits of Nanda et al. 2023, arXiv:2301.05217, section 5.1; as competing circuits: Varma et al. 2023, arXiv:2309.02390",
  shownBy: ["hand-over", "restricted-loss"],
  related: ["memorising-circuit", "hand-over", "restricted-loss", "key-frequencies"],
});
