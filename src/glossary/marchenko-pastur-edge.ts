import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "marchenko-pastur-edge",
  title: "Marchenko–Pastur edge",
  also: ["random edge", "outliers", "Tracy–Widom"],
  group: "geometry",
  brief: "where σ² of random entries end",
  what: "The largest squared singular value that a matrix of random entries has, but for one in 1000.",
  why: "What lies above it is structure that training wrote, counted without data or labels.",
  formula: "σ²(μ + 3.2724 s), μ = (√(n−1) + √m)², s = (√(n−1) + √m)(1/√(n−1) + 1/√m)^⅓",
  reading: "No outliers: the matrix could be random. A few: as many directions stand out.",
  careful:
    "The variance σ² is the mean square of all entries, outliers included: the count is careful, and a matrix that one direction rules has one. A mean other than 0 is an outlier as well; the control is without it.",
  source: "Marchenko and Pastur 1967; the spread of the largest value: Johnstone 2001, Annals of Statistics 29",
  shownBy: ["spectra"],
  related: ["spectra", "stable-rank", "control"],
});
