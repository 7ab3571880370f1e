import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "slingshot",
  title: "slingshot",
  also: ["slingshots"],
  group: "curves",
  brief: "a jump of train loss or Σw² by ten times and back",
  what: "A sudden jump of the train loss, or of the sum of squares, to ten times its level and back.",
  why: "It looks like a transition and is none, and the weight norm alone would place a phase there.",
  formula: "from x_i ≥ 10 m, m the median of the five values before, to x_j < √10 m",
  reading:
    "They come with adaptive optimisers late in training, and are named with their epochs; verdicts and phases do not move for them.",
  careful: "A jump that lasts to the end is none. Evaluations that are far apart miss most.",
  source: "Thilak et al. 2022, arXiv:2206.04817, without a threshold: these are ours",
  shownBy: ["phases", "report"],
  related: ["collapsed-after-generalising", "double-descent", "weight-norms", "learnt"],
});
