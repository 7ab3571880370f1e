import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "delay",
  title: "delay",
  also: ["grokking delay"],
  group: "curves",
  brief: "epochs from 99 % train to 99 % test accuracy",
  what: "How many epochs later than the training set the held-out set was learnt.",
  why: "It is the number that grokking is about.",
  formula: "t_test − t_train, and t_test / t_train; t the epoch from which on the accuracy is ≥ 99 %",
  reading: "The quotient compares runs of different learning rates better than the difference.",
  careful: "It lies between two evaluations for each end, which is said. There is none where either set is not learnt.",
  source: "Power et al. 2022, arXiv:2201.02177; what counts where an accuracy falls again is ours",
  shownBy: ["phases", "report"],
  related: ["censored", "grokking", "learnt", "plateau", "sharpness", "family"],
});
