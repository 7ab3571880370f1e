import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "simple-neuron",
  title: "simple neuron",
  also: ["simple neurons"],
  group: "circuits",
  brief: "a neuron of one wave of a and one of b",
  what: "A neuron whose pre-activation is a wave of a plus a wave of b, of one frequency.",
  why: "It is what the first layer of a network that has grokked modular addition is made of; later layers see sums of such.",
  formula: "α cos(w_k a + φ_a) + β cos(w_k b + φ_b)",
  reading: "R² near 1 is simple; the mean of a layer near 0 has no such neurons.",
  careful:
    "Best of (p − 1)/2 frequencies: of a random network the mean R² is not 0, and is larger the smaller p is. In later layers a wave of a + b is no simple neuron.",
  source: "McCracken et al. 2025, arXiv:2505.18266, with amplitudes of our own",
  shownBy: ["depth"],
  related: ["neurons", "approximate-coset", "frequency", "depth"],
});
