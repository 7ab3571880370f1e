import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "neurons",
  title: "neurons",
  also: ["neuron", "misalignment"],
  group: "circuits",
  brief: "which frequency each follows, with what phase",
  what: "For each neuron of each block, or of an MLP's hidden layers, the frequency that explains most of its variance over the pairs, its phases, and what it writes.",
  why: "In a generalising network every neuron has one frequency, and writes the answer's wave at the phase that its inputs add up to.",
  formula: "pre-activation ≈ cos(w_k a + φ_a) + cos(w_k b + φ_b); writes cos(w_k c + ψ); misalignment ψ − (φ_a ± φ_b)",
  reading: "FVE near 1 and a misalignment near 0: the neuron does what the closed form says.",
  careful: "Before grokking every neuron has a best frequency too, which explains little of it.",
  source:
    "clusters: Nanda et al. 2023, arXiv:2301.05217; phases: Gromov 2023, arXiv:2301.02679, and He et al. 2026, arXiv:2602.16849",
  shownBy: ["neurons", "report"],
  related: ["cluster", "fraction-of-variance-explained", "logit-map", "input-maps", "frequency", "lottery"],
});
