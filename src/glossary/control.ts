import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "control",
  title: "control",
  also: ["random frequencies"],
  group: "method",
  brief: "the same measure with random frequencies or neurons",
  what: "The same measure with as many random frequencies, or neurons, as there are key ones.",
  why: "It shows whether a number is due to the key frequencies or to taking that many of anything.",
  formula: "mean, least and largest of 10 draws without key frequencies; of ablations, 3 draws of neurons",
  reading: "A restricted loss far below its control, an excluded loss far above: the key frequencies do it.",
  careful: "Where the control is as good as the measure, the measure says nothing.",
  source: "ours",
  shownBy: ["restricted-loss", "excluded-loss", "ablations"],
  related: ["restricted-loss", "excluded-loss", "ablations", "key-frequencies"],
});
