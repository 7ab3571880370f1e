import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "sharpness",
  title: "sharpness",
  also: ["rise time"],
  group: "curves",
  brief: "epochs that the rise of the test accuracy takes",
  what: "How many epochs the held-out set takes from a tenth to nine tenths of its rise.",
  why: "Grokking is called sudden without a measure: this is one.",
  formula: "t(90 %) − t(10 %) of the rise of the test accuracy; without accuracies, of the fall of log test loss",
  reading: "A small number beside the delay is a sudden transition.",
  careful:
    "No number is smaller than the distance of two evaluations. In other papers sharpness is the largest eigenvalue of the loss's Hessian (Keskar et al. 2016, arXiv:1609.04836), which this is not.",
  source: "the 10–90 % rise time of signals (IEEE 181); its use here is ours",
  shownBy: ["phases", "report"],
  related: ["delay", "plateau", "grokking"],
});
