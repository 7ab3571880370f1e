import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "irreducible-representation",
  title: "irreducible representation",
  also: ["irrep", "representation"],
  group: "circuits",
  brief: "a group's smallest building block of matrices",
  what: "A way to write the elements of a group as matrices that multiply as they do, and that cannot be split into smaller ones.",
  why: "It is to any group what a frequency is to a cyclic one.",
  formula: "ρ(a) ρ(b) = ρ(a∘b); tr ρ(a) ρ(b) ρ(c)⁻¹ is largest at c = a∘b",
  reading: "Of a cyclic group those over the real numbers are the frequencies, turns by w_k.",
  careful: "Over the reals and over the complex numbers they are counted differently; ours are over the reals.",
  source: "standard; its use here: Chughtai et al. 2023, arXiv:2302.03025",
  shownBy: ["representations"],
  related: ["representations", "frequency", "task"],
});
