import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "confusion",
  title: "confusion",
  group: "sweeps",
  brief: "not even the train set is learnt",
  what: "One of four phases of learning: neither the train set nor the test set is learnt.",
  why: "It bounds the settings at which a sweep can say anything: too much weight decay, too small a network.",
  formula: "neither accuracy is ≥ 95 % for good by the last epoch",
  reading: "Between it and memorisation or comprehension lies the most that a setting can be.",
  careful: "A short run may be in it for want of epochs: its verdict says whether it was still moving.",
  source: "Liu et al. 2022, arXiv:2205.10343, with 90 % within 100000 steps; the threshold here is that of the verdict",
  shownBy: ["sweep"],
  related: ["comprehension", "memorisation", "phase-diagram", "never-learnt"],
});
