import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "split-r-hat",
  title: "split R-hat",
  also: ["r_hat", "gelman-rubin"],
  group: "method",
  brief: "whether chains of a sampler have settled: then 1",
  what: "The spread of all draws over that within each half of each chain.",
  why: "Chains that are still on their way, or have come to different places, give means that say nothing.",
  formula:
    "√(((m − 1)/m W + B/m) / W), of halves of m draws: W the mean variance within, B m times the variance of their means",
  reading: "1 where no half can be told from another; over 1.2 a local learning coefficient is refused.",
  careful: "It is 1 too where all chains are stuck alike. It tells drifts from chance, not large ones from small.",
  source: "Gelman et al. 2013, Bayesian Data Analysis, section 11.4",
  shownBy: ["llc"],
  related: ["llc", "control"],
});
