import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "qk-circuit",
  title: "QK circuit",
  also: ["QK"],
  group: "circuits",
  brief: "what a head compares: W_Q W_Kᵀ",
  what: "The matrix that decides where a head looks: the score of every pair of inputs.",
  why: "Its singular values say how many things a head compares.",
  formula: "W_Q W_Kᵀ [d_model, d_model]; score = x_q W_Q W_Kᵀ x_kᵀ / √d_head",
  reading: "Few large singular values, a small effective rank: the head compares few directions.",
  careful: "W_Q and W_K mean nothing apart: only the product does. The numbers are not over √d_head.",
  source: "Elhage et al. 2021, A mathematical framework for transformer circuits",
  shownBy: ["attention"],
  related: ["ov-circuit", "attention", "effective-rank"],
});
