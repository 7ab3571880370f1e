import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "not-enough-evidence",
  title: "not enough evidence",
  group: "verdicts",
  brief: "which verdict it is cannot be told, and why",
  what: "The verdict where what is known of a run does not decide between the others; the reason comes with it.",
  why: "A guess would be counted among the answers.",
  formula:
    "fewer than 5 evaluations of both sets; a curve missing; a set still being learnt; both learnt by the first evaluation, or between two that are half of the run apart; the train set learnt in the last half",
  reading: "The reason says what to add: more evaluations, the other curve, or more epochs.",
  careful: "It is no statement about the run.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["verdict", "confidence", "doubt", "learnt"],
});
