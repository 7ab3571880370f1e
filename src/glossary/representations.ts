import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "representations",
  title: "representations",
  also: ["irreps"],
  group: "circuits",
  brief: "by which representations of the group it computes",
  what: "Which irreducible representations of a finite group are in the logits, the weights and the neurons, and the loss with and without them.",
  why: "It is the same question as that for key frequencies, for groups that are not cyclic.",
  formula:
    "similarity of ρ: cosine of the centred logits with tr ρ(a) ρ(b) ρ(c)⁻¹; share = similarity²; key: similarity > 0.005",
  reading: "Few large shares that add up to nearly 1: the network multiplies matrices of these representations.",
  careful:
    "High shares are also compatible with other circuits, such as those by cosets. Which representations are found depends on the seed.",
  source: "Chughtai et al. 2023, arXiv:2302.03025, and its code",
  shownBy: ["representations"],
  related: ["irreducible-representation", "key-frequencies", "task", "cosines"],
});
