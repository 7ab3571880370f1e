import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "spectra",
  title: "spectra",
  also: ["singular values", "heavy tail", "power-law tail", "HTSR", "WeightWatcher alpha"],
  group: "geometry",
  brief: "tails and outliers of the weights' σ²",
  what: "The squared singular values of each weight matrix: the exponent α of their power-law tail, and how many lie outside what random entries give.",
  why: "Training writes directions that stand out. Theory has well trained layers at α from 2 to 6, and the tail asks for no data.",
  formula: "p(σ²) ∝ (σ²)^−α from x_min on; α = 1 + n / Σ ln(σ_i²/x_min)",
  reading:
    "A lower α is a heavier tail. A mainline network that has grokked has two outliers a key frequency in W_out, a cosine and a sine.",
  careful:
    "No alarm on α alone: α < 2 occurs with 100 % test accuracy (W_out of fixtures/mainline: 1.24). It is fitted to dozens of values, also of random matrices: read it with its number of values and its distance.",
  source:
    "α: Clauset et al. 2009, arXiv:0706.1062; on weights Martin and Mahoney 2021, arXiv:1810.01075; the edge: Marchenko and Pastur 1967, Johnstone 2001",
  shownBy: ["spectra"],
  related: ["marchenko-pastur-edge", "stable-rank", "effective-rank", "weight-norms"],
});
