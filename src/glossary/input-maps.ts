import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "input-maps",
  title: "input maps",
  group: "frequencies",
  brief: "heads, neurons and logits over all pairs",
  what: "Pictures over the square of all pairs (a, b): attention of each head, activations of some neurons, the logits' 2-D spectrum.",
  why: "One sees waves at a glance, and that no number has hidden something else.",
  formula: "M̂[f, g] = Σ_{a,b} F[f, a] F[g, b] M[a, b], for the logits its norm over the answers",
  reading: "Stripes are waves; in the spectrum, blocks of four at one frequency of a and b stand out.",
  careful:
    "Four neurons are the first, chosen by nobody; the others stand for their clusters, and are the clearest of them.",
  source: "Nanda et al. 2023, arXiv:2301.05217, figure 4 and its notebook",
  shownBy: ["input-maps"],
  related: ["neurons", "attention", "fourier", "cluster"],
});
