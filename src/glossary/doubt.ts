import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "doubt",
  title: "doubt",
  also: ["doubts"],
  group: "method",
  brief: "what speaks against a reading or a finding",
  what: "Something that speaks against how a run was read, such as a stored loss that is missed, or against a phase or verdict.",
  why: "A number without one means that everything was understood and is met.",
  reading:
    "A first line that begins with doubt is about the reading, and all numbers below are to be doubted with it; lines that begin with ! are lesser ones.",
  careful: "With --strict a doubt about the reading is an error.",
  source: "ours",
  shownBy: ["info", "phases", "report"],
  related: ["confidence", "stored-loss", "layout"],
});
