import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "generalised",
  title: "generalised",
  group: "states",
  brief: "the held-out set is learnt",
  what: "The state of a run whose held-out set is learnt, late or not.",
  why: "There is nothing left to wait for but whether it stays.",
  formula: "two of the last three held-out accuracies ≥ 95 %, and since then not three of five below nine tenths of it",
  reading:
    "The alert is grokked where it took twice the epochs of the train set and was not half-way with it, else generalised.",
  careful: "One evaluation tells nothing: the state is seen an evaluation after it begins.",
  source: "ours",
  shownBy: ["watch"],
  related: ["grokked", "generalised-with-training", "collapsing", "state"],
});
