import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "frequency",
  title: "frequency",
  also: ["frequencies", "wave", "w_k"],
  group: "frequencies",
  brief: "k: how often a wave turns over the p residues",
  what: "The number k of a wave cos w_k x, sin w_k x over the residues x, which turns k times from 0 to p.",
  why: "Networks that add modulo p do so with a few waves: a residue becomes an angle, and angles add up modulo a turn.",
  formula: "w_k = 2πk/p, k = 1 … ⌊p/2⌋",
  reading: "A frequency and its phase are what is compared; k and p − k are one frequency.",
  careful:
    "For multiplication and division k counts over the discrete logarithm and p − 1. Which frequencies a run finds depends on its seed, and says nothing by itself.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 4",
  shownBy: ["fourier", "neurons", "cosines", "attention"],
  related: ["key-frequencies", "fourier", "discrete-logarithm"],
});
