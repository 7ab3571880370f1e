import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "split",
  title: "split",
  group: "data",
  brief: "which pairs are trained on; the audit of the rest",
  what: "Which pairs are trained on and which are held out; as a command, what a network gets right of each kind of test pair.",
  why: "Every loss is over one part of the split: a wrong one makes every number wrong.",
  formula: "train ∪ test = all pairs; test = mirrored ∪ unmirrored ∪ diagonal",
  reading:
    "Where the unmirrored pairs are learnt much later than the mirrored ones, part of the test accuracy was symmetry.",
  careful:
    "Stored, drawn from a seed, found by the losses, or inferred: the command info says which, and each is less sure than the one before.",
  source: "this project",
  shownBy: ["split", "info", "losses"],
  related: ["mirrored-test-pair", "leakage", "held-out-set", "losses"],
});
