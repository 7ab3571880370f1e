import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "state",
  title: "state",
  also: ["run state"],
  group: "states",
  brief: "what a run that may go on is doing",
  what: "What the curves of a run say up to its last row: fitting, memorised, rising, generalised, plateau, collapsing, diverged, or not enough evidence.",
  why: "A verdict is of what a run came to; of a run that goes on one asks what it does now, and since when.",
  formula:
    "levels are medians of the last three evaluations; a set is learnt by two of three, and lost by three of five",
  reading:
    "Plateau and diverged mean here what they do of a verdict, up to this row: a level short of being learnt, kept over a third of the epochs; a train loss that is no number, or e times its first.",
  careful:
    "It is of the rows so far alone: later ones never change what was said. No state says that a run will not grok.",
  source: "ours; docs/forecast.md defines each",
  shownBy: ["backtest", "watch"],
  related: ["verdict", "rising", "forecast", "memorised"],
});
