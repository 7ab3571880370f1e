import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "max-margin",
  title: "max margin",
  also: ["normalised margin", "maximum margin"],
  group: "geometry",
  brief: "the least margin over the largest of that norm",
  what: "How near the least margin of a quadratic network comes to the largest that any such network of its norm has.",
  why: "The largest margin has one answer, of one frequency a neuron and aligned phases: a network near it has found the same circuit for a reason.",
  formula: "min over pairs (right − best wrong logit) / ‖θ‖_{2,3}³ over √(2/27) / (√p (p − 1))",
  reading: "1 is the optimum, 0 a network that is about to err, below 0 one that does.",
  careful:
    "Known of W(Ua + Vb)² without biases, for addition or subtraction of odd p. Training with another weight decay than that norm's need not tend to 1.",
  source: "Morwani et al. 2024, arXiv:2311.07568",
  shownBy: ["max-margin"],
  related: ["logits", "neurons", "weight-norms", "frequency"],
});
