import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "lottery",
  title: "lottery",
  also: ["lottery ticket", "product rule"],
  group: "circuits",
  brief: "which frequency a neuron will end with, foretold",
  what: "Whether the frequency that a neuron ends with can be told from its weights at an earlier epoch, the initial ones at best.",
  why: "If frequencies compete in each neuron from the first step on, the winner is decided long before the network generalises.",
  formula: "argmax_k |ĉ_in,k| |ĉ_out,k| cos(φ_a ± φ_b − ψ) at frequency k",
  reading:
    "Far above chance at epoch 0: the draw decides. Near it until late: what becomes of a neuron is decided by the others.",
  careful:
    "Only neurons count that ended at one frequency. Calling the most common one for all is hindsight, and may be right more often than any rule.",
  source: "He et al. 2026, arXiv:2602.16849; chance, intervals and key frequencies ours",
  shownBy: ["lottery"],
  related: ["neurons", "key-frequencies", "max-margin", "frequency", "control"],
});
