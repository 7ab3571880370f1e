import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "double-descent",
  title: "double descent",
  group: "curves",
  brief: "test loss falls, rises, and falls again below",
  what: "A held-out loss that falls, rises, and falls again below where it was, as training goes on.",
  why: "It is the other known way in which waiting helps, and easily taken for grokking.",
  formula:
    "the test loss falls by a fifth to a low, is ≥ 1.25 × the low for three evaluations or more, and ends ≤ 0.9 × the low, while the train loss falls on",
  reading:
    "If the train set is learnt by the peak the second descent is grokking's; if the train loss rises too it is a slingshot.",
  careful:
    "In most papers it is over the size of the network; here it is over epochs. A sweep over a width draws the other.",
  source: "Nakkiran et al. 2019, arXiv:1912.02292; the thresholds are ours",
  shownBy: ["phases", "report"],
  related: ["overfitted", "grokking", "slingshot", "early-stopping"],
});
