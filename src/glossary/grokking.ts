import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "grokking",
  title: "grokking",
  also: ["grok"],
  group: "curves",
  brief: "generalisation long after memorisation",
  what: "What a network does that fits its training set by heart, stays no better than a guess on the rest, and long after generalises, often within a short time.",
  why: "It shows two ways to the same train loss, of which one generalises, and lets one watch a network go from one to the other.",
  reading: "Small algorithmic data sets, a part of all pairs to train on, and weight decay make it likely.",
  careful:
    "The word is used for a late, for a sudden and for a complete generalisation; here it is lateness that counts, and how sudden it was is the sharpness.",
  source: "Power et al. 2022, arXiv:2201.02177",
  shownBy: ["phases", "report"],
  related: ["phase-diagram", "grokked", "delay", "sharpness", "phases", "weight-decay", "double-descent"],
});
