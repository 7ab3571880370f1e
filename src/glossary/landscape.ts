import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "landscape",
  title: "landscape",
  also: ["loss landscape", "LU mechanism", "Omnigrok"],
  group: "geometry",
  brief: "losses along rays and lines of weights",
  what: "The losses of a checkpoint with all weights times α, and on the line from it to another checkpoint.",
  why: "Grokking has been explained by the weight norm: a train loss like an L over it, a test loss like a U. And a line without a barrier says that two checkpoints are in one basin.",
  formula: "L(αw); L((1 − t) w₁ + t w₂)",
  reading: "The α of the least test loss is where the norm should be. 1 is where it is.",
  careful:
    "Omnigrok draws the least loss of all networks of a norm; a ray has one network of each. Where α is large the network is only more sure of the same answers: the accuracy tells.",
  source: "scale: Liu et al. 2022 (Omnigrok), arXiv:2210.01117; line: Frankle et al. 2020, arXiv:1912.05671",
  shownBy: ["landscape"],
  related: ["barrier", "weight-norms", "weight-decay", "trajectory"],
});
