import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "forecast",
  title: "forecast",
  also: ["no forecast", "back-test"],
  group: "states",
  brief: "when test accuracy comes to 90 %, or that none is told",
  what: "The epoch at which the held-out accuracy of a rising run comes to 90 %, with an interval.",
  why: "Whether to wait for it is what one asks of a run.",
  formula:
    "log(T/t) = 0.23 · log(line/t)^0.3; line: where the straight line through logit(accuracy) over the last half of the epochs is 90 %",
  reading: "Four of five intervals hold the truth, over all rows of the back-test.",
  careful:
    "Early it is given to few runs, and there it is too early by itself: at half of the time by 40 %. A run that never groks may get one where it rises.",
  source: "ours, fitted on half of 97 public runs and measured on the others; docs/forecast.md",
  shownBy: ["backtest", "watch"],
  related: ["rising", "state", "delay", "early-stopping"],
});
