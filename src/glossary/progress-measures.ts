import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "progress-measures",
  title: "progress measures",
  group: "losses",
  brief: "what rises or falls long before test loss does",
  what: "Measures of the circuit that move gradually where the test loss jumps: restricted loss, excluded loss, Gini, sum of squares.",
  why: "They show that grokking is gradual underneath.",
  reading:
    "Restricted loss falls and excluded loss rises in circuit formation; the sum of squares falls in cleanup; Gini rises in both.",
  careful:
    "With the last checkpoint's key frequencies they are hindsight: they could not have been drawn while the run went on.",
  source: "Nanda et al. 2023, arXiv:2301.05217, section 5",
  shownBy: ["phases", "restricted-loss", "excluded-loss", "sparsity", "weight-norms"],
  related: ["restricted-loss", "excluded-loss", "gini", "weight-norms", "phases"],
});
