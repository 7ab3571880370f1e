import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "diverged",
  title: "diverged",
  also: ["divergence"],
  group: "verdicts",
  brief: "the train loss is no number, or far up for good",
  what: "The verdict of a run whose train loss is not finite to the end, or has risen far above its start for good.",
  why: "Nothing that is measured on its last weights means anything.",
  formula: "train loss not finite to the end; or its end ≥ e × its first value, the train set not learnt",
  reading: "A smaller learning rate or a warm-up is the usual remedy.",
  careful:
    "An accuracy that stays while the loss is no number speaks of arithmetic, such as an overflow in float16, and not of the weights.",
  source: "ours",
  shownBy: ["phases", "report", "watch"],
  related: ["never-learnt", "softmax-collapse", "slingshot"],
});
