import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "softmax-collapse",
  title: "softmax collapse",
  group: "geometry",
  brief: "rounding makes the loss of fitted pairs exactly 0",
  what: "What happens when the right logit leads so far that the other terms of the softmax vanish in the arithmetic: the gradient of the pair is then 0.",
  why: "It can end learning before a network generalises, and is one explanation of why weight decay is needed.",
  formula: "share of training pairs with Σ_j exp(z_j − max z) = 1 exactly, in the dtype of training",
  reading: "Near 1 in float32 and 0 in float64: the run stands still for want of digits.",
  careful: "The network is not changed by computing it in float64 afterwards: it is the training that was.",
  source: "Prieto et al. 2025, arXiv:2501.04697",
  shownBy: ["dynamics"],
  related: ["naive-loss-minimisation", "cross-entropy", "weight-decay", "diverged", "collapsed-after-generalising"],
});
