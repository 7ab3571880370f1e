import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "comprehension",
  title: "comprehension",
  group: "sweeps",
  brief: "train and test set are learnt at about one time",
  what: "One of four phases of learning: a run learns the test set as soon as the train set, or nearly.",
  why: "Beside grokking it is how a run generalises: with enough data or weight decay nothing waits.",
  formula: "both accuracies are ≥ 95 % for good by the last epoch, and t_test < 2 t_train",
  reading: "In a phase diagram it lies where grokking comes sooner and sooner.",
  careful: "The border to grokking is a convention: a delay shrinks without a jump.",
  source:
    "Liu et al. 2022, arXiv:2205.10343, with 90 % and a delay below 1000 steps; the thresholds here are those of the verdict",
  shownBy: ["sweep"],
  related: ["grokking", "confusion", "phase-diagram", "generalised-with-training"],
});
