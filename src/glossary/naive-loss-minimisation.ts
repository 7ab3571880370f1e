import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "naive-loss-minimisation",
  title: "naive loss minimisation",
  also: ["NLM", "cos(−∇L, w)"],
  group: "geometry",
  brief: "the loss pushes the weights to grow, and no more",
  what: "The direction in which all weights are scaled up: once every training pair is right it lowers the loss, and changes no answer.",
  why: "A gradient that lies along it teaches nothing, and ends in softmax collapse; taking it out lets runs grok without weight decay.",
  formula: "cos(−∂L/∂w, w)",
  reading: "Near 0 at the start; near 1 where a step of gradient descent only scales the weights up.",
  careful: "It is near 1 after grokking too: what differs is whether the network generalises by then.",
  source: "Prieto et al. 2025, arXiv:2501.04697",
  shownBy: ["dynamics"],
  related: ["gradient-norm", "softmax-collapse", "weight-norms"],
});
