import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "weight-decay",
  title: "weight decay",
  also: ["AdamW", "L2"],
  group: "geometry",
  brief: "the pull of every weight towards 0",
  what: "A shrinking of all weights at each update, in proportion to their size.",
  why: "It makes a circuit that needs small weights win over one that needs large ones: most grokking runs have it.",
  formula: "w ← w − η g − η λ w (AdamW); L2: g ← g + λ w first",
  reading: "More of it shortens the delay, up to where nothing is learnt.",
  careful:
    "In Adam decay apart from the gradient (AdamW) and in it (L2) are two optimisers. Grokking without weight decay exists.",
  source: "AdamW: Loshchilov and Hutter 2017, arXiv:1711.05101; in grokking: Power et al. 2022, arXiv:2201.02177",
  shownBy: ["train", "sweep"],
  related: ["weight-norms", "critical-weight-decay", "cleanup", "memorising-circuit", "grokking"],
});
