import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "critical-weight-decay",
  title: "critical weight decay",
  also: ["critical value", "critical fraction"],
  group: "sweeps",
  brief: "at which half of the runs generalise",
  what: "The weight decay at which the share of runs that generalise crosses one half; the same is asked of every numeric setting.",
  why: "It turns a picture of many runs into a number that two experiments can be compared by.",
  formula: "a^(1-t) b^t, t = (1/2 - s_a) / (s_b - s_a), of neighbouring values a < b on either side of one half",
  reading:
    "The interval reaches to the nearest values at which all seeds agree. There may be two: too much weight decay undoes what enough does.",
  careful:
    "It is of runs of this length, and falls as they get longer. The interval is that of the grid, not of confidence.",
  source: "ours; as the median effective dose by interpolation, without a fitted curve",
  shownBy: ["sweep"],
  related: ["weight-decay", "phase-diagram", "grokking", "censored"],
});
