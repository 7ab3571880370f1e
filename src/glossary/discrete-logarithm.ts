import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "discrete-logarithm",
  title: "discrete logarithm",
  also: ["primitive root"],
  group: "frequencies",
  brief: "turns products mod p into sums mod p − 1",
  what: "The number x with gˣ = a modulo p, g a primitive root: it turns products into sums.",
  why: "Networks that multiply modulo p show no frequencies over a itself, and clear ones over its logarithm.",
  formula: "log_g(a · b) = log_g a + log_g b mod (p − 1)",
  reading: "Frequencies of a · b and a / b go from 1 to (p − 1)/2, and 0 has none.",
  careful: "Another primitive root gives the same frequencies other numbers.",
  source: "standard; its use here is ours",
  shownBy: ["fourier", "cosines", "embedding-circles"],
  related: ["frequency", "task", "representations"],
});
