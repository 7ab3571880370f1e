import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "never-learnt",
  title: "never learnt",
  group: "verdicts",
  brief: "not even the train set is, and nothing moves",
  what: "The verdict of a run in which neither set got better by a tenth of what it lacked, and neither moves any more.",
  why: "Before one asks why a network does not generalise, it must be able to fit what it is trained on.",
  formula:
    "neither accuracy has made a tenth of what it lacked (neither loss has fallen by a fifth), and neither stirs by a hundredth in the last half",
  reading: "Look at the learning rate, the weight decay and the labels.",
  careful: "A train loss alone is no evidence: nothing is said of it.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["learnt", "plateau-below-its-threshold", "not-enough-evidence"],
});
