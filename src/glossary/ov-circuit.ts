import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "ov-circuit",
  title: "OV circuit",
  also: ["OV"],
  group: "circuits",
  brief: "what a head moves: W_V W_O",
  what: "The matrix that decides what a head writes of what it looks at.",
  why: "Its singular values say how many directions a head passes on.",
  formula: "W_V W_O [d_model, d_model]; written = Σ pattern · x W_V W_O",
  reading: "Few large singular values, a small effective rank: the head moves few directions.",
  careful: "W_V and W_O mean nothing apart: only the product does.",
  source: "Elhage et al. 2021, A mathematical framework for transformer circuits",
  shownBy: ["attention"],
  related: ["qk-circuit", "attention", "effective-rank"],
});
