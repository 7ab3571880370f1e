import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "commutator-defect",
  title: "commutator defect",
  group: "geometry",
  brief: "whether the order of two mini-batches matters",
  what: "How far two steps of gradient descent on two mini-batches end apart when they are made in the other order, over the product of their lengths.",
  why: "It was published as a signal that rises before grokking: over 10 times its first level, and over 20.",
  formula: "‖θ_AB − θ_BA‖ / (‖ηg_A‖ ‖ηg_B‖), η = 1e-3; ‖H_B g_A − H_A g_B‖ / (‖g_A‖ ‖g_B‖) for a small η",
  reading: "Rises where curvature grows faster than gradients.",
  careful:
    "The rule fires on runs that never grok too, so an alarm forecasts nothing. Its level before comes from the first three checkpoints that are asked.",
  source: "Xu 2026, arXiv:2602.16746, whose code adds 1e-12 to the denominator; ours does not",
  shownBy: ["dynamics"],
  related: ["hessian", "gradient-norm", "forecast"],
});
