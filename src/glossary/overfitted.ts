import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "overfitted",
  title: "overfitted",
  also: ["overfitting"],
  group: "verdicts",
  brief: "held-out loss fell at first, then rose for good",
  what: "The verdict of a run whose held-out loss fell at first and then rose for good, while the train loss fell on and the held-out accuracy no longer rose.",
  why: "Here the weights of an earlier epoch are better than the last ones, and training on has made them worse.",
  formula:
    "to the end test loss ≥ 1.25 × its lowest; from there on the train loss falls by a fifth, and the test accuracy makes less than a tenth of what it lacked; and the test loss had fallen with training before",
  reading: "The lowest held-out loss is the point to go back to.",
  careful:
    "A held-out loss that rises without having fallen first, while the train set is learnt by heart, is none: runs that grok later begin so.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["memorised-not-generalised", "double-descent", "early-stopping"],
});
