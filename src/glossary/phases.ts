import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "phases",
  title: "phases",
  group: "phases",
  brief: "when it memorised, formed its circuit, cleaned up",
  what: "The cut of a run into memorisation, circuit formation, cleanup and stable, with its verdict and its delay.",
  why: "The test accuracy jumps late, but the network changes long before: the phases say when, and with what evidence.",
  formula:
    "M: train set learnt, excluded loss lowest (else test loss highest); C: test loss < 1/e of its highest; S: 90 % of the fall of log test loss made; M ≤ C ≤ S",
  reading: "Each phase has the epochs between which its ends lie, what every curve does in it, and how sure it is.",
  careful:
    "An end is known only to the distance of two checkpoints. Restricted and excluded loss with the last checkpoint's keys are hindsight.",
  source:
    "Nanda et al. 2023, arXiv:2301.05217, section 5, who draw the lines by hand; the definition is ours; delay: Power et al. 2022, arXiv:2201.02177",
  shownBy: ["phases", "report"],
  related: ["memorisation", "circuit-formation", "cleanup", "stable", "progress-measures", "grokking"],
});
