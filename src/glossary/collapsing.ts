import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "collapsing",
  title: "collapsing",
  group: "states",
  brief: "the held-out set was learnt, and is being lost",
  what: "The state of a run whose held-out set was learnt, or had come half-way, and is far from it again.",
  why: "The weights to keep are earlier ones.",
  formula: "three of the last five accuracies < 0.9 × the threshold; of a rise, below half of it",
  reading: "Where it comes back, as from a slingshot, the run is generalised or rising again.",
  careful: "Single evaluations that are off, and two of five, do not count.",
  source: "ours",
  shownBy: ["backtest", "watch"],
  related: ["collapsed-after-generalising", "slingshot", "generalised", "state"],
});
