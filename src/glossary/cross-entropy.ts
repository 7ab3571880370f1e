import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "cross-entropy",
  title: "cross-entropy",
  also: ["nats", "nat"],
  group: "losses",
  brief: "minus the log of the right answer's probability",
  what: "The loss that networks are trained on here: how surprised the network is by the right answer.",
  why: "It goes on falling where the accuracy is 1 already, and shows what accuracy does not.",
  formula: "−log (exp z_c / Σ_j exp z_j), z the logits, in nats",
  reading: "A nat is a factor e of probability: 0.2 nats is a probability of 0.82 for the right answer.",
  careful: "Compare losses on a logarithmic axis. A mean over pairs can be that of a few pairs that are badly wrong.",
  source: "standard; natural logarithm",
  shownBy: ["losses", "restricted-loss", "excluded-loss", "ablations"],
  related: ["losses", "accuracy", "softmax-collapse", "logits"],
});
