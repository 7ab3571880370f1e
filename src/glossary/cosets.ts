import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "cosets",
  title: "cosets",
  also: ["coset", "coset concentration", "subgroup"],
  group: "circuits",
  brief: "subgroups moved by elements, all of one size",
  what: "Parts of a group: what a subgroup becomes when all its elements are multiplied by one, from the left (gH) or the right (Hg).",
  why: "A network can multiply by telling cosets alone: that a is in one and b in another decides in which the product is.",
  formula: "C_H(f) = Σ_gH Var[f | gH] / Var[f]",
  reading:
    "The least C_H near 0: the neuron is constant on the cosets of H; about the index of H: it has nothing to do with them.",
  careful:
    "The least of many subgroups is small by chance in a small group: hold it against the group's elements renamed. What is of cosets can be of one representation as well.",
  source:
    "coset concentration: Stander et al. 2024, arXiv:2312.06581, section 6.1; ρ-sets, which join it to representations: Wu et al. 2024, arXiv:2410.07476",
  shownBy: ["cosets"],
  related: ["rho-set", "approximate-coset", "irreducible-representation"],
});
