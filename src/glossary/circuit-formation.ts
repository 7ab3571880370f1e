import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "circuit-formation",
  title: "circuit formation",
  group: "phases",
  brief: "the circuit grows, train and test loss do not show it",
  what: "The second phase: the generalising circuit grows beside the memorising one, while train and test loss hardly move.",
  why: "Grokking looks sudden because this phase is invisible in the usual curves.",
  formula: "from M to C: test loss < 1/e of its highest from C on",
  reading: "Restricted loss falls and excluded loss rises, each by a factor e at least; else the phase is doubted.",
  careful: "From a log alone only the test loss tells it from memorisation, and that is said.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 5; the ends of the phase are ours",
  shownBy: ["phases", "report"],
  related: ["memorisation", "cleanup", "restricted-loss", "excluded-loss", "generalising-circuit"],
});
