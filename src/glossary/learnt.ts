import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "learnt",
  title: "learnt",
  also: ["learned", "threshold"],
  group: "curves",
  brief: "from where on a set counts as learnt",
  what: "A set of pairs is learnt from the epoch on from which its accuracy is 95 % or more.",
  why: "Every verdict, and every phase, begins with when each set was learnt.",
  formula:
    "accuracy ≥ 0.95; with fewer than five accuracies: loss ≤ (1 − 0.95) · 4 nats = 0.2; of a loss that starts below 1, times its start",
  reading: '"From where on" is the step that disagrees with the fewest evaluations, so that a spike moves nothing.',
  careful: "The delay asks for 99 %: two dates of one set differ for this reason.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["delay", "accuracy", "cross-entropy", "grokked"],
});
