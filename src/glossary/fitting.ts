import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "fitting",
  title: "fitting",
  group: "states",
  brief: "the train set is still being learnt",
  what: "The state of a run whose train set is not learnt yet, or has been lost again.",
  why: "Before the train set is learnt nothing is late.",
  formula: "fewer than two of the last three train accuracies ≥ 95 % so far",
  reading:
    "It begins at the first row, or where three of five evaluations were far from learnt again, as at the foot of a slingshot.",
  careful: "With dropout or augmentation a train set may never count as learnt: the held-out set is then asked first.",
  source: "ours",
  shownBy: ["watch"],
  related: ["memorised", "learnt", "slingshot", "state"],
});
