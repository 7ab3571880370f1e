import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "cleanup",
  title: "cleanup",
  group: "phases",
  brief: "the memorising circuit is removed, test loss falls",
  what: "The third phase: weight decay removes what was memorised, and the test loss falls steeply.",
  why: "The jump of the test accuracy is this phase: not the learning of the rule, but the forgetting of the rest.",
  formula: "from C to S: 90 % of the fall of log test loss made by S, and the rest at most half as steep",
  reading: "The sum of squares falls fast in it; where it does not, the phase is doubted.",
  careful: "Without weight decay there may be no cleanup, and a network can generalise all the same.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 5; the ends of the phase are ours",
  shownBy: ["phases", "report"],
  related: ["circuit-formation", "stable", "weight-decay", "memorising-circuit"],
});
