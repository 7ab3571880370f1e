import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "leakage",
  title: "leakage",
  group: "curves",
  brief: "the held-out set looks as if it were trained on",
  what: "A suspicion that pairs of the held-out set are trained on: its curve is the train curve, or it is learnt at the same moment.",
  why: "Such a run seems to generalise at once.",
  formula:
    "|test − train| ≤ 1e−6 · train at more than half of the evaluations; or both sets learnt by the same evaluation, with less than half of the pairs trained on",
  reading: "Look at how the script makes the two sets; the command info says which split was found.",
  careful:
    "It is never a proof: with few evaluations sets that are learnt soon after each other seem to be learnt together. Mirrored test pairs are another, weaker kind.",
  source: "the word: Kapoor and Narayanan 2022, arXiv:2207.07048; the signs are ours",
  shownBy: ["phases", "report", "watch"],
  related: ["split", "mirrored-test-pair", "generalised-with-training"],
});
