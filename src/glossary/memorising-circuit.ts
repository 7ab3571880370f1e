import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "memorising-circuit",
  title: "memorising circuit",
  also: ["memorizing circuit"],
  group: "circuits",
  brief: "all but what the key frequencies contribute",
  what: "The rest of the network, without what its key frequencies contribute: what is learnt by heart is in it.",
  why: "It holds the training pairs at first, and drowns the generalising circuit on all others.",
  formula: "L − P, in the logits or in the activations",
  reading: "High train and no test accuracy alone: it is a list of answers. Low on both: it is gone.",
  careful: "It is all the rest, and so holds also what generalises by other means than the key frequencies.",
  source:
    "excluded logits of Nanda et al. 2023, arXiv:2301.05217, section 5.1; as competing circuits: Varma et al. 2023, arXiv:2309.02390",
  shownBy: ["hand-over", "excluded-loss"],
  related: ["generalising-circuit", "hand-over", "excluded-loss", "weight-decay"],
});
