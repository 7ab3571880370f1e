import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "stable-rank",
  title: "stable rank",
  also: ["numerical rank"],
  group: "geometry",
  brief: "how many directions rule a matrix",
  what: "The sum of the squared singular values of a matrix over the largest of them.",
  why: "A rank that small perturbations do not change, and that needs no threshold.",
  formula: "‖W‖_F² / ‖W‖₂²",
  reading: "1 where one direction has all; the rank where all are alike.",
  careful: "It looks at the largest alone: a matrix of one large and many middling directions has a low one.",
  source: "Rudelson and Vershynin 2007, Journal of the ACM 54",
  shownBy: ["spectra"],
  related: ["effective-rank", "spectra", "weight-norms"],
});
