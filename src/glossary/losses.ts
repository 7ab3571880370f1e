import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "losses",
  title: "losses",
  also: ["loss", "train loss", "test loss"],
  group: "losses",
  brief: "loss and accuracy on the train and test pairs",
  what: "Mean loss and accuracy over the training, the test and all pairs, computed anew from each checkpoint's weights.",
  why: "Everything else is held against them, and they show whether the run was read rightly.",
  formula: "L = −mean log softmax(logits)[c] over the pairs (a, b), c the answer, the '=' logit dropped",
  reading: "Log p, 4.73 nats for p = 113, is a guess; 1e−7 is a network that is sure of every answer.",
  careful:
    "Over the p answers and over every logit are two losses; float32 ends near 1e−7, where float64 goes on. The stored losses are computed once more in their own convention, and the difference shown.",
  source: "Nanda et al. 2023, arXiv:2301.05217; ours in float64",
  shownBy: ["losses", "phases", "report"],
  related: ["cross-entropy", "accuracy", "stored-loss", "split"],
});
