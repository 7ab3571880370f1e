import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "plateau-below-its-threshold",
  title: "plateau below its threshold",
  also: ["ceiling"],
  group: "verdicts",
  brief: "a level is kept that does not count as learnt",
  what: "The verdict of a run that has settled at a level too low to count as learnt: of its held-out set, or of the training set itself.",
  why: "It is neither a failure to learn nor a success, and more epochs of the same would not change it soon.",
  formula:
    "in the last half a set makes less than a tenth of its rise, below the threshold; the held-out set at ≥ half of the train accuracy and half-way at t_train, or the train set having made a tenth of what it lacked",
  reading:
    "Look at the level that is named: noise in the answers, too small a network or too strong a weight decay keep it down.",
  careful:
    "A held-out set that came late to its level has grokked to a ceiling instead. Asked for a lower threshold the same curves may count as learnt.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["learnt", "grokked", "plateau", "never-learnt"],
});
