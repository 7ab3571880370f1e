import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "layout",
  title: "layout",
  group: "method",
  brief: "how a codebase names and shapes its tensors",
  what: "How a training code names its tensors, orders their axes and puts them together.",
  why: "The same numbers read in another layout are another network.",
  reading:
    "Six published ones are known by name; others are read by shape, and the stored losses decide between the readings that remain.",
  careful: "Where no stored loss confirms a reading, it is one that only fits.",
  source: "ours",
  shownBy: ["info"],
  related: ["stored-loss", "doubt", "checkpoint"],
});
