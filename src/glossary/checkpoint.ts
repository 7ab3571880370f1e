import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "checkpoint",
  title: "checkpoint",
  also: ["checkpoints"],
  group: "method",
  brief: "the weights of a network at one epoch",
  what: "The weights of a network as they were saved at one epoch of training.",
  why: "What happened inside a network can be computed for checkpoints alone; a log has the curves.",
  reading: "Ends of phases, and dates, lie between two of them.",
  careful: "What lies between checkpoints that are far apart is not seen: save more where the losses move.",
  source: "standard",
  shownBy: ["info", "analyze"],
  related: ["layout", "phases"],
});
