import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "confidence",
  title: "confidence",
  group: "method",
  brief: "how sure a verdict is: high, moderate, low",
  what: "How far a verdict can be relied on, by what it lacks.",
  why: "Two runs with the same verdict need not be known equally well.",
  formula: "high: no doubt; moderate: one; low: two, or a grave one",
  reading:
    "Grave are a missing curve, fewer than five evaluations, or evaluations that are too far apart; the doubts stand beside it.",
  careful: "It is no probability.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["verdict", "doubt", "not-enough-evidence"],
});
