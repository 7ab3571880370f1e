import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "slow-gradient",
  title: "slow gradient",
  also: ["slow share of the gradient", "grokfast"],
  group: "geometry",
  brief: "how alike the gradients of recent updates are",
  what: "Of the mean square of the gradient, the share that its running mean has, by the two moments that Adam remembers.",
  why: "Grokfast amplifies the slow part, and groks sooner: this says how much of it there is.",
  formula: "Σ m̂² / Σ v̂, m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ)",
  reading: "1 where all updates had the same gradient; (1 − β₁)/(1 + β₁), .053 for β₁ = .9, where they are noise.",
  careful:
    "Adam's m remembers ten updates and v fifty or a thousand, so it is above 1 while gradients grow. It needs the optimiser's state. Plain Adam has the weight decay in its moments.",
  source:
    "Lee et al. 2024, arXiv:2405.20233; the share is this project's, as their running mean is not stored by other runs",
  shownBy: ["dynamics"],
  related: ["gradient-norm", "weight-decay"],
});
