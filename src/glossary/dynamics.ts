import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "dynamics",
  title: "dynamics",
  also: ["gradients and curvature"],
  group: "geometry",
  brief: "where the training loss pushes, how it is curved",
  what: "What the training loss is like around the weights of a checkpoint: its gradient, its curvature, and what of it float32 leaves.",
  why: "It says what moves a network that has memorised, and whether anything still does.",
  reading: "Small gradients along the weights and collapsed pairs: the loss has nothing more to teach.",
  careful: "Weight decay is no part of the loss. The commutator's alarm is raised on runs that never grok too.",
  source:
    "−∇L along w, softmax collapse: Prieto et al. 2025, arXiv:2501.04697; commutator defect: Xu 2026, arXiv:2602.16746; slow gradients: Lee et al. 2024, arXiv:2405.20233; trace: Hutchinson 1990",
  shownBy: ["dynamics"],
  related: [
    "gradient-norm",
    "naive-loss-minimisation",
    "softmax-collapse",
    "hessian",
    "commutator-defect",
    "slow-gradient",
  ],
});
