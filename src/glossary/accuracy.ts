import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "accuracy",
  title: "accuracy",
  group: "losses",
  brief: "share of the pairs whose largest logit is right",
  what: "The share of the pairs for which the right answer has the largest logit.",
  why: "It says what a network gets right, whatever its certainty.",
  formula: "mean over pairs of [argmax_j z_j = c]",
  reading: "1/p is a guess. Sets count as learnt from 0.95, and for the delay from 0.99.",
  careful: "It moves late and suddenly by its nature, as it does not see a margin that grows: the losses are smoother.",
  source: "standard",
  shownBy: ["losses", "phases", "split", "hand-over"],
  related: ["losses", "cross-entropy", "learnt", "certify"],
});
