import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "approximate-coset",
  title: "approximate coset",
  also: ["approximate cosets", "acrt"],
  group: "circuits",
  brief: "residues few steps of one size apart",
  what: "Residues that are few steps d apart, c, c + d, c + 2d, …, where k d = 1 mod p for a frequency k.",
  why: "A group of prime order has no cosets but itself and its elements: on these a neuron of one frequency concentrates in their place.",
  formula: "{c + j d : |j| ≤ r}, k d ≡ gcd(k, p) mod p",
  reading: "A neuron counts where the residues at which it is over its mean are one such arc.",
  careful: "Hold the share against that of residues renamed at random.",
  source:
    "McCracken et al. 2025, arXiv:2505.18266, by path distance in a Cayley graph; the level, the neuron's mean, is ours",
  shownBy: ["depth"],
  related: ["cosets", "simple-neuron", "frequency"],
});
