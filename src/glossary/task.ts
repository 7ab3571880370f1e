import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "task",
  title: "task",
  also: ["operation", "modular addition"],
  group: "data",
  brief: "the operation that is learnt, such as a + b mod p",
  what: "What the network is asked: the answer c = a∘b for two inputs a and b of p elements.",
  why: "All pairs are known, so that the rule, the circuit and every error can be computed exactly.",
  formula: "c = a∘b; addition, subtraction, multiplication, division, polynomials mod p, groups, or a table",
  reading: "It is inferred from the files, and the command info says from what.",
  careful: "Frequencies exist for cyclic groups alone; for others there are representations.",
  source: "modular arithmetic in grokking: Power et al. 2022, arXiv:2201.02177",
  shownBy: ["info", "train"],
  related: ["frequency", "representations", "discrete-logarithm", "split"],
});
