import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "rho-set",
  title: "rho-set",
  also: ["ρ-set", "ρ-sets", "rho-sets"],
  group: "circuits",
  brief: "vectors that a representation permutes",
  what: "A finite set of vectors that every matrix of a representation sends into itself, such as the corners of a polygon.",
  why: "It joins two accounts of group networks: a neuron of one irrep whose vector a subgroup fixes is constant on cosets of that subgroup.",
  formula: "B with ρ(g) b ∈ B for all b ∈ B; a neuron reads a · ρ(g) b",
  reading: "Near the share of the irrep itself: the neuron's vector is one of few; near the control: it is any vector.",
  careful:
    "Ours asks for vectors that are the only ones, but for their length, that some subgroup fixes; the larger ρ-sets are not looked for.",
  source: "Wu et al. 2024, arXiv:2410.07476; the share by projections is ours",
  shownBy: ["cosets"],
  related: ["cosets", "irreducible-representation", "representations"],
});
