import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "generalised-with-training",
  title: "generalised with training",
  group: "verdicts",
  brief: "the held-out set was learnt, and not late",
  what: "The verdict of a run whose held-out set was learnt together with the training set, or soon after.",
  why: "This is how networks usually learn: there is no delay to explain.",
  formula: "both sets learnt, and t_test < 2 t_train, or the held-out set was half-way at t_train",
  reading:
    "If the held-out set took twice the epochs but was half-way by then, that is said, and lessens the confidence.",
  careful:
    "Evaluations that are far apart can hide a delay, and sets that are learnt by the very same evaluation may be the same pairs: see leakage.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["grokked", "learnt", "leakage", "confidence"],
});
