import { defineTerm } from "./_term.ts";

export default defineTerm({
  name: "key-frequencies",
  title: "key frequencies",
  also: ["keys", "key frequency"],
  group: "frequencies",
  brief: "the few that a network computes with",
  what: "The frequencies that a network uses for its answers; in the published run 14, 35, 41, 42 and 52.",
  why: "Restricted and excluded loss, and the circuits, are defined by them: they are the hidden choice behind those numbers.",
  formula:
    "rule logit-map: norm_k of W_L ≥ ¼ of the largest; embedding: a component of W_E > ¼; neuron: best for some neuron's variance; cosine: cosine with cos w_k(a+b−c) > 0.005",
  reading:
    "Where the rules agree the choice does not matter. Where most frequencies pass there are none, and the reason is said.",
  careful:
    "They are those of the last checkpoint unless told otherwise (--keys-at), so that earlier curves are hindsight.",
  source: "Nanda et al. 2023, arXiv:2301.05217; four published rules, of which logit-map is ours to start from",
  shownBy: ["fourier", "restricted-loss", "excluded-loss", "phases", "hand-over"],
  related: ["frequency", "fourier", "restricted-loss", "excluded-loss", "control"],
});
