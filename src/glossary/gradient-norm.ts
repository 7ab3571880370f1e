import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "gradient-norm",
  title: "gradient norm",
  also: ["‖∇L‖"],
  group: "geometry",
  brief: "how steep the training loss is at the weights",
  what: "The length of the gradient of the mean cross-entropy over the training pairs, of each parameter and of all together.",
  why: "Weight decay alone moves the weights once it is small: what follows is no longer the loss's doing.",
  formula: "‖∂L/∂w‖₂",
  reading: "Falls by orders of magnitude when the training pairs are memorised, and again at the cleanup.",
  careful:
    "Adam divides by the gradient's size, so that a small gradient makes no small step. Weight decay is not in it.",
  source: "this project, 2026; float64 throughout, softmax over all logits as trainers have it",
  shownBy: ["dynamics"],
  related: ["dynamics", "naive-loss-minimisation", "softmax-collapse", "hessian", "weight-decay"],
});
