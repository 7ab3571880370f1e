import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "hessian",
  title: "Hessian",
  also: ["sharpness of the loss", "curvature", "largest eigenvalue of the Hessian", "trace of the Hessian"],
  group: "geometry",
  brief: "how strongly the loss is curved at the weights",
  what: "The largest eigenvalue of the second derivative of the training loss, and the sum of all of them, its trace.",
  why: "Gradient descent is stable below a sharpness of 2/η; flat places are said to generalise.",
  formula: "λ_max(H) and tr H, H = ∂²L/∂w∂w; tr H ≈ mean of vᵀHv over random signs v",
  reading: "Falls with the loss: a fitted pair has little curvature left.",
  careful:
    "Scaling weights changes it without changing an answer. The trace is an estimate: read its standard error. It is not the sharpness of a grokking transition.",
  source: "Lanczos iteration; Hutchinson 1990; as a property of training: Cohen et al. 2021, arXiv:2103.00065",
  shownBy: ["dynamics"],
  related: ["gradient-norm", "commutator-defect", "sharpness"],
});
