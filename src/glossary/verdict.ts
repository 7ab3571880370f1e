import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "verdict",
  title: "verdict",
  also: ["verdicts"],
  group: "curves",
  brief: "what a run came to by its last epoch",
  what: "What a run came to, as one of ten short phrases, told from its loss and accuracy curves.",
  why: "Runs can be counted and compared by it, and one knows what to look for inside.",
  reading: "It comes with the facts that decided, with a confidence, and with what it lacks.",
  careful: "It is of the epochs that are known: a run may always go on, and none says what it will not do.",
  source: "ours",
  shownBy: ["phases", "report"],
  related: ["grokked", "memorised-not-generalised", "generalised-with-training", "not-enough-evidence", "confidence"],
});
