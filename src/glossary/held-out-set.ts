import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "held-out-set",
  title: "held-out set",
  also: ["test set", "validation set"],
  group: "data",
  brief: "the pairs that are not trained on",
  what: "The pairs that a network is evaluated on and not trained on; here called test pairs too.",
  why: "Only they tell a rule from a list.",
  reading: "Of a log with several held-out sets each is a curve of its own, and the first is the primary one.",
  careful: "If it equals the training set there is no held-out pair, and that is said.",
  source: "standard",
  shownBy: ["losses", "phases", "split"],
  related: ["split", "mirrored-test-pair", "learnt"],
});
