import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "rising",
  title: "rising",
  group: "states",
  brief: "memorised, and the held-out set gets better",
  what: "The state of a run that is memorised, and whose held-out set has begun to get better and still does.",
  why: "It is the first sign of grokking that curves alone give.",
  formula:
    "accuracy − its lowest since the train set was learnt ≥ 0.05 · (1 − its lowest), a tenth of it in the last third of the epochs",
  reading:
    "On 97 public runs it was told at 62 % of the time that those took that grok (median), and of 10 of the 21 that did not within what is known.",
  careful:
    "Runs rise that come to a level and stay there. Without accuracies the loss must be below its first and below 1/e of its highest, which is late.",
  source: "ours",
  shownBy: ["backtest", "watch"],
  related: ["forecast", "state", "grokking-not-finished", "memorised"],
});
