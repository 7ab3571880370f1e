import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "stable",
  title: "stable",
  group: "phases",
  brief: "after cleanup nothing changes much",
  what: "The last phase: the fall of the test loss is made, and the losses drift.",
  why: "Its checkpoints are those whose circuit one takes apart.",
  formula: "from S to the end",
  reading: "Key frequencies of its last checkpoint are the usual ones for the whole run.",
  careful: "Slingshots and numerical trouble still happen in it.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 5; the definition is ours",
  shownBy: ["phases", "report"],
  related: ["cleanup", "slingshot", "key-frequencies"],
});
