import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "weight-norms",
  title: "weight norms",
  also: ["sum of squares", "Σw²", "weight norm"],
  group: "geometry",
  brief: "how large each weight is, and Σw² of all",
  what: "The sum of squares, the norm and the effective rank of each weight, and of all together, over the epochs.",
  why: "Weight decay makes memorised weights costly: the sum of squares falls fast when they are cleaned up.",
  formula: "Σw²; ℓ₂ = √Σw²; effective rank exp(H(σ/Σσ))",
  reading: "A slow fall in circuit formation, a fast one in cleanup.",
  careful: "Papers mean Σw² or its root by weight norm. Slingshots make it jump: it places no phase by itself.",
  source: "Σw²: Nanda et al. 2023, arXiv:2301.05217, section 5.2; ℓ₂: Liu et al. 2022 (Omnigrok), arXiv:2210.01117",
  shownBy: ["weight-norms", "phases"],
  related: ["weight-decay", "effective-rank", "cleanup", "slingshot"],
});
