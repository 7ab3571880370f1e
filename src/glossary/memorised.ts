import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "memorised",
  title: "memorised",
  group: "states",
  brief: "the train set is learnt, the other shows nothing",
  what: "The state of a run whose train set is learnt, and whose held-out set has made less than a twentieth of what it lacked since.",
  why: "Most of the time of a run that groks is spent in it.",
  formula: "train set learnt; accuracy − its lowest since then < 0.05 · (1 − its lowest)",
  reading: "The run looks as those do that grok, and as those that never do: no curve tells them apart here.",
  careful: "A held-out loss that rises is no sign against it: it rises in both.",
  source: "ours",
  shownBy: ["watch"],
  related: ["rising", "memorised-not-generalised", "fitting", "early-stopping"],
});
