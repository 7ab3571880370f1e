import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "memorised-not-generalised",
  title: "memorised, not generalised",
  group: "verdicts",
  brief: "the train set is learnt, the other is not so far",
  what: "The verdict of a run that has learnt its training set, and whose held-out set shows nothing of it by the last evaluation.",
  why: "It is what every run that groks looks like for most of its time, and what one that never does looks like for good.",
  formula: "train set learnt at t_train; end of the run ≥ 2 t_train; none of the other verdicts on a learnt train set",
  reading: "It is said of the epochs that are known, and of nothing after them: the run may grok if it is continued.",
  careful: "Rising held-out loss is no reason to stop: it rises in runs that grok as in those that do not.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["memorisation", "grokking-not-finished", "overfitted", "early-stopping", "weight-decay"],
});
