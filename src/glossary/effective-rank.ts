import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "effective-rank",
  title: "effective rank",
  group: "geometry",
  brief: "how many directions a matrix uses",
  what: "The number of equal singular values that would have the same entropy as those of a matrix.",
  why: "A circuit of few frequencies uses few directions; memorising uses many.",
  formula: "exp(H(σ/Σσ)), H(q) = −Σ q log q, σ the singular values",
  reading:
    "From 1 to the smaller side of the matrix. Two for each frequency, a cosine and a sine, is what a pure circuit needs.",
  careful: "Others count singular values over a threshold, or take σ²: these are other numbers.",
  source: "Roy and Vetterli 2007, The effective rank",
  shownBy: ["weight-norms", "attention"],
  related: ["weight-norms", "qk-circuit", "ov-circuit"],
});
