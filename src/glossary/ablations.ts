import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "ablations",
  title: "ablations",
  also: ["ablation", "mean ablation", "zero ablation", "resample ablation"],
  group: "circuits",
  brief: "the loss when a component is taken away",
  what: "The loss of the network with one component taken away after the other: attention, heads, MLP, neurons, frequencies, directions.",
  why: "A component that carries the answer costs much when it is gone: the test of what a circuit is said to do.",
  formula:
    "Δ = CE(component replaced) − CE(intact); zero: by 0; mean: by its mean over the pairs; resample: by its value at another pair",
  reading: "Compare with as many random neurons or frequencies: a large set costs much whatever it does.",
  careful: "The kinds ask different questions: at zero a component also takes its mean along, which the rest may need.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, sections 4 and 5; mean ablation: Wang et al. 2022, arXiv:2211.00593; the controls are ours",
  shownBy: ["ablations"],
  related: ["control", "circuit", "skip-path", "cluster"],
});
