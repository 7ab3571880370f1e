import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "algorithm",
  title: "algorithm",
  group: "circuits",
  brief: "clock, pizza or neither",
  what: "Which of two ways to add angles a network uses, told by its logits and by its gradients.",
  why: "Two networks with the same accuracy and frequencies may compute by different means.",
  formula:
    "pizza: distance irrelevance < 0.51 and gradient symmetricity ≥ 0.66; clock: neither; neither: one of them, or R² of both closed forms < 0.5",
  reading: "The measures must agree. The lines are half-way between the published pizza and the published clock.",
  careful:
    "Over all frequencies even a pizza's logits are nearly a clock's: the closed forms tell on one circle alone.",
  source: "Zhong et al. 2023, arXiv:2306.17844, and its code; the thresholds are ours",
  shownBy: ["algorithm"],
  related: ["clock", "pizza", "distance-irrelevance", "gradient-symmetricity", "circularity"],
});
